using Aggregator.Host.LocalHub;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>How many persons a source could not match yet, asked about one instant after another.</summary>
public sealed class UnmatchedCountTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    [Theory]
    [InlineData("police-desk")]
    [InlineData("social-worker")]
    [InlineData("health-visitor")]
    public async Task When_somebody_came_to_a_confidential_service_is_not_told_by_how_many_it_has_not_matched(
        string user)
    {
        var number = "THX-N-" + user;
        await hub.Hub.Agencies.Find("talking-therapies")!.Writer.WriteAsync(
            [new LinkDraft(number, null, MatchState.Unmatched, "front desk", At(-50))], [], default);
        await hub.Hub.Agencies.Find("talking-therapies")!.Writer.WriteAsync(
            [new LinkDraft(number, "P2", MatchState.Confirmed, "front desk", At(-40))], [], default);

        var before = await AskAsync(user, -51);

        Assert.Equal(before, await AskAsync(user, -49));
        Assert.Equal(before, await AskAsync(user, -39));
    }

    private static DateTimeOffset At(int minutes) => HubClock.Demonstration.AddMinutes(minutes);

    private async Task<string> AskAsync(string user, int minutes)
    {
        var answer = await hub.AskAsync(
            user, "{ sourceStatus { agency state lastUpdated unmatchedPersons message } }",
            new Access(AsAt: LondonTime.Print(At(minutes))));
        return answer["data"]!["sourceStatus"]!.AsArray().Single(source => $"{source!["agency"]}" == "THX")!
            .ToJsonString();
    }
}
