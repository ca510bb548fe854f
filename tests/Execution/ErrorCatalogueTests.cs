using Xunit;

namespace Aggregator.Execution.Tests;

public class ErrorCatalogueTests
{
    private const string Begin = "<!-- begin execution: written from the catalogue in code, checked by a test -->\n";
    private const string End = "<!-- end execution -->\n";

    [Fact]
    public void The_documentation_lists_the_catalogue()
    {
        var text = File.ReadAllText(Path.Combine(Repository(), "docs", "errors.md"));

        Assert.Contains(Begin + Section() + End, text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_code_is_listed_twice() => Assert.Equal(
        ExecutionErrorCodes.All.Length, ExecutionErrorCodes.All.DistinctBy(entry => entry.Code).Count());

    private static string Section() => "\n| code | what it says | what to change |\n|---|---|---|\n" + string.Concat(
        ExecutionErrorCodes.All.Select(entry => $"| `{entry.Code}` | {entry.Meaning} | {entry.Cure} |\n")) + "\n";

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Aggregator.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside the repository");
        }

        return folder.FullName;
    }
}
