using System.Text;
using Aggregator.Schema;

namespace Aggregator.Validation.Tests;

/// <summary>What the tests of this room share: the folder of cases and the schema in it.</summary>
internal static class Fixture
{
    public static string Cases { get; } = Path.Combine(RepositoryRoot.Folder, "tests", "Validation", "cases");

    public static TypeSystem Kennel { get; } = Types(File.ReadAllText(Path.Combine(Cases, "schema.graphql")));

    public static TypeSystem Types(string sdl)
    {
        var read = DocumentReader.ReadTypes(sdl);
        return read.Document ?? throw new InvalidOperationException($"not a schema: {read.Fault}");
    }

    public static ValidationOutcome Validate(string text, string? operation = null, OperationLimits? limits = null) =>
        OperationValidator.Validate(text, operation, Kennel, limits ?? OperationLimits.Default);

    public static ValidOperation Valid(string text, string? operation = null, TypeSystem? api = null)
    {
        var outcome = OperationValidator.Validate(text, operation, api ?? Kennel, OperationLimits.Default);
        return outcome.Operation ?? throw new InvalidOperationException(string.Join("; ", outcome.Errors));
    }

    /// <summary>The normalised operation as an indented text.</summary>
    public static string Print(ValidOperation operation)
    {
        var text = new StringBuilder();
        Print(text, operation.Selections, "");
        return text.ToString().ReplaceLineEndings("\n").TrimEnd('\n');
    }

    public static string Print(ValidSelectionSet set)
    {
        var text = new StringBuilder();
        Print(text, set, "");
        return text.ToString().ReplaceLineEndings("\n").TrimEnd('\n');
    }

    private static void Print(StringBuilder text, ValidSelectionSet set, string indent)
    {
        foreach (var selection in set.Selections)
        {
            _ = text.Append(indent);
            if (selection is ValidField field)
            {
                var alias = field.ResponseKey == field.Name ? "" : field.ResponseKey + ": ";
                var arguments = string.Join(", ", field.Arguments.Select(each => $"{each.Name}: {each.Value}"));
                _ = text.Append(alias).Append(field.ParentType).Append('.').Append(field.Name)
                    .Append(arguments.Length > 0 ? $"({arguments})" : "")
                    .Append(field.Condition.IsAlways ? "" : $" if {field.Condition}").Append('\n');
                if (field.Children is { } children)
                {
                    Print(text, children, indent + "  ");
                }
            }
            else if (selection is ValidFragment fragment)
            {
                _ = text.Append(fragment).Append('\n');
                Print(text, fragment.Children, indent + "  ");
            }
        }
    }
}
