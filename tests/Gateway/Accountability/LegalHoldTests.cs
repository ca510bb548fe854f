using System.CommandLine;
using Aggregator.Audit;
using Aggregator.Host.LocalHub;
using Aggregator.Hub;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Accountability;

/// <summary>A legal hold in the hub's register holds the access log's payloads about the person too.</summary>
public class LegalHoldTests
{
    [Fact]
    public async Task Held_in_the_register_is_held_in_the_log_and_without_the_register_nothing_is_retired()
    {
        await using var hub = await OtherHub.StartAsync();
        _ = await hub.AskAsync("health-visitor", """{ child(id: "P21") { name } }""");
        _ = await hub.AskAsync("health-visitor-2", """{ child(id: "P4") { name } }""");
        var placed = await hub.AskAsync("decision-maker", """
            mutation { placeLegalHold(person: "P21", reason: "inquiry announced") { id problems { code } } }
            """);
        await hub.StopAsync();

        Assert.Single(placed.Texts("placeLegalHold.id"));
        Assert.Equal((1, 1), (Accesses(hub, "P21"), Accesses(hub, "P4")));

        var unknown = await RetireAsync(hub, new Uri("http://127.0.0.1:9"));

        Assert.True(unknown.Contains("does not say who is under a legal hold", StringComparison.Ordinal), unknown);
        Assert.Equal((1, 1), (Accesses(hub, "P21"), Accesses(hub, "P4")));

        await using (var register = await AgencyHost.StartAsync(new HubAgency(), new AgencyOptions
        {
            Database = Path.Combine(hub.DataFolder, "hub.db"),
            GatewayKeys = Path.Combine(hub.DataFolder, "gateway-keys.json"),
        }))
        {
            Assert.Contains("deleted", await RetireAsync(hub, register.Http1), StringComparison.Ordinal);
        }

        Assert.Equal((1, 0), (Accesses(hub, "P21"), Accesses(hub, "P4")));
    }

    private static int Accesses(LocalHubFixture hub, string person)
    {
        var names = PseudonymKey.Open(Path.Combine(hub.DataFolder, "pseudonym-key"));
        return LogAccesses.Of(Path.Combine(hub.DataFolder, "access-log"), new AccessFilter(Subject: names.Of(person)))
            .Accesses.Count(access => access.Caller?.Role == "HEALTH_VISITOR");
    }

    private static async Task<string> RetireAsync(LocalHubFixture hub, Uri register)
    {
        using var said = new StringWriter();
        _ = await Host.Verbs.AuditVerbs.Make(new NextCentury()).Parse(
        [
            "retire", Path.Combine(hub.DataFolder, "access-log"), "--origin", "local-hub",
            "--before", "2100-01-01", "--key", Path.Combine(hub.DataFolder, "log-key.pem"),
            "--by", "records", "--reason", "retention rule",
            "--caller-key", Path.Combine(hub.DataFolder, "caller-key.pem"),
            "--pseudonym-key", Path.Combine(hub.DataFolder, "pseudonym-key"),
            "--register", register.ToString(),
        ]).InvokeAsync(new InvocationConfiguration { Output = said, Error = said });
        return said.ToString();
    }

    private sealed class NextCentury : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
