using System.Text.RegularExpressions;
using Xunit;

namespace Aggregator.Architecture.Tests;

/// <summary>Every test that docs/threat-model.md names is there.</summary>
public partial class ThreatModelTests
{
    private static readonly string Model = File.ReadAllText(Path.Combine(Repository.Root, "docs", "threat-model.md"));

    private static readonly ILookup<string, string> Tests = Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
        .SelectMany(file => ClassName().Matches(File.ReadAllText(file)), (file, name) => (file, name))
        .ToLookup(each => each.name.Groups[1].Value, each => File.ReadAllText(each.file));

    public static TheoryData<string> Named =>
        [.. NamedTest().Matches(Model).Select(match => match.Groups[1].Value).Distinct()];

    [Theory]
    [MemberData(nameof(Named))]
    public void Every_named_test_exists(string test)
    {
        var (type, member) = (test[..test.IndexOf('.')], test[(test.IndexOf('.') + 1)..]);

        Assert.Contains(
            Tests[type],
            text => member == "*"
                ? Fact().IsMatch(text)
                : text.Contains(" " + member + "(", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Caller")]
    [InlineData("Gateway operator")]
    [InlineData("Agency")]
    [InlineData("Hub")]
    [InlineData("Developer of a new subgraph")]
    [InlineData("Policy author")]
    [InlineData("Someone with the disk")]
    public void Every_party_has_something_that_is_shown(string party)
    {
        var part = Regex.Match(
            Model, $"^## {party}$(.*?)(?=^## |\\z)", RegexOptions.Multiline | RegexOptions.Singleline);

        Assert.Matches(NamedTest(), part.Groups[1].Value);
    }

    // Classes of several rooms have one name: which of them is meant?
    [Fact]
    public void Every_class_that_is_named_as_a_whole_is_the_only_one_of_its_name() => Assert.DoesNotContain(
        NamedTest().Matches(Model).Select(match => match.Groups[1].Value)
            .Where(test => test.EndsWith(".*", StringComparison.Ordinal)),
        test => Tests[test[..^2]].Count(text => !Partial().IsMatch(text)) > 1);

    [GeneratedRegex(@"\bclass (\w+(?:Tests|Laws))\b")]
    private static partial Regex ClassName();

    [GeneratedRegex(@"`(\w+(?:Tests|Laws)\.(?:\w+|\*))`")]
    private static partial Regex NamedTest();

    [GeneratedRegex(@"\bpartial class \w+Tests\b")]
    private static partial Regex Partial();

    [GeneratedRegex(@"\[(Fact|Theory)")]
    private static partial Regex Fact();
}
