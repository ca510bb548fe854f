using Aggregator.Schema;
using Xunit;

namespace Aggregator.Composition.Tests;

public class CaseTests
{
    // Set to 1 to write what the composer gives as what is expected, and then read the difference.
    private static readonly bool Accepts = Environment.GetEnvironmentVariable("ACCEPT_CASES") == "1";

    public static TheoryData<string> Names => [.. CaseFolder.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_case_composes_as_expected(string name)
    {
        var folder = CaseFolder.Named(name);
        var result = Composer.Compose(folder.Sources());

        Compare(folder.ExpectedFile, result.SupergraphSdl);
        Compare(folder.ErrorsFile, result.Errors.IsEmpty ? null : CaseFolder.Lines(result.Errors));
        Compare(folder.HintsFile, result.Hints.IsEmpty ? null : CaseFolder.Lines(result.Hints));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_case_composes_alike_in_any_order(string name)
    {
        var sources = CaseFolder.Named(name).Sources();
        var forward = Composer.Compose(sources);
        var backward = Composer.Compose([.. sources.Reverse()]);

        Assert.Equal(forward.SupergraphSdl, backward.SupergraphSdl);
        Assert.Equal(CaseFolder.Lines(forward.Errors), CaseFolder.Lines(backward.Errors));
        Assert.Equal(CaseFolder.Lines(forward.Hints), CaseFolder.Lines(backward.Hints));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_supergraph_reads_back_and_prints_the_same(string name)
    {
        if (CaseFolder.Optional(CaseFolder.Named(name).ExpectedFile) is { } expected)
        {
            var (document, fault) = DocumentReader.ReadTypes(expected);

            Assert.Null(fault);
            Assert.Equal(expected, SchemaPrinter.Print(document!));
        }
    }

    internal static void Compare(string file, string? actual)
    {
        if (!Accepts)
        {
            Assert.Equal(CaseFolder.Optional(file), actual);
        }
        else if (actual is null)
        {
            File.Delete(file);
        }
        else
        {
            File.WriteAllText(file, actual);
        }
    }
}
