using System.Text.Json.Nodes;
using Xunit;

namespace Aggregator.Gateway.Tests.CaseView;

/// <summary>Records of one case are the same by every way that leads to them.</summary>
[Collection(LocalHubTests.Name)]
public sealed class EachWayTests(LocalHubFixture hub)
{
    [Theory]
    [InlineData("analyst", null)]
    [InlineData("police-desk", null)]
    [InlineData("gp", "SAFEGUARD_OWN_CASELOAD")]
    public async Task A_childs_list_and_its_persons_own_are_answered_at_once(string user, string? purpose)
    {
        var access = new Access(Purpose: purpose);
        foreach (var list in new[] { "incidents", "chronology", "consultations", "referrals" })
        {
            var fields = $"{list} {{ nodes {{ id }} }}";
            var person = $"person {{ id {fields} }}";
            var both = await hub.AskAsync(
                user, $$"""{ child(id: "P1") { {{fields}} circle { {{person}} } } }""", access);
            var child = await hub.AskAsync(user, $$"""{ child(id: "P1") { {{fields}} } }""", access);
            var circle = await hub.AskAsync(user, $$"""{ child(id: "P1") { circle { {{person}} } } }""", access);

            Assert.DoesNotContain("PLAN_REFUSED", both.Codes());
            Assert.Equal(child.Texts($"child.{list}.nodes.id"), both.Texts($"child.{list}.nodes.id"));
            Assert.Equal(
                circle["data"]!["child"]!["circle"]!.ToJsonString(), both["data"]!["child"]!["circle"]!.ToJsonString());
        }
    }

    [Theory]
    [InlineData("police-desk", "CSC", null)]
    [InlineData("police-desk", "HST", null)]
    [InlineData("police-desk", "POL", null)]
    [InlineData("police-desk", null, null)]
    [InlineData("therapist", "CSC", null)]
    [InlineData("therapist", null, null)]
    [InlineData("health-desk", "CSC", null)]
    [InlineData("gp", "CSC", "SAFEGUARD_OWN_CASELOAD")]
    [InlineData("health-visitor", "POL", "SAFEGUARD_OWN_CASELOAD")]
    [InlineData("social-worker", "POL", null)]
    [InlineData("decision-maker", "POL", null)]
    [InlineData("decision-maker", "HV", null)]
    public async Task A_list_of_one_kind_gives_the_records_of_that_kind_that_the_chronology_gives(
        string user, string? recipient, string? purpose)
    {
        foreach (var child in new[] { "P1", "P4" })
        {
            await AreAlikeAsync(user, child, new Access(Purpose: purpose, Recipient: recipient));
        }
    }

    private async Task AreAlikeAsync(string user, string child, Access access)
    {
        var query = $$"""
            { child(id: "{{child}}") {
                chronology(first: 200) { nodes { __typename id } }
                incidents(first: 200) { nodes { __typename id } } referrals(first: 200) { nodes { __typename id } }
                person { chronology(first: 200) { nodes { __typename id } }
                  incidents(first: 200) { nodes { __typename id } } referrals(first: 200) { nodes { __typename id } } }
            } }
            """;
        var answer = await hub.AskAsync(user, query, access);

        foreach (var at in new[] { "child", "child.person" })
        {
            Assert.Equal(Kind("PoliceIncident", $"{at}.chronology"), Kind("PoliceIncident", $"{at}.incidents"));
            Assert.Equal(Kind("Referral", $"{at}.chronology"), Kind("Referral", $"{at}.referrals"));
        }

        Assert.True(user != "police-desk" || child == "P4" || Kind("PoliceIncident", "child.incidents").Length > 0);

        string[] Kind(string type, string list) =>
            [.. answer.All($"{list}.nodes").OfType<JsonNode>()
                .Where(node => (string?)node["__typename"] == type).Select(node => node["id"]!.ToString())];
    }

    // As the chronology says it: of every agency whose records are not passed on, except one that is hidden.
    [Fact]
    public async Task A_list_of_one_kind_says_what_of_it_is_not_passed_on()
    {
        var answer = await hub.AskAsync(
            "police-desk",
            """{ child(id: "P1") { incidents { nodes { id } } referrals { nodes { id } } markers { id } } }""",
            new Access(Recipient: "CSC"));

        Assert.NotEmpty(answer.Texts("child.incidents.nodes.id"));
        Assert.NotEmpty(answer.Texts("child.referrals.nodes.id"));
        Assert.NotEmpty(answer.Texts("child.markers.id"));
        var referrals = answer["extensions"]!["disclosure"]!["withheld"]!.AsArray()
            .Single(marker => (string?)marker!["coordinate"] == "ReferralConnection.nodes")!;
        Assert.Equal(
            "REFERRAL_STATE OMIT CSC, PPL",
            $"{referrals["class"]} {referrals["effect"]} {referrals["contact"]}");
    }
}
