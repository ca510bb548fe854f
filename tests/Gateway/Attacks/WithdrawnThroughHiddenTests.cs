using System.Text.Json.Nodes;
using Aggregator.Gateway.Tests.Following;
using Aggregator.Host.LocalHub;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// A person takes back an agreement and tells somebody: who that was must not show whether it was a service whose very
/// involvement is hidden.
/// </summary>
public sealed class WithdrawnThroughHiddenTests
{
    private const string Listed = """
        { person(id: "P2") { consents { state scope obtainedBy recordedBy how withdrawnHow changedBy } }
          child(id: "P1") { alerts { rule missing { code agency } } notes { rule } knowledgeMatrix { title } } }
        """;

    [Theory]
    [InlineData("police-desk", "POL")]
    [InlineData("social-worker", "CSC")]
    public async Task Withdrawal_that_a_hidden_service_was_told_looks_like_one_that_the_practice_was_told(
        string user, string agency)
    {
        var practice = await SeenAsync(user, agency, "gp");
        var hidden = await SeenAsync(user, agency, "therapist");

        Assert.Contains("WITHDRAWN", practice, StringComparison.Ordinal);
        Assert.DoesNotContain("in the session", practice, StringComparison.Ordinal);
        Assert.Contains("share: overrideReason REQUIRED", practice, StringComparison.Ordinal);
        Assert.Equal(practice, hidden);
    }

    [Theory]
    [InlineData("gp", true)]
    [InlineData("auditor", true)]
    [InlineData("decision-maker", false)]
    [InlineData("police-desk", false)]
    public async Task Who_was_told_stands_for_their_agency_and_for_who_oversees(string user, bool isTold)
    {
        await using var hub = await OtherHub.StartAsync();
        var agreed = await AgreeAsync(hub, "police-desk", "POL");
        await WithdrawAsync(hub, "gp", agreed);
        var query = $$"""{ person(id: "P2") { consents { id state withdrawnHow changedBy } } }""";
        var shown = (await hub.UntilAsync(
            user, query, answer => answer.Texts("person.consents.state").Contains("WITHDRAWN")))
            .All("person.consents").Single(consent => consent!["id"]!.ToString() == agreed)!;

        Assert.Equal("WITHDRAWN", shown["state"]!.ToString());
        Assert.Equal(isTold ? "gp" : null, shown["changedBy"]?.ToString());
        Assert.Equal(isTold ? "in the session" : null, shown["withdrawnHow"]?.ToString());
    }

    // All that the user sees of it: the list, what is worked out, what is sent, and what commands say.
    private static async Task<string> SeenAsync(string user, string agency, string told)
    {
        using var hub = new FollowedHub();
        await hub.InitializeAsync();
        try
        {
            var agreed = await AgreeAsync(hub, user, agency);
            await hub.EvaluateAsync("P1");
            await using var events = (await EventReader.BeginAsync(
                "sse", hub.Hub, DemonstrationUsers.Find(user)!,
                """subscription { caseChanged(child: "P1") { raised ended } }""")).Events;
            await WithdrawAsync(hub, told, agreed);
            await hub.EvaluateAsync("P1");
            var listed = await hub.AskAsync(user, Listed);
            var shared = await ShareAsync(hub, user, agency);
            await hub.RaiseAsync("P1", "NO_FEEDBACK", agency, "HUB-A-last", agency);
            var sent = await events.UntilRaisedAsync("NO_FEEDBACK");
            var again = await DoAsync(hub, user, Withdrawal(agreed));
            return string.Join(
                '\n',
                listed["data"]!.ToJsonString(),
                "share: " + shared,
                "sent: " + string.Join(' ', Rules(sent, "raised").Concat(Rules(sent, "ended"))),
                "again: " + Problems(again));
        }
        finally
        {
            await hub.DisposeAsync();
        }
    }

    private static IEnumerable<string> Rules(IEnumerable<JsonNode> sent, string list) =>
        sent.SelectMany(each => each.Texts("caseChanged." + list)).Order(StringComparer.Ordinal)
            .Select(rule => $"{list} {rule}");

    private static async Task<string> AgreeAsync(LocalHubFixture hub, string user, string agency)
    {
        var said = await DoAsync(hub, user, $$"""
            recordConsent(consent: { person: "P2", state: GIVEN, scope: [GP, CSC], obtainedBy: {{agency}},
              how: "by telephone" })
            """);
        return said.Texts("it.id").Single();
    }

    private static async Task WithdrawAsync(LocalHubFixture hub, string told, string agreed) =>
        Assert.Equal("", Problems(await DoAsync(hub, told, Withdrawal(agreed))));

    private static string Withdrawal(string agreed) =>
        $"""withdrawConsent(consent: "{agreed}", how: "in the session")""";

    private static async Task<string> ShareAsync(LocalHubFixture hub, string user, string agency) => Problems(
        await DoAsync(hub, user, $$"""
            recordSharingDecision(decision: { person: "P2", decision: SHARE, from: {{agency}}, to: [HV],
              records: ["{{agency}}-1"], purpose: "safety", basis: ART6_1E, condition: ART9_2G_SCH1_P6,
              gateway: CA2004_S11, confidentialityBasis: OVERRIDING_PUBLIC_INTEREST, authorisedBy: "sergeant",
              channel: TELEPHONE, subjectTold: true, reviewAt: "2025-10-01T16:00:00Z" })
            """));

    private static string Problems(JsonNode answer) => string.Join(' ', answer.Texts("it.problems.field")
        .Zip(answer.Texts("it.problems.code"), (field, code) => $"{field} {code}"));

    private static Task<JsonNode> DoAsync(LocalHubFixture hub, string user, string command) =>
        hub.AskAsync(user, $"mutation {{ it: {command} {{ id problems {{ code field }} }} }}");
}
