using System.Text.Json.Nodes;
using Aggregator.Gateway.Tests.Attacks;
using Aggregator.Host.LocalHub;
using Aggregator.Hub;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Following;

/// <summary>A hub whose register these tests change.</summary>
public sealed class FollowedHub : LocalHubFixture
{
    private const int Kept = 1_000;

    private protected override LocalHubOptions Adjust(LocalHubOptions options) => options with
    {
        Engine = options.Engine with { AccessCheckEvery = TimeSpan.FromMilliseconds(500) },
    };

    /// <summary>Raises an alert as the hub's worker stores it.</summary>
    public Task RaiseAsync(string child, string rule, string agency, string id, string restsOn) => WriteAsync(
    [
        Draft(child, id, new JsonObject
        {
            ["person"] = child,
            ["alert"] = id,
            ["rule"] = rule,
            ["for"] = new JsonArray(agency),
            ["restsOn"] = new JsonArray(restsOn),
        }, HubClock.Demonstration),
    ]);

    /// <summary>Stores many alerts that ended yesterday.</summary>
    public Task EndedAsync(string child, int count) => WriteAsync(
    [
        .. Enumerable.Range(0, count).Select(number => Draft(child, $"HUB-A-ended{number}", new JsonObject
        {
            ["person"] = child,
            ["alert"] = $"ended{number}",
            ["rule"] = "FYI_WITH_RISK",
            ["for"] = new JsonArray("HV"),
            ["endedAt"] = LondonTime.Print(HubClock.Demonstration.AddDays(-1)),
        }, HubClock.Demonstration.AddDays(-1))),
    ]);

    /// <summary>Ends what stands, so that the rules raise it again.</summary>
    public async Task EndAsync(string child)
    {
        var stored = await Hub.Agencies.Find("hub")!.Current
            .OfPersonsAsync([child], ["AlertOutcome"], null, Kept, default);
        await WriteAsync(
        [
            .. stored[child].Where(outcome => outcome.Text("endedAt") is null).Select(outcome =>
                Draft(child, outcome.Id, Ended(outcome), outcome.RecordedAt.AddMilliseconds(1))),
        ]);
    }

    /// <summary>Ends what stands and raises it again, in one write: nobody can look between.</summary>
    public async Task RaiseAgainAsync(string child)
    {
        var stored = await Hub.Agencies.Find("hub")!.Current
            .OfPersonsAsync([child], ["AlertOutcome"], null, Kept, default);
        await WriteAsync(
        [
            .. stored[child].Where(outcome => outcome.Text("endedAt") is null).SelectMany(outcome => new[]
            {
                Draft(child, outcome.Id, Ended(outcome), outcome.RecordedAt.AddMilliseconds(1)),
                Draft(child, outcome.Id, RaisedAgain(outcome), outcome.RecordedAt.AddMilliseconds(2)),
            }),
        ]);
    }

    private static JsonObject RaisedAgain(Fact outcome)
    {
        var content = JsonNode.Parse(outcome.Content.GetRawText())!.AsObject();
        content["raisedAt"] = "again";
        return content;
    }

    private static JsonObject Ended(Fact outcome)
    {
        var content = JsonNode.Parse(outcome.Content.GetRawText())!.AsObject();
        content["endedAt"] = LondonTime.Print(outcome.RecordedAt.AddMilliseconds(1));
        return content;
    }

    private Task WriteAsync(IReadOnlyList<FactDraft> drafts) =>
        Hub.Agencies.Find("hub")!.Writer.WriteAsync([], drafts, default);

    private static FactDraft Draft(string child, string id, JsonObject content, DateTimeOffset at) => new(
        id, "AlertOutcome", "HUB", FuzzyTime.At(at), at, content.ToJsonString(),
        new Dictionary<string, string> { [child] = "CHILD" })
    {
        Terms = [.. new HubAgency().Terms("AlertOutcome", ContractJson.Element(content))],
    };
}

/// <summary>
/// A case is followed over both transports: each event is decided anew, and who may no longer know is told so.
/// </summary>
public sealed class FollowedCaseTests(FollowedHub hub) : IClassFixture<FollowedHub>
{
    private const string Case =
        "subscription { caseChanged(child: \"P1\") { raised child { name alerts { rule } } } }";

    private const string OfConsultations = "consultations { nodes { id ... on Consultation { narrative } } }";

    [Theory]
    [InlineData("sse")]
    [InlineData("ws")]
    public async Task Health_visitor_is_pushed_the_alert_that_the_rules_raise(string transport)
    {
        var (events, first) = await BeginAsync(transport, "health-visitor", Case);
        await using var followed = events;
        await hub.EndAsync("P1");
        await hub.EvaluateAsync("P1");
        var raised = await UntilAsync(events, answer => answer.Texts("caseChanged.raised").Length > 0);

        Assert.Equal(["Ash Marlow"], first!.Texts("caseChanged.child.name"));
        Assert.Empty(first!.Texts("caseChanged.raised"));
        Assert.Contains("UNDER2_DA_NOTIFY", raised.Texts("caseChanged.raised"));
        Assert.NotEqual(AuditId(first!), AuditId(raised));
    }

    [Fact]
    public async Task Alert_that_ends_and_stands_again_between_two_looks_is_told()
    {
        await hub.RaiseAsync("P1", "DECISION_CHECK", "HV", "HUB-A-again", "CSC");
        var (events, first) = await BeginAsync("sse", "health-visitor", Case);
        await using var followed = events;
        await hub.RaiseAgainAsync("P1");

        var raised = await events.NextAsync();

        Assert.NotNull(first);
        Assert.Contains("DECISION_CHECK", raised!.Texts("caseChanged.raised"));
    }

    [Fact]
    public async Task Alert_that_rests_on_records_of_an_agency_that_is_hidden_is_not_told()
    {
        var (events, first) = await BeginAsync("sse", "police-desk", Case);
        await using var followed = events;
        await hub.RaiseAsync("P1", "FYI_WITH_RISK", "POL", "HUB-A-hidden", "THX");
        await hub.RaiseAsync("P1", "NO_FEEDBACK", "POL", "HUB-A-own", "POL");

        var raised = await UntilAsync(events, answer => answer.Texts("caseChanged.raised").Length > 0);

        Assert.NotNull(first);
        Assert.Equal(["NO_FEEDBACK"], raised.Texts("caseChanged.raised"));
    }

    [Theory]
    [InlineData("sse", "P1")]
    [InlineData("ws", "P1")]
    [InlineData("sse", "NOBODY")]
    [InlineData("ws", "NOBODY")]
    public async Task Whoever_has_no_link_follows_nothing_and_learns_nothing(string transport, string child)
    {
        var (events, first) = await BeginAsync(
            transport, "health-visitor-3", Case.Replace("P1", child, StringComparison.Ordinal));
        await using var followed = events;

        Assert.Null(first);
        Assert.Equal("error ACCESS_ENDED", events.Ended);
    }

    [Theory]
    [InlineData("sse", "error BREAK_GLASS_NOT_IN_FORCE")]
    [InlineData("ws", "close 4403")]
    public async Task Glass_that_has_ended_ends_what_is_followed_with_it(string transport, string ended)
    {
        var user = DemonstrationUsers.Find("social-worker")!;
        var opened = await hub.AskAsync(user.Name, """
            mutation { openBreakGlass(person: "P21", reason: CHILD_MISSING, text: "not seen since noon") { id } }
            """);
        var glass = opened.Texts("openBreakGlass.id").Single();
        await using var events = await EventReader.OpenAsync(transport, hub.Hub, user, Case, glass: glass);
        var first = await events.NextAsync();
        _ = await hub.AskAsync(user.Name, $$"""mutation { closeBreakGlass(breakGlass: "{{glass}}") { id } }""");
        await hub.RaiseAsync("P1", "DECISION_CHECK", "CSC", "HUB-A-glass-" + transport, "CSC");
        while (await events.NextAsync() is not null)
        {
        }

        await using var again = await EventReader.OpenAsync(transport, hub.Hub, user, Case, glass: glass);
        Assert.NotNull(first);
        Assert.Equal(ended, events.Ended);
        Assert.Null(await again.NextAsync());
        Assert.Equal("error BREAK_GLASS_NOT_IN_FORCE", again.Ended);
    }

    [Theory]
    [InlineData("sse", "error UNAUTHENTICATED")]
    [InlineData("ws", "close 4401")]
    public async Task Token_that_expires_ends_what_is_followed(string transport, string ended)
    {
        var user = DemonstrationUsers.Find("health-visitor")!;
        var token = hub.Hub.Issuer.TokenFor(user, TimeSpan.FromSeconds(2));
        await using var events = await EventReader.OpenAsync(transport, hub.Hub, user, Case, token);
        while (await events.NextAsync() is not null)
        {
        }

        Assert.Equal(ended, events.Ended);
    }

    [Theory]
    [InlineData("sse")]
    [InlineData("ws")]
    public async Task Role_and_purpose_are_screened_before_anybody_is_asked(string transport)
    {
        var (events, first) = await BeginAsync(transport, "dashboard", Case);
        await using var followed = events;

        Assert.Null(first);
        Assert.StartsWith("error ", events.Ended, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Withdrawn_agreement_stops_the_next_request_and_a_running_subscription()
    {
        var agreed = await hub.AskAsync("social-worker", """
            mutation { recordConsent(consent: { person: "P2", state: GIVEN, scope: [CSC], obtainedBy: CSC,
              how: "by telephone", subjectInformed: true }) { id } }
            """);
        var (events, before) = await BeginAsync("ws", "social-worker", $$"""
            subscription { caseChanged(child: "P1") { child { {{OfConsultations}} } } }
            """);
        await using var followed = events;
        var withdrawn = await hub.AskAsync("social-worker", $$"""
            mutation {
              withdrawConsent(consent: "{{agreed.Texts("recordConsent.id").Single()}}", how: "by telephone") {
                problems { code } } }
            """);
        await hub.RaiseAsync("P1", "DECISION_CHECK", "CSC", "HUB-A-withdrawal", "CSC");
        var after = await events.NextAsync();
        var next = await hub.AskAsync("social-worker", $"{{ child(id: \"P1\") {{ {OfConsultations} }} }}");

        Assert.Empty(withdrawn.Texts("withdrawConsent.problems.code"));
        Assert.NotNull(Narrative(before!["data"]!["caseChanged"]!));
        Assert.Null(Narrative(after!["data"]!["caseChanged"]!));
        Assert.Null(Narrative(next["data"]!));
    }

    [Theory]
    [InlineData("sse")]
    [InlineData("ws")]
    public async Task Withdrawal_itself_has_what_may_be_seen_now_sent_to_a_running_subscription(string transport)
    {
        var agreed = await AgreeAsync("social-worker", "CSC");
        var (events, before) = await BeginAsync(transport, "social-worker", $$"""
            subscription { caseChanged(child: "P1") { raised ended child { {{OfConsultations}} } } }
            """);
        await using var followed = events;
        await WithdrawAsync("social-worker", agreed);
        var after = await UntilAsync(events, answer => Narrative(answer["data"]!["caseChanged"]!) is null);

        Assert.NotNull(Narrative(before!["data"]!["caseChanged"]!));
        Assert.Empty(after.Texts("caseChanged.raised"));
        Assert.Empty(after.Texts("caseChanged.ended"));
        Assert.NotEqual(AuditId(before), AuditId(after));
    }

    [Theory]
    [InlineData("therapist", "THX", "CSC, POL")]
    [InlineData("gp", "GP", "POL, THX")]
    public async Task Agreement_with_a_hidden_service_has_nothing_sent_to_whom_the_service_is_hidden_from(
        string user, string obtainedBy, string scope)
    {
        var (events, first) = await BeginAsync("sse", "police-desk", """
            subscription { caseChanged(child: "P1") { raised child { person { name } incidents { nodes { id
                headline narrative } } } } }
            """);
        await using var followed = events;
        var agreed = await AgreeAsync(user, obtainedBy, scope);
        await Task.Delay(TimeSpan.FromSeconds(2));
        await WithdrawAsync(user, agreed);
        await Task.Delay(TimeSpan.FromSeconds(2));
        await hub.RaiseAsync("P1", "NO_FEEDBACK", "POL", "HUB-A-after-" + user, "POL");

        Assert.NotEmpty(first!.Texts("caseChanged.child.incidents.nodes.headline"));
        Assert.Single(await events.UntilRaisedAsync("NO_FEEDBACK"));
    }

    private async Task<string> AgreeAsync(string user, string agency, string scope = "CSC, POL")
    {
        var agreed = await hub.AskAsync(user, $$"""
            mutation { recordConsent(consent: { person: "P2", state: GIVEN, scope: [{{scope}}], obtainedBy: {{agency}},
              how: "by telephone", subjectInformed: true }) { id } }
            """);
        return agreed.Texts("recordConsent.id").Single();
    }

    private async Task WithdrawAsync(string user, string agreed)
    {
        var withdrawn = await hub.AskAsync(user, $$"""
            mutation { withdrawConsent(consent: "{{agreed}}", how: "by telephone") { id problems { code } } }
            """);
        Assert.Single(withdrawn.Texts("withdrawConsent.id"));
    }

    [Theory]
    [InlineData("sse", "error ACCESS_ENDED")]
    [InlineData("ws", "close 4403")]
    public async Task Closed_enquiry_ends_what_was_followed_under_it(string transport, string ended)
    {
        var enquiry = await OpenEnquiryAsync("P21");
        var (events, first) = await BeginAsync(
            transport, "analyst", "subscription { caseChanged(child: \"P21\") { raised child { id } } }");
        await using var followed = events;
        var closed = await hub.AskAsync("analyst", $$"""
            mutation { closeEnquiry(enquiry: "{{enquiry}}", reason: "ended") { problems { code } } }
            """);
        while (await events.NextAsync() is not null)
        {
        }

        Assert.Equal(["P21"], first!.Texts("caseChanged.child.id"));
        Assert.Empty(closed.Texts("closeEnquiry.problems.code"));
        Assert.Equal(ended, events.Ended);
    }

    [Fact]
    public async Task Whoever_may_know_no_more_of_a_child_than_that_it_is_there_follows_it_no_longer()
    {
        await ShieldedFamily.MeetAsync(hub, "P711", "P712", shielded: false);
        _ = await OpenEnquiryAsync("P711");
        _ = await hub.UntilAsync(
            "decision-maker", """{ child(id: "P711") { name } }""", answer => answer.Texts("child.name").Length == 1);
        var (events, first) = await BeginAsync(
            "sse", "decision-maker", "subscription { caseChanged(child: \"P711\") { raised child { id } } }");
        await using var followed = events;
        await ShieldedFamily.ShieldAsync(hub, "P711", true, 1);
        _ = await hub.UntilAsync(
            "decision-maker", """{ child(id: "P711") { name } }""", answer => answer.Texts("child.name").Length == 0);
        while (await events.NextAsync() is not null)
        {
        }

        Assert.Equal(["P711"], first!.Texts("caseChanged.child.id"));
        Assert.Equal("error ACCESS_ENDED", events.Ended);
    }

    private async Task<string> OpenEnquiryAsync(string child)
    {
        for (var attempt = 0; ; attempt++)
        {
            var opened = await hub.AskAsync("analyst", $$"""
                mutation {
                  openEnquiry(child: "{{child}}", contact: "telephone", purpose: "SAFEGUARD_ENQUIRY") { id }
                }
                """);
            if (opened.Texts("openEnquiry.id") is [var id])
            {
                return id;
            }

            // A mutation is never sent twice by the gateway; on a busy machine the first can come too late.
            Assert.True(attempt < 5, opened.ToJsonString());
        }
    }

    // What the parent whose agreement it is said to the GP.
    private static JsonNode? Narrative(JsonNode owner) => (owner["child"]!["consultations"]!["nodes"] as JsonArray)!
        .First(node => node!["id"]!.ToString() == "GP-C1")!["narrative"];

    private static string AuditId(JsonNode answer) => answer["extensions"]!["disclosure"]!["auditId"]!.ToString();

    private static async Task<JsonNode> UntilAsync(EventReader events, Func<JsonNode, bool> isIt)
    {
        while (await events.NextAsync() is { } answer)
        {
            if (isIt(answer))
            {
                return answer;
            }
        }

        throw new InvalidOperationException("it ended: " + events.Ended);
    }

    private Task<(EventReader Events, JsonNode? First)> BeginAsync(string transport, string user, string query) =>
        EventReader.BeginAsync(transport, hub.Hub, DemonstrationUsers.Find(user)!, query);
}
