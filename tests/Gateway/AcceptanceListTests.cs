using Xunit;

namespace Aggregator.Gateway.Tests;

/// <summary>The list of acceptance assertions has each of them, with tests that exist.</summary>
public class AcceptanceListTests
{
    private const string List = "acceptance.md";

    [Fact]
    public void Every_test_that_the_list_of_assertions_names_exists() => Assert.Empty(ListedTests.Missing(List));

    [Fact]
    public void Every_assertion_is_in_the_list_once_and_shown_over_http()
    {
        var here = ListedTests.Here(_ => true).ToHashSet(StringComparer.Ordinal);
        var rows = ListedTests.Document(List).Split('\n')
            .Where(line => line.Length > 2 && line.StartsWith("| ", StringComparison.Ordinal)
                && char.IsAsciiDigit(line[2]))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToList();
        string[] assertions = [.. Enumerable.Range(1, 26).Select(number => $"{number}"), "23b"];

        Assert.Equal(assertions.Order(), rows.Select(cells => cells[1]).Order());
        Assert.All(rows, cells =>
        {
            var named = ListedTests.In(cells[3]);
            Assert.NotEmpty(named);
            Assert.Subset(here, named.ToHashSet(StringComparer.Ordinal));
        });
    }
}
