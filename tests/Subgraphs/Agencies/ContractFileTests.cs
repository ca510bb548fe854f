using Xunit;

namespace Aggregator.Subgraphs.Tests;

public class ContractFileTests
{
    public static TheoryData<string> Agencies => [.. Directory
        .EnumerateFiles(Path.Combine(ContractFile.Root, "schema", "subgraphs"), "*.graphql")
        .Select(Path.GetFileNameWithoutExtension)
        .OfType<string>()
        .Order(StringComparer.Ordinal)];

    /// <summary>With `AGGREGATOR_ACCEPT=1` the copy is written instead: the part below the marker line.</summary>
    [Theory]
    [MemberData(nameof(Agencies))]
    public void Contract_copies_the_vocabulary_letter_for_letter(string agency)
    {
        var expected = ContractFile.WithVocabulary(agency);
        if (Environment.GetEnvironmentVariable(ContractFile.AcceptVariable) == "1")
        {
            File.WriteAllText(ContractFile.PathOf(agency), expected);
        }

        Assert.Equal(expected, File.ReadAllText(ContractFile.PathOf(agency)));
    }
}
