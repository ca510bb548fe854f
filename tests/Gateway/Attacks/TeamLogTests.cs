using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// What a decision-maker reads in the log of the team, and what of a log is passed on.
/// </summary>
public sealed class TeamLogTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    [Fact]
    public async Task What_the_hubs_rules_looked_at_is_not_in_the_log_of_the_team()
    {
        _ = await hub.Hub.Rules.Worker!.EvaluateAsync(["P31"], null, default);

        Assert.Contains("HUB_RULES", await RolesAsync("auditor", "P31"));
        Assert.Contains("HUB_RULES", await RolesAsync("auditor", "P32"));
        foreach (var shielded in new[] { "P31", "P32" })
        {
            Assert.Equal(
                await RolesAsync("decision-maker", "P98"), await RolesAsync("decision-maker", shielded));
        }
    }

    [Theory]
    [InlineData("health-desk", "POL")]
    [InlineData("decision-maker", "GP")]
    public async Task Log_of_whoever_passes_on_is_not_passed_on(string user, string recipient)
    {
        const string Query = """
            { accesses(subject: "P1") { nodes { auditId delivered } hasMore }
              accessLog { nodes { auditId } hasMore } }
            """;
        _ = await hub.AskAsync(user, """{ child(id: "P1") { name } }""");
        Assert.NotEmpty((await hub.AskAsync(user, Query)).Texts("accesses.nodes.auditId"));

        var passedOn = await hub.AskAsync(user, Query, new Access(Recipient: recipient));

        Assert.Equal(
            """{"accesses":{"nodes":[],"hasMore":false},"accessLog":{"nodes":[],"hasMore":false}}""",
            passedOn["data"]!.ToJsonString());
    }

    private async Task<string[]> RolesAsync(string user, string subject) =>
        (await hub.AskAsync(user, $$"""{ accesses(subject: "{{subject}}", first: 500) { nodes { role } } }"""))
            .Texts("accesses.nodes.role").Where(role => role == "HUB_RULES").Distinct().ToArray();
}
