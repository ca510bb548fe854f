using Xunit;

namespace Aggregator.Gateway.Tests.CaseView;

/// <summary>What policy hides leaves no trace: no item, no error, no missing source.</summary>
[Collection(LocalHubTests.Name)]
public class NoTraceTests(LocalHubFixture hub)
{
    private const string Chronology = """
        { child(id: "P1") { chronology { nodes { id ... on BirthNotification { liveBirth } } missing { agency } } } }
        """;

    [Theory]
    [InlineData("police-desk")]
    [InlineData("social-worker")]
    public async Task A_therapy_session_leaves_no_trace_for_whom_it_is_hidden(string user)
    {
        var answer = await hub.AskAsync(user, Chronology, Access.On(49));

        Assert.Empty(answer.Codes());
        Assert.DoesNotContain("THX-S1", answer.Texts("child.chronology.nodes.id"));
        Assert.Contains("POL-I3", answer.Texts("child.chronology.nodes.id"));
        Assert.Empty(answer.Texts("child.chronology.missing.agency"));
    }

    private const string Referred = """
        { child(id: "P1") {
            referrals {
              nodes { id agency from sentAt contact { agency team phone reference } handledBy { reference } } }
            chronology(first: 100) { nodes { __typename id agency contact { agency reference } } } } }
        """;

    // Social care has it in its own system too: it is the sender's record wherever it is kept.
    [Theory]
    [InlineData(44)]
    [InlineData(49)]
    public async Task A_referral_of_a_hidden_service_leaves_no_trace(int day)
    {
        var answer = await hub.AskAsync("police-desk", Referred, Access.On(day));

        Assert.Equal(["POL-F1", "POL-F2"], answer.Texts("child.referrals.nodes.id"));
        Assert.DoesNotContain("THX", answer["data"]!.ToJsonString());
        Assert.DoesNotContain("THX", answer["extensions"]!["disclosure"]!["withheld"]!.ToJsonString());
        Assert.Empty(answer.Codes());
    }

    [Theory]
    [InlineData("social-worker", false)]
    [InlineData("analyst", false)]
    [InlineData("health-visitor", false)]
    [InlineData("decision-maker", true)]
    public async Task Who_reported_a_stay_is_told_to_whom_no_service_is_hidden_from(string user, bool told)
    {
        var answer = await hub.AskAsync(user, """
            { child(id: "P1") { residences { id reportedBy } circle { person { id residences { id reportedBy } } } }
              person(id: "P2") { residences { id reportedBy } } }
            """, Access.On(43));

        Assert.NotEmpty(answer.Texts("child.residences.id"));
        Assert.Equal(
            told, answer.ToJsonString().Contains("therap", StringComparison.OrdinalIgnoreCase));
    }

    // The therapist was told at the session of that day.
    [Theory]
    [InlineData("social-worker", false)]
    [InlineData("analyst", false)]
    [InlineData("decision-maker", true)]
    public async Task When_a_stay_was_reported_is_told_to_whom_no_service_is_hidden_from(string user, bool told)
    {
        var answer = await hub.AskAsync(user, """
            { child(id: "P1") { residences { id reportedAt } circle { person { id residences { id reportedAt } } } }
              person(id: "P2") { residences { id reportedAt } } }
            """, Access.On(43));

        Assert.NotEmpty(answer.Texts("child.residences.id"));
        Assert.Equal(told, answer["data"]!.ToJsonString().Contains("2025-07-14T11:30", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_referral_of_a_hidden_service_is_not_passed_on()
    {
        var answer = await hub.AskAsync("decision-maker", Referred, Access.On(49) with { Recipient = "POL" });

        Assert.Equal(["POL-F1", "POL-F2"], answer.Texts("child.referrals.nodes.id"));
        Assert.DoesNotContain("THX", answer["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData("social-worker")]
    [InlineData("decision-maker")]
    [InlineData("health-visitor")]
    [InlineData("gp")]
    [InlineData("analyst")]
    public async Task Who_received_it_or_may_know_of_the_service_keeps_its_referral(string user)
    {
        var answer = await hub.AskAsync(user, Referred, Access.On(49));

        Assert.Equal(["POL-F1", "POL-F2", "THX-F3"], answer.Texts("child.referrals.nodes.id"));
    }

    [Fact]
    public async Task Number_to_quote_is_of_the_agency_that_is_rung()
    {
        var answer = await hub.AskAsync("decision-maker", Referred, Access.On(49));

        Assert.All(
            answer.All("child.chronology.nodes").Where(node => node!["id"]!.ToString() is "CSC-K3" or "CSC-D3"),
            node => Assert.Equal(node!["id"]!.ToString(), node["contact"]!["reference"]!.ToString()));
        Assert.Contains("CSC-K3", answer.Texts("child.chronology.nodes.contact.reference"));
    }

    private const string Turned = """
        { child(id: "P1") { consultations { nodes { id
            ... on Consultation { informed { agency how acknowledgedAt } onwardReferrals { ...Onward } } } }
          chronology(first: 100) { nodes { id ... on OnwardReferral { ...Onward } } } } }
        fragment Onward on OnwardReferral {
          title: headline to channel patient { id }
          told: informed { agency how acknowledgedAt } paper: source { title receivedBy } text: content
        }
        """;

    // Before a statutory stage social care may not know that the mother is in treatment there.
    [Fact]
    public async Task To_which_hidden_service_a_practice_turned_leaves_no_trace()
    {
        var access = Access.On(49) with { AsAt = "2025-07-01T12:00:00Z" };
        var answer = await hub.AskAsync("social-worker", Turned, access);

        Assert.Contains("GP-C1", answer.Texts("child.consultations.nodes.id"));
        Assert.DoesNotMatch("THX|[Cc]ounselling", answer["data"]!.ToJsonString());
        Assert.DoesNotContain("THX", answer["extensions"]!["disclosure"]!["withheld"]!.ToJsonString());
    }

    [Theory]
    [InlineData("decision-maker", true)]
    [InlineData("gp", true)]
    [InlineData("analyst", false)]
    [InlineData("health-visitor", false)]
    public async Task Who_may_know_of_the_service_reads_to_whom_a_practice_turned(string user, bool reads)
    {
        var answer = await hub.AskAsync(user, Turned, Access.On(49));

        Assert.Contains("THX", answer.Texts("child.consultations.nodes.informed.agency"));
        Assert.Contains("Referred for counselling", answer.Texts("child.chronology.nodes.title"));
        Assert.Contains("THX", answer.Texts("child.chronology.nodes.told.agency"));
        Assert.Contains("THX", answer.Texts("child.chronology.nodes.paper.receivedBy"));
        Assert.Equal(reads ? ["THX"] : [], answer.Texts("child.chronology.nodes.to"));
    }

    [Theory]
    [InlineData("decision-maker")]
    [InlineData("health-visitor")]
    [InlineData("police-desk")]
    public async Task When_a_rule_is_due_next_is_told_to_nobody_but_the_hubs_rules(string user)
    {
        var answer = await hub.AskAsync(user, """{ child(id: "P1") { id nextRuleDueAt } }""", Access.On(49));

        Assert.Null(answer["data"]!["child"]!["nextRuleDueAt"]);
        Assert.Empty(answer.Codes());
        Assert.DoesNotContain(answer.Withheld(), marker => marker.Contains("nextRuleDueAt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_child_known_through_the_father_alone_shows_nothing_of_the_other_family()
    {
        var answer = await hub.AskAsync(
            "health-visitor-2",
            """
            { child(id: "P4") {
                chronology { nodes { id subjects { person { id } } } }
                referrals { nodes { id } } incidents { nodes { id } }
                consultations { nodes { id } } alerts { because { recordId } show { parties childStays } } } }
            """,
            Access.On(49));

        Assert.NotNull(answer["data"]!["child"]);
        Assert.Equal(["MID-V6", "MID-B2"], answer.Texts("child.chronology.nodes.id"));
        Assert.DoesNotMatch("\"(P1|P2|A1|A2|POL-|THX-|GP-)", answer["data"]!.ToJsonString());
    }
}
