using System.Text.Json.Nodes;
using Xunit;

namespace Aggregator.Gateway.Tests.Accountability;

/// <summary>Reading the access log through the gateway (acceptance assertion 18).</summary>
[Collection(LocalHubTests.Name)]
public class LogReadingTests(LocalHubFixture hub)
{
    private const string Accesses = """
        query ($subject: ID!) { accesses(subject: $subject, first: 500) {
            nodes { auditId at answered origin subject caller role agency purpose stage basis reason policy asAt
                delivered withheld { coordinate effect rule } }
            hasMore logs { origin state unanswered } } }
        """;

    private const string Log = """
        { accessLog(first: 500) { nodes { auditId role agency purpose subject caller } logs { state } } }
        """;

    [Fact]
    public async Task The_auditor_lists_every_access_to_the_mother_with_who_why_and_what()
    {
        var asked = await hub.AskAsync("health-visitor", """
            { child(id: "P1") { name incidents { nodes { id narrative } } circle { person { id name } } } }
            """);
        var id = asked["extensions"]!["disclosure"]!["auditId"]!.ToString();

        var answer = await hub.AskAsync("auditor", Accesses, variables: new { subject = "P2" });

        Assert.Empty(answer.Codes());
        var access = Assert.Single(
            answer["data"]!["accesses"]!["nodes"]!.AsArray(), node => node!["auditId"]!.ToString() == id)!;
        Assert.Equal(
            "HEALTH_VISITOR HV SAFEGUARD_OWN_CASELOAD CONTACT ART6_1E local-hub true",
            $"{access["role"]} {access["agency"]} {access["purpose"]} {access["stage"]} {access["basis"]} "
                + $"{access["origin"]} {access["answered"]}");
        Assert.Contains("Person.name", access["delivered"]!.AsArray().Select(each => each!.ToString()));
        Assert.Equal(["READ"], answer.Texts("accesses.logs.state"));
        Assert.DoesNotContain("Marlow", answer["data"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"P2\"", answer["data"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("health-visitor-3", """{ child(id: "P1") { name } }""", "P1")]
    [InlineData("gp-2", """{ person(id: "P2") { name } }""", "P2")]
    [InlineData("auditor", """{ accesses(subject: "P1", first: 1) { nodes { auditId } } }""", "P1")]
    [InlineData("social-worker", """mutation { openBreakGlass(person: "P31") { id } }""", "P31")]
    [InlineData("health-visitor-3", """mutation { recordConsent(consent: { person: "P3" }) { id } }""", "P3")]
    [InlineData(
        "health-visitor-3",
        """mutation { replyToAlert(reply: { child: "P1", rule: CLUSTER_U2, records: ["POL-I1"] }) { id } }""",
        "P1")]
    public async Task Whoever_was_asked_about_is_found_under_their_name_though_nothing_was_shown(
        string user, string query, string person)
    {
        var asked = await hub.AskAsync(user, query);
        var id = asked["extensions"]!["disclosure"]!["auditId"]!.ToString();

        var answer = await hub.AskAsync("auditor", Accesses, variables: new { subject = person });

        Assert.Contains(id, answer.Texts("accesses.nodes.auditId"));
    }

    [Fact]
    public async Task What_was_withheld_is_listed_with_the_rule_that_withheld_it()
    {
        var asked = await hub.AskAsync(
            "health-visitor", """{ child(id: "P1") { incidents { nodes { id narrative } } } }""");
        var id = asked["extensions"]!["disclosure"]!["auditId"]!.ToString();

        var answer = await hub.AskAsync("auditor", Log.Replace("role", "withheld { coordinate effect rule } role"));

        var rules = answer["data"]!["accessLog"]!["nodes"]!.AsArray()
            .Where(node => node!["auditId"]!.ToString() == id)
            .SelectMany(node => node!["withheld"]!.AsArray())
            .Select(each => $"{each!["coordinate"]} {each["rule"]}");
        Assert.Contains(
            rules, rule => rule.StartsWith("PoliceIncident.narrative ", StringComparison.Ordinal)
                && rule.EndsWith("POLICE_NARRATIVE:WITHHELD", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_hidden_from_somebody_is_hidden_in_the_log_that_they_read()
    {
        var asked = await hub.AskAsync("health-visitor", """{ child(id: "P1") { person { legalHolds { id } } } }""");
        var id = asked["extensions"]!["disclosure"]!["auditId"]!.ToString();

        var (ownGiven, ownWithheld) = await ReadAsync("health-visitor");
        var (given, withheld) = await ReadAsync("auditor");

        Assert.Contains("Person.legalHolds", ownGiven);
        Assert.DoesNotContain("Person.legalHolds", ownWithheld);
        Assert.DoesNotContain("Person.legalHolds", given);
        Assert.Contains("Person.legalHolds", withheld);

        async Task<(string[] Delivered, string[] Withheld)> ReadAsync(string user)
        {
            var log = await hub.AskAsync(user, Log.Replace("role", "delivered withheld { coordinate } role"));
            var entries = log["data"]!["accessLog"]!["nodes"]!.AsArray()
                .Where(node => node!["auditId"]!.ToString() == id).ToList();
            return (
                [.. entries.SelectMany(node => node!["delivered"]!.AsArray()).Select(one => one!.ToString())],
                [.. entries.SelectMany(node => node!["withheld"]!.AsArray())
                    .Select(one => one!["coordinate"]!.ToString())]);
        }
    }

    [Fact]
    public async Task Reading_the_log_is_itself_in_the_log()
    {
        var reading = await hub.AskAsync("auditor", Accesses, variables: new { subject = "P3" });
        var id = reading["extensions"]!["disclosure"]!["auditId"]!.ToString();

        var answer = await hub.AskAsync("dpo", Log);

        var entry = answer["data"]!["accessLog"]!["nodes"]!.AsArray()
            .First(node => node!["auditId"]!.ToString() == id)!;
        Assert.Equal("AUDITOR AUDIT", $"{entry["role"]} {entry["purpose"]}");
    }

    [Theory]
    [InlineData("health-visitor", "HEALTH_VISITOR HV")]
    [InlineData("gp", "GP GP")]
    public async Task Whoever_asks_sees_their_own_accesses_and_nobody_elses(string user, string only)
    {
        _ = await hub.AskAsync(user, """{ child(id: "P1") { name } }""");
        _ = await hub.AskAsync("police-desk", """{ child(id: "P1") { name } }""");

        var answer = await hub.AskAsync(user, Log);

        Assert.Equal([only], Rows(answer));
        Assert.Single(answer.Texts("accessLog.nodes.caller").Distinct());
    }

    [Fact]
    public async Task The_decision_maker_sees_the_hubs_and_no_other_agencys()
    {
        _ = await hub.AskAsync("analyst", """{ child(id: "P1") { name } }""");
        _ = await hub.AskAsync("gp", """{ child(id: "P1") { name } }""");

        var rows = Rows(await hub.AskAsync("decision-maker", Log));

        Assert.Contains("ANALYST HUB", rows);
        Assert.All(rows, row => Assert.EndsWith(" HUB", row, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_decision_maker_does_not_see_what_those_look_at_who_oversee_it()
    {
        _ = await hub.AskAsync(
            "auditor", "{ accessLog(first: 1) { nodes { auditId } } }", new Access(Reason: "looking into the hub"));
        _ = await hub.AskAsync("dpo", "{ accessLog(first: 1) { nodes { auditId } } }");

        var answer = await hub.AskAsync("decision-maker", Log.Replace("role", "reason role"));

        var rows = Rows(answer);
        Assert.Contains("DECISION_MAKER HUB", rows);
        Assert.DoesNotContain("AUDITOR HUB", rows);
        Assert.DoesNotContain("DPO HUB", rows);
        Assert.DoesNotContain("looking into the hub", answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_dashboard_sees_no_access()
    {
        var answer = await hub.AskAsync("dashboard", Log);

        Assert.Null(answer["data"]!["accessLog"]);
    }

    [Fact]
    public async Task The_hub_knows_every_log_and_its_key()
    {
        var answer = await hub.AskAsync("auditor", "{ logOrigins { origin publicKey } }");

        Assert.Equal(["local-hub"], answer.Texts("logOrigins.origin"));
        Assert.Equal(
            File.ReadAllText(Path.Combine(hub.DataFolder, "log-key.pub.pem")).Trim(),
            answer.Texts("logOrigins.publicKey").Single().Trim());
    }

    [Theory]
    [InlineData("first: 0")]
    [InlineData("first: 501")]
    [InlineData("before: \"yesterday\"")]
    public async Task What_cannot_be_read_is_refused_without_a_trace_of_anybody(string arguments)
    {
        var answer = await hub.AskAsync("auditor", $$"""{ accessLog({{arguments}}) { nodes { auditId } } }""");

        Assert.NotEmpty(answer.Codes());
        Assert.Null(answer["data"]?["accessLog"]);
    }

    private static string[] Rows(JsonNode answer) =>
        [.. answer["data"]!["accessLog"]!["nodes"]!.AsArray()
            .Select(node => $"{node!["role"]} {node["agency"]}").Distinct().Order(StringComparer.Ordinal)];
}
