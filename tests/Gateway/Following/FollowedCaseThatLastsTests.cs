using Aggregator.Host.LocalHub;
using Xunit;

namespace Aggregator.Gateway.Tests.Following;

/// <summary>Of a case that lasts, whoever follows it is told what is raised and ends, however much has ended.</summary>
public sealed class FollowedCaseThatLastsTests(FollowedHub hub) : IClassFixture<FollowedHub>
{
    private const int Many = 501;

    [Fact]
    public async Task After_many_that_ended_what_is_raised_and_what_ends_is_told()
    {
        await hub.EndAsync("P1");
        await hub.EndedAsync("P1", Many);
        var (events, first) = await EventReader.BeginAsync(
            "sse", hub.Hub, DemonstrationUsers.Find("health-visitor")!,
            """subscription { caseChanged(child: "P1") { raised ended child { id } } }""");
        await using var followed = events;

        await hub.RaiseAsync("P1", "DECISION_CHECK", "HV", "HUB-A-lasting", "CSC");
        var raised = await events.NextAsync();
        await hub.EndAsync("P1");
        var ended = await events.NextAsync();

        Assert.Equal(["P1"], first!.Texts("caseChanged.child.id"));
        Assert.Equal(["DECISION_CHECK"], raised!.Texts("caseChanged.raised"));
        Assert.Equal(["DECISION_CHECK"], ended!.Texts("caseChanged.ended"));
    }
}
