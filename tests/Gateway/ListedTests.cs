using System.Text.RegularExpressions;
using Xunit;

namespace Aggregator.Gateway.Tests;

/// <summary>The tests that a document of `docs` names.</summary>
internal static partial class ListedTests
{
    /// <summary>Their names as a text has them.</summary>
    public static IReadOnlyList<string> In(string text) =>
    [
        .. Name().Matches(text).Select(match => match.Groups[1].Value)
            .Where(name => name.Contains('_', StringComparison.Ordinal) && char.IsUpper(name[0])),
    ];

    /// <summary>A document.</summary>
    public static string Document(string name) => File.ReadAllText(Path.Combine(LabGraph.Repository, "docs", name));

    /// <summary>Those named in a document that are in no project of tests.</summary>
    public static IEnumerable<string> Missing(string document)
    {
        var tests = string.Concat(Directory
            .EnumerateFiles(Path.Combine(LabGraph.Repository, "tests"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText));
        return In(Document(document)).Where(name => !tests.Contains($" {name}(", StringComparison.Ordinal));
    }

    /// <summary>The tests of this project.</summary>
    /// <param name="isIn">Whether those of a type are meant.</param>
    public static IEnumerable<string> Here(Func<Type, bool> isIn) => typeof(ListedTests).Assembly.GetTypes()
        .Where(isIn)
        .SelectMany(type => type.GetMethods())
        .Where(method => method.GetCustomAttributes(typeof(FactAttribute), inherit: true).Length > 0)
        .Select(method => method.Name);

    [GeneratedRegex("`([A-Za-z0-9_]+)`")]
    private static partial Regex Name();
}
