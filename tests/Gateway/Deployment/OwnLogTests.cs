using System.Security.Cryptography;
using Aggregator.Agencies;
using Aggregator.Host.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Aggregator.Gateway.Tests.Deployment;

public sealed class OwnLogTests
{
    [Theory]
    [InlineData(401, "refuses this gateway's key")]
    [InlineData(403, "refuses this gateway's key")]
    [InlineData(503, "does not answer")]
    public async Task A_hub_that_refuses_the_gateways_key_is_not_called_silent(int status, string reason)
    {
        await using var hub = WebApplication.CreateSlimBuilder().Build();
        hub.Urls.Add("http://127.0.0.1:0");
        hub.MapPost("/register/origins", () => Results.Text("", statusCode: status));
        await hub.StartAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var register = new HubRegister(
            new AgencyEndpoint { Url = new Uri(new Uri(hub.Urls.Single()), "/register/decisions") }, () => "context");
        var told = new List<string>();

        await OwnLog.RegisterAsync(register, "gateway-1", key, told.Add, default);

        Assert.Contains(reason, Assert.Single(told), StringComparison.Ordinal);
    }
}
