using System.Text.RegularExpressions;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>The list of attacks names tests that exist, and every attack test is in the list.</summary>
public partial class AttackListTests
{
    [Fact]
    public void Every_test_that_the_list_of_attacks_names_exists()
    {
        var tests = string.Concat(Directory
            .EnumerateFiles(Path.Combine(LabGraph.Repository, "tests"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText));

        var missing = Named().Where(name => !tests.Contains($" {name}(", StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_attack_test_is_in_the_list()
    {
        var tests = typeof(AttackListTests).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(AttackListTests).Namespace && type != typeof(AttackListTests))
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttributes(typeof(FactAttribute), inherit: true).Length > 0)
            .Select(method => method.Name);

        Assert.Empty(tests.Except(Named()));
    }

    private static IEnumerable<string> Named() => Name()
        .Matches(File.ReadAllText(Path.Combine(LabGraph.Repository, "docs", "attacks.md")))
        .Select(match => match.Groups[1].Value)
        .Where(name => name.Contains('_', StringComparison.Ordinal) && char.IsUpper(name[0]));

    [GeneratedRegex("`([A-Za-z0-9_]+)`")]
    private static partial Regex Name();
}
