using System.Globalization;
using System.Text.Json.Nodes;
using Aggregator.Host.LocalHub;
using Xunit;

namespace Aggregator.Gateway.Tests.CaseView;

/// <summary>
/// What workers record through the gateway, and what changes by it (acceptance assertions 10, 16, 24, 25).
/// Each test has a hub of its own, since it writes.
/// </summary>
public class WorkerCommandTests
{
    private const string View = """
        { child(id: "P1") {
            name dateOfBirth residences { kind address { id } } incidents { nodes { id headline narrative } }
            consultations { nodes { id headline } } referrals { nodes { id from decisions { outcome } } }
            alerts { rule because { recordId } show { parties } } knowledgeMatrix { concern uninformedInvolved } } }
        """;

    [Fact]
    public async Task Decision_check_lists_what_is_missing_and_then_takes_it_off_the_card()
    {
        await using var hub = await OtherHub.StartAsync();
        const string Cards = """{ child(id: "P1") { alerts { rule missing { code recordId } } } }""";

        var refused = await DoAsync(
            hub, "decision-maker", """recordDecisionCheck(check: { child: "P1", referral: "THX-F3" })""");
        var written = await DoAsync(hub, "decision-maker", """
            recordDecisionCheck(check: { child: "P1", referral: "THX-F3", informed: [HV, GP],
              impactOnChild: "young baby between two homes; nobody has asked how it is", agencyChecks: [HV] })
            """);
        var after = await hub.AskAsync("decision-maker", Cards);

        Assert.Equal(["informed", "impactOnChild"], Fields(refused));
        Assert.Null(refused["id"]);
        Assert.NotNull(written["id"]);
        var missing = after.All("child.alerts").Single(card => card!["rule"]!.ToString() == "DECISION_CHECK")!
            ["missing"]!.AsArray().Where(item => item!["recordId"]!.ToString() == "THX-F3")
            .Select(item => item!["code"]!.ToString());
        Assert.DoesNotContain("NO_IMPACT_STATEMENT", missing);
    }

    [Fact]
    public async Task Refusal_of_the_person_of_concern_changes_nobodys_view_of_the_child()
    {
        await using var hub = await OtherHub.StartAsync();
        string[] users = ["health-visitor", "decision-maker", "analyst"];
        var before = await ViewsAsync(hub, users);

        var written = await DoAsync(hub, "gp-2", """
            recordConsent(consent: { person: "P3", state: REFUSED, obtainedBy: GP, how: "said so at the surgery",
              scope: [POL, CSC, GP, HV, MID, HST, THX, ADV, AMB, ED, HUB] })
            """);
        var after = await ViewsAsync(hub, users);

        Assert.NotNull(written["id"]);
        Assert.Equal(before, after);
    }

    [Fact]
    public async Task Child_impact_flows_to_the_health_visitor_on_the_standing_decision_and_stops_with_it()
    {
        await using var hub = await OtherHub.StartAsync();
        const string Ask = """
            { child(id: "P1") {
                consultations { nodes { id childImpact { code } ... on TherapySession { narrative } } }
                alerts { rule standingDecision { id version consentRelied } } } }
            """;
        var access = Access.On(48);

        var before = await hub.AskAsync("health-visitor", Ask, access);
        var ended = await DoAsync(
            hub, "dpo", """endStandingDecision(standingDecision: "SD-1", reason: "under review")""");
        var after = await hub.AskAsync("health-visitor", Ask, access);
        var decision = await hub.AskAsync("decision-maker", Ask, access);

        Assert.Contains("HELD_DURING_ABUSE", before.Texts("child.consultations.nodes.childImpact.code"));
        Assert.DoesNotContain("attack", before["data"]!.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        var card = before.All("child.alerts").Single(each => each!["rule"]!.ToString() == "CHILD_IMPACT_DA")!;
        Assert.Equal(
            """{"id":"SD-1","version":1,"consentRelied":false}""", card["standingDecision"]!.ToJsonString());
        Assert.NotNull(ended["id"]);
        Assert.DoesNotContain("HELD_DURING_ABUSE", after.Texts("child.consultations.nodes.childImpact.code"));

        // What tells lone workers of a marker rests on another decision.
        Assert.Equal(["SD-5"], after.Texts("child.alerts.standingDecision.id").Distinct());
        Assert.Contains("CONSENT_SCOPE_GAP", decision.Texts("child.alerts.rule"));
    }

    [Fact]
    public async Task Consent_scope_gap_is_for_the_decision_maker_the_health_desk_and_the_originator_only()
    {
        await using var hub = await OtherHub.StartAsync();
        const string Ask = """{ child(id: "P1") { alerts { rule } } }""";

        string[] users =
            ["decision-maker", "health-desk", "therapist", "health-visitor", "gp", "police-desk", "social-worker"];
        var seen = new List<string>();
        foreach (var user in users)
        {
            var answer = await hub.AskAsync(user, Ask);
            seen.AddRange(answer.Texts("child.alerts.rule").Where(rule => rule == "CONSENT_SCOPE_GAP")
                .Select(_ => user));
        }

        Assert.Equal(["decision-maker", "health-desk", "therapist"], seen);
    }

    [Fact]
    public async Task Part_of_the_session_is_released_by_a_case_decision_and_by_nothing_less()
    {
        await using var hub = await OtherHub.StartAsync();
        const string Ask = """
            { child(id: "P1") { consultations { nodes { id ... on TherapySession { narrative } } } } }
            """;
        const string Decision = """
            person: "P2", decision: SHARE_PART, from: THX, to: [HUB], records: ["THX-S1"],
            classes: ["THERAPY_NARRATIVE"], purpose: "safety of the child",
            basis: ART6_1E, condition: ART9_2G_SCH1_P6, gateway: CA2004_S11,
            confidentialityBasis: OVERRIDING_PUBLIC_INTEREST, authorisedBy: "team manager", channel: TELEPHONE,
            withheld: "what was said of the past", subjectTold: true, reviewAt: "2025-10-01T16:00:00Z"
            """;

        var before = await hub.AskAsync("decision-maker", Ask);
        var refused = await DoAsync(
            hub, "decision-maker", $"recordSharingDecision(decision: {{ {Decision} }})");
        var written = await DoAsync(
            hub, "decision-maker",
            $"recordSharingDecision(decision: {{ {Decision}, overrideReason: SAFETY_OF_CHILD }})");
        var after = await hub.AskAsync("decision-maker", Ask);
        var audit = after["extensions"]!["disclosure"]!["auditId"]!.ToString();
        var log = await hub.AskAsync(
            "auditor", """{ accesses(subject: "P2", first: 500) { nodes { auditId reliedOn } } }""");

        Assert.Equal(
            [written["id"]!.ToString()],
            log["data"]!["accesses"]!["nodes"]!.AsArray().Where(node => node!["auditId"]!.ToString() == audit)
                .SelectMany(node => node!["reliedOn"]!.AsArray()).Select(id => id!.ToString()));
        Assert.All(
            log["data"]!["accesses"]!["nodes"]!.AsArray().Where(node => node!["auditId"]!.ToString() != audit),
            node => Assert.Empty(node!["reliedOn"]!.AsArray()));
        Assert.Equal(["overrideReason"], Fields(refused));
        Assert.NotNull(written["id"]);
        var told = after.Texts("child.consultations.nodes.narrative").Single();
        Assert.NotEqual(before.Texts("child.consultations.nodes.narrative").SingleOrDefault(), told);
    }

    [Fact]
    public async Task Broken_glass_opens_one_person_for_one_worker_is_told_at_once_and_logged()
    {
        await using var hub = await OtherHub.StartAsync();
        const string Ask = """
            { child(id: "P21") { name } other: child(id: "P31") { name } }
            """;

        var before = await hub.AskAsync("emergency", Ask);
        var refused = await DoAsync(hub, "emergency", """openBreakGlass(person: "P21")""");
        var opened = await DoAsync(hub, "emergency", """
            openBreakGlass(person: "P21", reason: RISK_OF_SERIOUS_HARM, text: "brought in alone, unconscious")
            """);
        var id = opened["id"]!.ToString();
        var notices = await hub.AskAsync("dpo", "{ notices { about restsOn } breakGlasses { id person holder } }");
        var readers = await hub.AskAsync(
            "auditor", """{ accesses(subject: "P21", first: 500) { nodes { role delivered } } }""");
        var open = await hub.AskAsync("emergency", Ask, new Access(BreakGlass: id));
        var unnamed = await hub.AskAsync("emergency", Ask);

        Assert.Contains(before.Withheld(), marker => marker.EndsWith("NO_RELATIONSHIP", StringComparison.Ordinal));
        Assert.Equal(["reason", "text"], Fields(refused));
        Assert.Equal([id], notices.Texts("notices.restsOn"));
        Assert.Equal(["P21"], notices.Texts("breakGlasses.person"));
        Assert.Contains(readers["data"]!["accesses"]!["nodes"]!.AsArray(), access =>
            access!["role"]!.ToString() == "DPO"
            && access["delivered"]!.AsArray().Any(one => one!.ToString() == "BreakGlass.person"));
        Assert.Single(open.Texts("child.name"));
        Assert.Empty(open.Texts("other.name"));
        Assert.Empty(unnamed.Texts("child.name"));
        var log = File.ReadAllText(Path.Combine(hub.DataFolder, "access-log", "entries", "000000.jsonl"));
        Assert.Contains($"\"breakGlass\":\"{id}\"", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("emergency")]
    [InlineData("social-worker")]
    public async Task Broken_glass_tells_of_no_service_whose_involvement_is_hidden(string user)
    {
        await using var hub = await OtherHub.StartAsync();
        var opened = await DoAsync(hub, user, """
            openBreakGlass(person: "P2", reason: RISK_OF_SERIOUS_HARM, text: "brought in alone, unconscious")
            """);
        var glass = new Access(BreakGlass: opened["id"]!.ToString());
        const string Ask = """
            { person(id: "P2") { name involvements { agency ... on SensitiveInvolvement { service } } } }
            """;

        var answer = await hub.AskAsync(user, Ask, glass);

        Assert.Single(answer.Texts("person.name"));
        Assert.DoesNotMatch("counselling|THX", answer["data"]!.ToJsonString());
    }

    [Fact]
    public async Task The_officer_reads_in_the_log_what_broken_glass_showed_reviews_it_and_it_shows_no_more()
    {
        await using var hub = await OtherHub.StartAsync();
        const string Ask = """{ child(id: "P21") { name } }""";
        var opened = await DoAsync(hub, "emergency", """
            openBreakGlass(person: "P21", reason: RISK_OF_SERIOUS_HARM, text: "brought in alone, unconscious")
            """);
        var glass = opened["id"]!.ToString();
        var shown = await hub.AskAsync("emergency", Ask, new Access(BreakGlass: glass));
        var audit = shown["extensions"]!["disclosure"]!["auditId"]!.ToString();

        var log = await hub.AskAsync(
            "dpo", """
            { accesses(subject: "P21", first: 500) {
                nodes { auditId role agency purpose breakGlass answered delivered } } }
            """);
        var reviewed = await DoAsync(
            hub,
            "dpo",
            $"""reviewBreakGlass(breakGlass: "{glass}", outcome: NOT_JUSTIFIED, text: "others were there")""");
        var after = await hub.AskAsync("emergency", Ask, new Access(BreakGlass: glass));

        var entry = log.All("accesses.nodes").Single(node => node!["auditId"]!.ToString() == audit)!;
        Assert.Equal(
            $"EMERGENCY ED DIRECT_CARE {glass} true",
            $"{entry["role"]} {entry["agency"]} {entry["purpose"]} {entry["breakGlass"]} {entry["answered"]}");
        Assert.Contains("Child.name", entry["delivered"]!.AsArray().Select(each => each!.ToString()));
        Assert.NotNull(reviewed["id"]);
        Assert.Single(shown.Texts("child.name"));
        Assert.Equal(["BREAK_GLASS_NOT_IN_FORCE"], after.Codes());
    }

    [Fact]
    public async Task Grant_of_one_worker_is_no_grant_of_a_colleague_and_hidden_stays_hidden()
    {
        await using var hub = await OtherHub.StartAsync();
        var opened = await DoAsync(hub, "emergency", """
            openBreakGlass(person: "P1", reason: RISK_OF_SERIOUS_HARM, text: "brought in alone")
            """);
        var access = new Access(BreakGlass: opened["id"]!.ToString());
        const string Ask = """{ child(id: "P1") { name chronology { nodes { id } } } }""";

        var own = await hub.AskAsync("emergency", Ask, access);
        var colleague = await hub.AskAsync(
            new DemonstrationUser("emergency-2", "EMERGENCY", "ED", "DIRECT_CARE"), Ask, access);

        Assert.Equal("Ash Marlow", own.Texts("child.name").Single());
        Assert.DoesNotContain("THX-S1", own.Texts("child.chronology.nodes.id"));
        Assert.Equal(["BREAK_GLASS_NOT_IN_FORCE"], colleague.Codes());
    }

    private static async Task<string[]> ViewsAsync(OtherHub hub, IEnumerable<string> users)
    {
        var views = new List<string>();
        foreach (var user in users)
        {
            views.Add((await hub.AskAsync(user, View, Access.On(48)))["data"]!.ToJsonString());
        }

        return [.. views];
    }

    private static async Task<JsonNode> DoAsync(OtherHub hub, string user, string command)
    {
        var answer = await hub.AskAsync(
            user, $"mutation {{ it: {command} {{ id problems {{ code field message }} }} }}");
        Assert.Empty(answer.Codes());
        return answer["data"]!["it"]!;
    }

    private static string[] Fields(JsonNode payload) =>
        [.. payload["problems"]!.AsArray().Select(problem =>
            Convert.ToString(problem!["field"], CultureInfo.InvariantCulture)!)];
}
