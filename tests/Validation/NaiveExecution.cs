using System.Text;
using Aggregator.Schema;

namespace Aggregator.Validation.Tests;

/// <summary>
/// CollectFields and ExecuteSelectionSet as the specification writes them (section 6.3), over values whose run-time
/// type is decided by their path: prints which fields of which types are asked for, in order.
/// </summary>
internal sealed class NaiveExecution(OperationDocument document, TypeSystem types, Func<string, bool> isTrue)
{
    public string Run()
    {
        var text = new StringBuilder();
        Execute([document.Operations[0].Selections], types.Type(types.QueryName)!, "", text);
        return text.ToString();
    }

    /// <summary>The run-time type of the value at a path.</summary>
    public static TypeDefinition RuntimeType(TypeSystem types, TypeDefinition type, string path)
    {
        var possible = types.PossibleTypes(type);
        return possible[path.Sum(character => character) % possible.Length];
    }

    private void Execute(
        IEnumerable<IReadOnlyList<Selection>> sets, TypeDefinition type, string path, StringBuilder text)
    {
        var groups = new List<(string Key, List<FieldSelection> Fields)>();
        foreach (var set in sets)
        {
            Collect(type, set, [], groups);
        }

        foreach (var (key, fields) in groups)
        {
            var definition = type.Field(fields[0].Name);
            _ = text.Append(path).Append('/').Append(key).Append(" = ").Append(type).Append('.').Append(fields[0].Name);
            _ = text.Append('(').AppendJoin(", ", fields[0].Arguments.Select(each => each.Value)).Append(")\n");
            if (definition is not null && types.Type(definition.Type.Name) is { IsComposite: true } returned)
            {
                var below = $"{path}/{key}";
                Execute(fields.Select(field => (IReadOnlyList<Selection>)field.Selections),
                    RuntimeType(types, returned, below), below, text);
            }
        }
    }

    private void Collect(
        TypeDefinition type,
        IReadOnlyList<Selection> selections,
        HashSet<string> visited,
        List<(string Key, List<FieldSelection> Fields)> groups)
    {
        foreach (var selection in selections.Where(selection => selection.Directives.All(IsSelected)))
        {
            switch (selection)
            {
                case FieldSelection field:
                    var group = groups.Find(each => each.Key == field.ResponseKey);
                    if (group.Fields is null)
                    {
                        groups.Add(group = (field.ResponseKey, []));
                    }

                    group.Fields.Add(field);
                    break;
                case InlineFragment inline when Applies(inline.TypeCondition, type):
                    Collect(type, inline.Selections, visited, groups);
                    break;
                case FragmentSpread spread when visited.Add(spread.Name):
                    var fragment = document.Fragments.First(each => each.Name == spread.Name);
                    if (Applies(fragment.TypeCondition, type))
                    {
                        Collect(type, fragment.Selections, visited, groups);
                    }

                    break;
            }
        }
    }

    private bool Applies(string? condition, TypeDefinition type) =>
        condition is null || types.IsPossible(types.Type(condition)!, type.Name);

    private bool IsSelected(AppliedDirective directive)
    {
        var holds = directive.Argument("if") is VariableValue variable ? isTrue(variable.Name) : directive.Flag("if");
        return directive.Name == "skip" ? !holds : holds;
    }
}
