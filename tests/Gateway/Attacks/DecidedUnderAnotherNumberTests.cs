using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>A referral and its decision name the same child by two numbers that social care has for it.</summary>
public sealed class DecidedUnderAnotherNumberTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    [Fact]
    public async Task Referral_is_decided_whichever_of_social_cares_numbers_of_its_child_the_decision_names()
    {
        const string Child = "PL11";
        await ShieldedFamily.MeetAsync(hub, Child, "PL12", shielded: false);
        await ShieldedFamily.LinkAsync(hub, Child, "analyst", null, null);
        await hub.Hub.Agencies.Find("social-care")!.Writer.WriteAsync(
            [Matched("N-1", Child), Matched("N-2", Child)],
            [
                PeopleIndex.Record(
                    "CSC", "Referral", "CSC-R-PL1", ["N-1"], new { child = "N-1", from = "POL", to = "CSC" }),
                PeopleIndex.Record("CSC", "ScreeningDecision", "CSC-D-PL1", ["N-2"], new
                {
                    child = "N-2",
                    outcome = "NO_FURTHER_ACTION",
                    closed = true,
                }) with { ParentId = "CSC-R-PL1" },
            ],
            default);

        var answer = await hub.AskAsync("analyst", $$"""
            { child(id: "{{Child}}") { referrals { nodes { ... on Referral {
                decisions { id child { id } } clock { decidedAt } feedback { dueAt } } } } } }
            """);

        Assert.Equal(["CSC-D-PL1"], answer.Texts("child.referrals.nodes.decisions.id"));
        Assert.Single(answer.Texts("child.referrals.nodes.clock.decidedAt"));
        Assert.Single(answer.Texts("child.referrals.nodes.feedback.dueAt"));
    }

    private static LinkDraft Matched(string number, string person) =>
        new(number, person, MatchState.Confirmed, "clerk", PeopleIndex.RecordedAt);
}
