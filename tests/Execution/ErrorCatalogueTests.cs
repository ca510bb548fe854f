using Xunit;

namespace Aggregator.Execution.Tests;

public class ErrorCatalogueTests
{
    [Fact]
    public void No_code_is_listed_twice() => Assert.Equal(
        ExecutionErrorCodes.All.Length, ExecutionErrorCodes.All.DistinctBy(entry => entry.Code).Count());
}
