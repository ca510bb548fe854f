using Xunit;

namespace Aggregator.Gateway.Tests.CaseView;

/// <summary>What the view shows on the days around the first two incidents (acceptance assertions 1 to 4).</summary>
[Collection(LocalHubTests.Name)]
public class FirstOpportunityTests(LocalHubFixture hub)
{
    [Fact]
    public async Task On_day_2_the_health_visitor_is_alerted_and_sees_no_narrative_or_other_family()
    {
        var answer = await hub.AskAsync("health-visitor", """
            { child(id: "P1") {
                alerts { rule show { type date grade gradeScheme parties child childStays asked replyBy
                  contact { team phone hours } } handling { doNotRaiseWith } }
                incidents { nodes { id headline gradings { grade } narrative itemsFound } }
                halfSiblings { id }
                chronology { nodes { id } } } }
            """, Access.On(2));

        var rules = answer.Texts("child.alerts.rule");
        Assert.Contains("UNDER2_DA_NOTIFY", rules);
        Assert.Contains("PARENT_SELF_HARM", rules);
        Assert.Equal(["POL-I1", "POL-I2"], answer.Texts("child.incidents.nodes.id"));
        Assert.Empty(answer.Texts("child.incidents.nodes.narrative").Concat(
            answer.Texts("child.incidents.nodes.itemsFound")));
        Assert.DoesNotContain("Reed", answer["data"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_says_what_happened_what_is_asked_and_whom_to_call()
    {
        var answer = await hub.AskAsync("health-visitor", """
            { child(id: "P1") { alerts { rule show { type grade parties childStays asked replyBy
                contact { team phone hours } } handling { doNotRaiseWith } } } }
            """, Access.On(2));

        var alert = answer.All("child.alerts").Single(card => card!["rule"]!.ToString() == "UNDER2_DA_NOTIFY")!;
        Assert.Equal("POLICE_INCIDENT", alert["show"]!["type"]!.ToString());
        Assert.Equal("MEDIUM", alert["show"]!["grade"]!.ToString());
        Assert.Contains("father", alert["show"]!["parties"]!.AsArray().Select(party => party!.ToString()));
        Assert.NotEmpty(alert["show"]!["asked"]!.AsArray());
        Assert.NotNull(alert["show"]!["contact"]!["phone"]);
    }

    [Fact]
    public async Task On_day_2_the_matrix_tells_held_received_considered_and_not_told_apart()
    {
        var answer = await hub.AskAsync("analyst", """
            { child(id: "P1") {
                knowledgeMatrix { concern cells { agency state at consideredAt } uninformedInvolved } } }
            """, Access.On(2));

        var row = answer.All("child.knowledgeMatrix").Single(row => row!["concern"]!.ToString() == "K2")!;
        var cells = row["cells"]!.AsArray().ToDictionary(
            cell => cell!["agency"]!.ToString(),
            cell => $"{cell!["state"]} {DayOf(cell["at"])} {DayOf(cell["consideredAt"])}".Trim());
        Assert.Equal("HELD 2025-06-02", cells["POL"]);
        Assert.Equal("HELD 2025-06-03 2025-06-04", cells["CSC"]);
        Assert.Equal("HELD 2025-06-02", cells["AMB"]);
        Assert.Equal(["NOT_TOLD", "NOT_TOLD"], [cells["HV"], cells["GP"]]);
        Assert.Equal(
            ["GP", "HV"], row["uninformedInvolved"]!.AsArray().Select(agency => agency!.ToString()).Order());
    }

    [Fact]
    public async Task On_day_2_the_decision_maker_sees_what_the_first_decision_lacks()
    {
        var answer = await hub.AskAsync("decision-maker", """
            { child(id: "P1") {
                alerts { rule missing { code } }
                referrals { nodes { id decisions { outcome agencyChecks { agency } } feedback { state } } } } }
            """, Access.On(2));

        Assert.Equal(["INFORMATION_AND_ADVICE"], answer.Texts("child.referrals.nodes.decisions.outcome"));
        Assert.Equal(["NOT_GIVEN"], answer.Texts("child.referrals.nodes.feedback.state"));
        Assert.Empty(answer.Texts("child.referrals.nodes.decisions.agencyChecks.agency"));
        var check = answer.All("child.alerts").Single(card => card!["rule"]!.ToString() == "DECISION_CHECK")!;
        var missing = check["missing"]!.AsArray().Select(item => item!["code"]!.ToString()).ToHashSet();
        Assert.Superset(
            new HashSet<string> { "NOBODY_INFORMED", "NO_AGENCY_CHECKS", "NO_IMPACT_STATEMENT" }, missing);
    }

    [Fact]
    public async Task The_surgery_sees_that_incidents_exist_and_a_consultation_only_once_it_was_recorded()
    {
        const string Query = """
            { child(id: "P1") {
                incidents { nodes { id incidentType gradings { grade } narrative contact { team } } }
                consultations { nodes { id ... on Consultation { narrative } } } } }
            """;

        var morning = await hub.AskAsync("gp", Query, Access.On(11, "08:00"));
        var evening = await hub.AskAsync("gp", Query, Access.On(11));

        Assert.Equal(["DOMESTIC_DISPUTE", "CONCERN_FOR_SAFETY"], morning.Texts("child.incidents.nodes.incidentType"));
        Assert.Empty(morning.Texts("child.incidents.nodes.narrative"));
        Assert.DoesNotContain("GP-C1", morning.Texts("child.consultations.nodes.id"));
        Assert.Contains("GP-C1", evening.Texts("child.consultations.nodes.id"));
        Assert.Single(evening.Texts("child.consultations.nodes.narrative"));
    }

    [Theory]
    [InlineData("health-visitor")]
    [InlineData("analyst")]
    [InlineData("decision-maker")]
    [InlineData("police-desk")]
    public async Task Nobody_but_the_surgery_reads_the_narrative_of_its_consultation(string user)
    {
        const string Query = """
            { child(id: "P1") { consultations { nodes { id ... on Consultation { narrative } } } } }
            """;
        var own = (await hub.AskAsync("gp", Query)).Texts("child.consultations.nodes.narrative").Single();

        var answer = await hub.AskAsync(user, Query);

        Assert.DoesNotContain(own, answer.Texts("child.consultations.nodes.narrative"));
    }

    private static string DayOf(object? instant) => instant?.ToString()?[..10] ?? "";
}
