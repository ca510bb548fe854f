using Xunit;

namespace Aggregator.Gateway.Tests.Deployment;

/// <summary>The local hub's own issuer gives tokens to anybody who asks: it is for trying out only.</summary>
public class DemonstrationTokensTests
{
    [Fact]
    public async Task Local_hub_does_not_start_outside_development()
    {
        var folder = Directory.CreateTempSubdirectory("aggregator-production-").FullName;
        try
        {
            await using var hub = RunningProcess.Start(
                "Aggregator.Host", folder, "hub", "--port", "0", "--data", folder);

            var (code, _, errors) = await hub.EndAsync();

            Assert.Equal(1, code);
            Assert.Contains(
                "demonstration tokens and runs only with ASPNETCORE_ENVIRONMENT=Development", errors,
                StringComparison.Ordinal);
            Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
