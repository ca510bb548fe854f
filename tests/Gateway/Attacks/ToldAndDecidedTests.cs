using Aggregator.Gateway.Tests.Following;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// What is recorded of who was told, and decided, about records of an agency that is hidden from nobody counts for whom
/// another agency is hidden from.
/// </summary>
public sealed class ToldAndDecidedTests(FollowedHub hub) : IClassFixture<FollowedHub>
{
    [Theory]
    [InlineData("social-worker", "police-desk", "POL-I3", "GP")]
    [InlineData("police-desk", "social-worker", "POL-I2", "HV")]
    public async Task That_a_service_was_told_of_a_record_that_hides_nothing_is_known_to_whom_therapy_is_hidden_from(
        string user, string by, string record, string agency)
    {
        var before = await RowsAsync(user);
        var told = await hub.AskAsync(by, $$"""
            mutation { recordInformed(child: "P1", record: "{{record}}", agency: {{agency}}, how: "by telephone") {
              id } }
            """);
        var after = await RowsAsync(user);

        Assert.Single(told.Texts("recordInformed.id"));
        Assert.NotEqual(before, after);
    }

    [Fact]
    public async Task Police_whose_records_it_was_decided_to_share_are_asked_no_longer_for_a_decision()
    {
        _ = await hub.AskAsync("police-desk", """
            mutation { recordConsent(consent: {
                person: "P2", state: GIVEN, scope: [CSC], obtainedBy: POL, how: "asked" }) { id } }
            """);
        var before = (await hub.AskAsync("police-desk", """{ child(id: "P1") { alerts { rule } } }"""))
            .Texts("child.alerts.rule");
        var decided = await hub.AskAsync("decision-maker", """
            mutation { recordSharingDecision(decision: {
              person: "P2", decision: SHARE, from: POL, to: [HV, GP, HST], records: ["POL-I1"],
              classes: ["POLICE_NARRATIVE"], purpose: "safety of the child", basis: ART6_1E,
              condition: ART9_2G_SCH1_P6, gateway: CA2004_S11, confidentialityBasis: OVERRIDING_PUBLIC_INTEREST,
              overrideReason: SAFETY_OF_CHILD, authorisedBy: "team manager", channel: TELEPHONE, subjectTold: true,
              reviewAt: "2025-10-01T16:00:00Z" }) { id problems { code message } } }
            """);
        var after = (await hub.AskAsync("police-desk", """{ child(id: "P1") { alerts { rule } } }"""))
            .Texts("child.alerts.rule");

        Assert.Single(decided.Texts("recordSharingDecision.id"));
        Assert.Contains("CONSENT_SCOPE_GAP", before);
        Assert.DoesNotContain("CONSENT_SCOPE_GAP", after);
    }

    private async Task<string> RowsAsync(string user)
    {
        var answer = await hub.AskAsync(user, """
            { child(id: "P1") { knowledgeMatrix { concern uninformedInvolved cells { agency state } } } }
            """);
        return answer["data"]!.ToJsonString();
    }
}
