using Xunit;

namespace Aggregator.Gateway.Tests.Deployment;

/// <summary>The local hub's own issuer gives tokens to anybody who asks: it is for trying out only.</summary>
public class DemonstrationTokensTests
{
    [Theory]
    [InlineData("Production", null, "ASPNETCORE_ENVIRONMENT")]
    [InlineData("Production", "Development", "ASPNETCORE_ENVIRONMENT")]
    [InlineData(null, "Production", "DOTNET_ENVIRONMENT")]
    public async Task Local_hub_does_not_start_outside_development(string? aspNetCore, string? dotNet, string named)
    {
        var (code, errors, left) = await StartAsync((aspNetCore, dotNet), "--port", "0");

        Assert.Equal(1, code);
        Assert.Contains("demonstration tokens and runs only in Development", errors, StringComparison.Ordinal);
        Assert.Contains($"`{named}` says `Production`", errors, StringComparison.Ordinal);
        Assert.Empty(left);
    }

    // What is refused next says that the environment was not.
    [Theory]
    [InlineData(null, null)]
    [InlineData(null, "Development")]
    [InlineData("Development", "Production")]
    public async Task Local_hub_starts_in_development_and_where_no_environment_is_named(
        string? aspNetCore, string? dotNet)
    {
        var (_, errors, _) = await StartAsync((aspNetCore, dotNet), "--population", "-1");

        Assert.StartsWith("`--population -1`", errors, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Errors, List<string> Left)> StartAsync(
        (string? AspNetCore, string? DotNet) environment, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("aggregator-production-").FullName;
        try
        {
            await using var hub = RunningProcess.StartIn(
                environment, "Aggregator.Host", folder, ["hub", "--data", folder, .. arguments]);
            var (code, _, errors) = await hub.EndAsync();
            return (code, errors, [.. Directory.EnumerateFileSystemEntries(folder)]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
