using Xunit;

namespace Aggregator.Composition.Tests;

public class ErrorCatalogueTests
{
    // Not about schemas but about the call: see ComposerTests.
    private static readonly string[] AboutTheCall =
        ["INVALID_SUBGRAPH_NAME", "MAX_VALIDATION_SUBGRAPH_PATHS_EXCEEDED", "TOO_MANY_SUBGRAPHS"];

    [Fact]
    public void Every_code_has_a_case()
    {
        var found = CaseFolder.Names.Select(CaseFolder.Named)
            .SelectMany(folder => new[] { folder.ErrorsFile, folder.HintsFile })
            .Select(CaseFolder.Optional)
            .OfType<string>()
            .SelectMany(text => text.Split('\n'))
            .Select(line => line.Split(':')[0])
            .ToHashSet(StringComparer.Ordinal);

        Assert.Empty(Codes().Select(code => code.Name).Except(found).Except(AboutTheCall));
    }

    [Fact]
    public void No_code_is_listed_twice() =>
        Assert.Equal(Codes().Count(), Codes().DistinctBy(code => code.Name).Count());

    private static IEnumerable<CompositionCode> Codes() => CompositionCodes.All.SelectMany(group => group.Codes);
}
