using System.Text.Json.Nodes;
using Xunit;

namespace Aggregator.Gateway.Tests.Worlds;

/// <summary>What the product promises of roles, stages and refusals, through HTTP and in what agencies
/// receive.</summary>
[Collection(TwinHubTests.Name)]
public class NamedSentencesTests(TwinHubs hubs)
{
    private const string View = """
        { child(id: "P1") { name circle { relation person { id name } }
            incidents { nodes { id incidentType narrative } }
            consultations { nodes {
              __typename id ... on TherapySession { narrative } ... on Consultation { narrative } } }
            chronology { nodes { id agency headline } }
            referrals { nodes { id content } } alerts { rule severity because { recordId } }
            knowledgeMatrix { concern cells { agency state } } } }
        """;

    [Theory]
    [InlineData("social-worker", "S47_ENQUIRY")]
    [InlineData("out-of-hours", "S47_ENQUIRY")]
    [InlineData("decision-maker", "S47_ENQUIRY")]
    [InlineData("health-desk", "S47_ENQUIRY")]
    [InlineData("police-desk", "S47_ENQUIRY")]
    public async Task S47_typed_by_the_caller_on_a_child_at_contact_stage_reveals_nothing_more(
        string user, string purpose)
    {
        var typed = await hubs.One.WholeAsync(user, View, new Access(Stage: "S47", Purpose: purpose));

        Assert.Contains("STAGE_NOT_RECORDED", typed, StringComparison.Ordinal);
        Assert.DoesNotContain("\"data\"", typed, StringComparison.Ordinal);
        Assert.DoesNotContain("Marlow", typed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_fathers_refusal_of_everything_changes_nobodys_view_of_the_child()
    {
        string[] users =
        [
            "analyst", "decision-maker", "social-worker", "police-desk", "health-desk", "therapist", "gp",
            "health-visitor", "midwife", "emergency",
        ];
        var before = new Dictionary<string, string>();
        foreach (var user in users)
        {
            before[user] = await hubs.One.WholeAsync(user, View, Access.On(48));
        }

        var recorded = await hubs.One.AskAsync(
            "decision-maker",
            """
            mutation { recordConsent(consent: { person: "P3", state: REFUSED, scope: [POL, CSC, GP, HV, MID, HST, THX,
              ADV, AMB, ED, HUB], obtainedBy: HUB, how: "by letter", subjectInformed: true }) {
              id problems { code message } } }
            """);
        Assert.Empty(recorded.Codes());
        Assert.NotNull(recorded["data"]!["recordConsent"]!["id"]);

        foreach (var user in users)
        {
            Assert.Equal(before[user], await hubs.One.WholeAsync(user, View, Access.On(48)));
        }
    }

    [Theory]
    [InlineData("health-visitor")]
    [InlineData("gp")]
    public async Task Who_may_not_read_the_police_narrative_gets_the_alert_and_nobody_fetched_the_narrative(string user)
    {
        hubs.One.Asked.Clear();

        var answer = await hubs.One.AskAsync(
            user,
            """
            { child(id: "P1") { incidents { nodes { id narrative } }
                alerts { rule show { categories date parties } because { recordId agency } } } }
            """);

        Assert.Contains("PARENT_SELF_HARM", answer.Texts("child.alerts.rule"));
        Assert.Empty(answer.Texts("child.incidents.nodes.narrative"));
        var asked = hubs.One.Asked.Where(each => each.Agency == "police").Select(each => each.Body).ToList();
        Assert.NotEmpty(asked);
        Assert.All(asked, body => Assert.DoesNotMatch("narrative|verbatim|itemsFound|intelligence", body));
    }

    [Fact]
    public async Task The_police_are_asked_for_the_narrative_only_for_whom_the_policy_names()
    {
        foreach (var (user, isAsked) in new[]
        {
            ("analyst", true), ("decision-maker", true), ("police-desk", true), ("health-visitor", false),
            ("gp", false),
            ("therapist", false), ("emergency", false), ("ambulance", false), ("midwife", false), ("auditor", false),
            ("dashboard", false),
        })
        {
            hubs.One.Asked.Clear();
            _ = await hubs.One.WholeAsync(user, """{ child(id: "P1") { incidents { nodes { id narrative } } } }""");

            Assert.Equal(isAsked, hubs.One.Asked.Any(each => each.Agency == "police"
                && System.Text.RegularExpressions.Regex.IsMatch(each.Body, @"\bnarrative\b")));
        }
    }

    [Fact]
    public async Task A_coarser_narrative_is_asked_of_the_police_as_its_category()
    {
        hubs.One.Asked.Clear();
        var answer = await hubs.One.AskAsync(
            "social-worker", """{ child(id: "P1") { incidents { nodes { id narrative } } } }""");

        Assert.Contains(
            "argument at home after a disclosure about another relationship",
            answer.Texts("child.incidents.nodes.narrative"));
        Assert.DoesNotContain(hubs.One.Asked, each => each.Agency == "police"
            && System.Text.RegularExpressions.Regex.IsMatch(each.Body, @"[ {]narrative\b(?!:)"));
        Assert.IsType<JsonObject>(answer["extensions"]);
    }
}
