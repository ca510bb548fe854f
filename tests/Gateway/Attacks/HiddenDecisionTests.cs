using Aggregator.Gateway.Tests.Following;
using Aggregator.Host.LocalHub;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>A decision to share a hidden service's records, in what is worked out for whom the service is hidden from.
/// </summary>
public sealed class HiddenDecisionTests(FollowedHub hub) : IClassFixture<FollowedHub>
{
    [Theory]
    [InlineData("police-desk", "POL")]
    [InlineData("social-worker", "CSC")]
    public async Task Whom_a_service_is_hidden_from_cannot_tell_that_it_was_decided_to_share_its_records(
        string user, string agency)
    {
        var agreed = await hub.AskAsync(user, $$"""
            mutation { recordConsent(consent: {
                person: "P2", state: GIVEN, scope: [ED], obtainedBy: {{agency}}, how: "asked" }) {
              id problems { code } } }
            """);
        var before = await AskAsync(user);
        var decided = await hub.AskAsync("decision-maker", Deciding(agency == "POL" ? "HV" : "GP"));

        Assert.Single(agreed.Texts("recordConsent.id"));
        Assert.Single(decided.Texts("recordSharingDecision.id"));
        Assert.Contains("CONSENT_SCOPE_GAP", before, StringComparison.Ordinal);
        var after = await AskAsync(user);
        Assert.DoesNotContain(decided.Texts("recordSharingDecision.id").Single(), after, StringComparison.Ordinal);
        Assert.Equal(before, after);
    }

    [Theory]
    [InlineData("police-desk", "POL-I3")]
    [InlineData("social-worker", "POL-I2")]
    public async Task Whom_a_service_is_hidden_from_cannot_tell_that_one_of_its_workers_wrote_down_who_was_told(
        string user, string record)
    {
        const string Asked = """
            { child(id: "P1") { alerts { rule for missing { code agency } } knowledgeMatrix {
                concern uninformedInvolved cells { agency state at } } }
              person(id: "P1") { toldRecords { record told } } }
            """;
        var before = (await hub.AskAsync(user, Asked))["data"]!.ToJsonString();
        var told = await hub.AskAsync("therapist", $$"""
            mutation { recordInformed(child: "P1", record: "{{record}}", agency: HV, how: "by telephone") {
              id problems { code message } } }
            """);

        Assert.Single(told.Texts("recordInformed.id"));
        Assert.Equal(before, (await hub.AskAsync(user, Asked))["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Colleague_from_whom_a_service_is_hidden_cannot_tell_by_a_card_of_an_agreement_that_names_it()
    {
        var before = await AskAsync("social-worker");
        var agreed = await hub.AskAsync("out-of-hours", """
            mutation { recordConsent(consent: {
                person: "P2", state: GIVEN, scope: [THX], obtainedBy: CSC, how: "asked" }) { id } }
            """);
        var after = await AskAsync("social-worker");

        var listed = await hub.AskAsync("social-worker", """{ person(id: "P2") { consents { id } } }""");
        Assert.DoesNotContain(agreed.Texts("recordConsent.id").Single(), listed.Texts("person.consents.id"));
        Assert.Equal(before, after);
    }

    [Fact]
    public async Task Follower_from_whom_a_service_is_hidden_is_not_told_that_it_was_decided_to_share_its_records()
    {
        _ = await hub.AskAsync("police-desk", """
            mutation { recordConsent(consent: {
                person: "P2", state: GIVEN, scope: [CSC], obtainedBy: POL, how: "asked" }) { id } }
            """);
        await hub.EvaluateAsync("P1");
        var (events, first) = await EventReader.BeginAsync(
            "sse", hub.Hub, DemonstrationUsers.Find("police-desk")!,
            """subscription { caseChanged(child: "P1") { raised ended child { id } } }""");
        await using var followed = events;
        var decided = await hub.AskAsync("decision-maker", Deciding("HV, GP, HST"));
        await hub.EvaluateAsync("P1");
        await hub.RaiseAsync("P1", "MARKER_PROPAGATE", "POL", "HUB-A-marker", "POL");
        var sent = await events.UntilRaisedAsync("MARKER_PROPAGATE");

        Assert.NotNull(first);
        Assert.Single(decided.Texts("recordSharingDecision.id"));
        Assert.Empty(sent.SelectMany(each => each.Texts("caseChanged.ended")));
    }

    private static string Deciding(string to) => $$"""
        mutation { recordSharingDecision(decision: {
          person: "P2", decision: SHARE, from: THX, to: [{{to}}], records: ["THX-S1"], classes: ["THERAPY_CONTACT"],
          purpose: "safety of the child", basis: ART6_1E, condition: ART9_2G_SCH1_P6, gateway: CA2004_S11,
          confidentialityBasis: OVERRIDING_PUBLIC_INTEREST, overrideReason: SAFETY_OF_CHILD,
          authorisedBy: "team manager", channel: TELEPHONE, subjectTold: true,
          reviewAt: "2025-10-01T16:00:00Z" }) { id problems { code message } } }
        """;

    private async Task<string> AskAsync(string user) => (await hub.AskAsync(user, """
        { child(id: "P1") { alerts { rule missing { code agency recordId } } }
          person(id: "P2") { sharingDecisions { id from to } } }
        """))["data"]!.ToJsonString();
}
