using System.Text.Json.Nodes;
using Xunit;

namespace Aggregator.Gateway.Tests.CaseView;

/// <summary>What is said of a child by somebody whom a link shows no more than alerts.</summary>
public class OwnWordTests
{
    private const string Cards = """
        { child(id: "P1") { alerts { rule state because { recordId } missing { agency code } }
            knowledgeMatrix { concern uninformedInvolved cells { agency state } } } }
        """;

    private static readonly string[] Own = ["health-visitor", "gp", "decision-maker"];

    [Theory]
    [InlineData("health-visitor-2", "GP", false)]
    [InlineData("gp-2", "HV", false)]
    [InlineData("decision-maker", "GP", true)]
    public async Task What_one_says_was_told_changes_the_childs_own_cards_only_if_one_has_to_do_with_the_child(
        string user, string told, bool changes)
    {
        await using var hub = await OtherHub.StartAsync();
        var before = await ViewsAsync(hub);

        foreach (var record in (string[])["POL-I1", "POL-I2", "POL-I3", "AMB-A1", "ADV-C1", "THX-S1"])
        {
            var written = await WriteAsync(
                hub, user, $$"""recordInformed(record: "{{record}}", child: "P1", agency: {{told}}, how: "phone")""");
            Assert.Equal(changes, written is not null);
        }

        var after = await ViewsAsync(hub);
        Assert.Equal(changes, before != after);
    }

    [Theory]
    [InlineData("health-visitor-2", "", false)]
    [InlineData(
        "health-visitor",
        """ "POL-I1", "POL-I2", "POL-I3", "POL-I4", "POL-I5", "GP-C1", "THX-S1", "AMB-A1", "ADV-C1" """,
        true)]
    public async Task A_card_is_set_aside_for_the_agency_only_by_who_has_to_do_with_the_child(
        string user, string records, bool changes)
    {
        await using var hub = await OtherHub.StartAsync();
        var before = await ViewsAsync(hub);

        Assert.NotNull(await WriteAsync(hub, user, $$"""
            replyToAlert(reply: { child: "P1", rule: CLUSTER_U2, overrideReason: "not our family",
              records: [{{records}}] })
            """));

        Assert.Equal(changes, before != await ViewsAsync(hub));
    }

    [Theory]
    [InlineData("gp-2", false)]
    [InlineData("gp", true)]
    public async Task Telling_is_acknowledged_for_the_agency_only_by_who_has_to_do_with_the_child(
        string user, bool acknowledges)
    {
        await using var hub = await OtherHub.StartAsync();
        var told = await WriteAsync(
            hub, "decision-maker", """recordInformed(record: "POL-I1", child: "P1", agency: GP, how: "phone")""");

        var acknowledged = await WriteAsync(hub, user, $"""acknowledgeInformed(told: "{told}")""");

        Assert.Equal(acknowledges, acknowledged is not null);
    }

    [Theory]
    [InlineData("gp-2", "GP", false)]
    [InlineData("decision-maker", "HUB", false)]
    [InlineData("health-desk", "HST", true)]
    public async Task Whether_somebody_is_a_party_to_the_case_is_told_only_to_who_may_know_the_families(
        string user, string agency, bool told)
    {
        await using var hub = await OtherHub.StartAsync();
        foreach (var person in (string[])["P5", "P99"])
        {
            Assert.NotNull(await WriteAsync(hub, user, $$"""
                recordConsent(consent: { person: "P3", state: NOT_RECORDED, obtainedBy: {{agency}}, how: "by letter",
                  givenBy: "{{person}}" })
                """));
        }

        var consents = (await hub.AskAsync(user, """{ person(id: "P3") { consents { givenBy givenByParty } } }"""))
            ["data"]!["person"]!["consents"]!.AsArray();

        Assert.Equal(2, consents.Count);
        Assert.Equal(told, consents.Any(consent => consent!["givenByParty"] is not null));
    }

    [Fact]
    public async Task What_was_agreed_in_therapy_opens_and_closes_nobody_elses_records()
    {
        const string Others = """
            { child(id: "P1") { consultations { nodes { id agency
                ... on MidwiferyContact { narrative } ... on Consultation { narrative } } } } }
            """;
        await using var hub = await OtherHub.StartAsync();
        var before = (await hub.AskAsync("social-worker", Others))["data"]!.ToJsonString();
        Assert.NotNull(
            await WriteAsync(hub, "therapist", """withdrawConsent(consent: "HUB-C1", how: "by telephone")"""));
        var after = (await hub.AskAsync("social-worker", Others))["data"]!.ToJsonString();

        Assert.Contains("\"narrative\":\"", before, StringComparison.Ordinal);
        Assert.DoesNotContain("Feeding established", before, StringComparison.Ordinal);
        Assert.Equal(before, after);
    }

    private static async Task<string> ViewsAsync(OtherHub hub)
    {
        var views = new List<string>();
        foreach (var user in Own)
        {
            views.Add((await hub.AskAsync(user, Cards))["data"]!.ToJsonString());
        }

        return string.Join('\n', views);
    }

    private static async Task<JsonNode?> WriteAsync(OtherHub hub, string user, string command)
    {
        var answer = await hub.AskAsync(user, $"mutation {{ it: {command} {{ id problems {{ code field }} }} }}");
        return answer["data"]!["it"]!["id"];
    }
}
