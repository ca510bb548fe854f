using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>Who reads their own accesses is not told what others are asking just now.</summary>
public sealed class OpenRequestsTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    private const string Whole = """
        { child(id: "P1") { chronology(first: 100) { nodes { id headline } } alerts { rule }
            knowledgeMatrix { concern cells { agency state } } } }
        """;

    [Fact]
    public async Task How_many_requests_of_others_are_under_way_is_not_told_by_ones_own_log() =>
        Assert.Equal(["0"], await CountsAsync("midwife", new Access()));

    [Fact]
    public async Task Auditors_are_told_of_every_request_that_is_under_way() =>
        Assert.NotEqual(["0"], await CountsAsync("auditor", new Access(Reason: "looking into the hub")));

    // What is counted while others ask.
    private async Task<HashSet<string>> CountsAsync(string user, Access access)
    {
        HashSet<string> counts = [];
        for (var round = 0; round < 10; round++)
        {
            var others = Enumerable.Range(0, 8).Select(_ => hub.AskAsync("decision-maker", Whole)).ToList();
            var own = await hub.AskAsync(user, "{ accessLog(first: 1) { logs { unanswered } } }", access);
            counts.UnionWith(own.Texts("accessLog.logs.unanswered"));
            _ = await Task.WhenAll(others);
        }

        return counts;
    }
}
