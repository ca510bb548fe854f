using Xunit;

namespace Aggregator.Validation.Tests;

/// <summary>
/// Every document of <c>cases/rules</c> is valid, unless a file of the same name with the extension <c>.errors</c>
/// lists what is wrong with it, one error a line. eng/differential/validation gives them to graphql-js too.
/// </summary>
public class RuleCases
{
    private static readonly string Folder = Path.Combine(Fixture.Cases, "rules");

    public static TheoryData<string> Names =>
    [
        .. Directory.EnumerateFiles(Folder, "*.graphql", SearchOption.AllDirectories)
            .Select(file => Path.ChangeExtension(Path.GetRelativePath(Folder, file), null))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Document_is_judged_as_its_case_says(string name)
    {
        var expected = Path.Combine(Folder, name + ".errors");
        var text = File.ReadAllText(Path.Combine(Folder, name + ".graphql"));

        var named = Fixture.Validate(text, NameOfFirst(text));
        var errors = string.Join('\n', named.Errors.Select(error => error.ToString()));

        Assert.Equal(File.Exists(expected) ? File.ReadAllText(expected).TrimEnd() : "", errors);
        Assert.Equal(errors.Length == 0, named.Operation is not null);
    }

    [Fact]
    public void Every_rule_of_the_specification_has_a_case_that_breaks_it()
    {
        var broken = Directory.EnumerateFiles(Folder, "*.errors", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines)
            .Where(line => line.StartsWith(OperationErrorCodes.ValidationFailed, StringComparison.Ordinal))
            .Select(line => line.Split('(', ')')[1])
            .ToHashSet();

        Assert.Empty(Sections.Except(broken));
    }

    // 5.2.1.1 needs a schema without mutations: OperationTests has it.
    private static readonly string[] Sections =
    [
        "5.1.1", "5.2.2.1", "5.2.3.1", "5.2.4.1", "5.3.1", "5.3.2", "5.3.3", "5.4.1", "5.4.2", "5.4.3", "5.5.1.1",
        "5.5.1.2", "5.5.1.3", "5.5.1.4", "5.5.2.1", "5.5.2.2", "5.5.2.3", "5.6.1", "5.6.2", "5.6.3", "5.6.4", "5.7.1",
        "5.7.2", "5.7.3", "5.8.1", "5.8.2", "5.8.3", "5.8.4", "5.8.5",
    ];

    // A valid document with several operations needs one chosen; its first does.
    private static string? NameOfFirst(string text)
    {
        var words = text.Split([' ', '(', '{', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return words[0] is "query" or "mutation" && words[1].All(char.IsAsciiLetterUpper) ? words[1] : null;
    }
}
