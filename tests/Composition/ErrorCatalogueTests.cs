using System.Text;
using Xunit;

namespace Aggregator.Composition.Tests;

public class ErrorCatalogueTests
{
    private const string Begin = "<!-- begin composition: written from the catalogue in code, checked by a test -->\n";
    private const string End = "<!-- end composition -->\n";

    // Not about schemas but about the call: see ComposerTests.
    private static readonly string[] AboutTheCall =
        ["INVALID_SUBGRAPH_NAME", "MAX_VALIDATION_SUBGRAPH_PATHS_EXCEEDED", "TOO_MANY_SUBGRAPHS"];

    [Fact]
    public void The_documentation_lists_the_catalogue()
    {
        var file = Path.Combine(CaseFolder.Repository, "docs", "errors.md");
        var text = File.ReadAllText(file);
        var start = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = text.IndexOf(End, StringComparison.Ordinal);

        CaseTests.Compare(file, text[..start] + Section() + text[end..]);
    }

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

    private static string Section()
    {
        var text = new StringBuilder();
        foreach (var (about, codes) in CompositionCodes.All)
        {
            _ = text.Append("\n### ").Append(about)
                .Append("\n\n| code | what it says | what to change |\n|---|---|---|\n");
            foreach (var code in codes)
            {
                _ = text.Append($"| `{code.Name}` | {Cell(code.Meaning)} | {Cell(code.Cure)} |\n");
            }
        }

        return text.Append('\n').ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
