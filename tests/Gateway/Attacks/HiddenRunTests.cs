using System.Text.Json.Nodes;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>More records in a row than an agency gives at once, of a kind of which nothing may be asked.</summary>
public class HiddenRunTests
{
    private const string Query = """
        query Q($first: Int, $after: String) { child(id: "P1") { events(first: $first, after: $after) {
          nodes { id } pageInfo { hasNextPage endCursor } } } }
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public async Task Whoever_goes_on_reads_what_comes_behind_a_run_of_hidden_records(int size)
    {
        await using var gateway = FamilyGraph.Gateway(WithTips(250));
        var (ids, empty) = (new List<string>(), 0);
        string? after = null;
        for (var isMore = true; isMore;)
        {
            var answer = await AskAsync(gateway, size, after);
            var page = answer.Texts("child.events.nodes.id");
            ids.AddRange(page);
            empty += page.Length == 0 ? 1 : 0;
            isMore = answer.Texts("child.events.pageInfo.hasNextPage") is ["true"];
            after = answer.Texts("child.events.pageInfo.endCursor").SingleOrDefault();
            Assert.True(after is not null || !isMore, "there is more, and no way on");
            Assert.DoesNotContain("CANARY", answer.ToJsonString(), StringComparison.Ordinal);
            Assert.InRange(ids.Count + empty, 0, 6);
        }

        Assert.Equal(["V0", "I0", "V9", "I9"], ids);
        Assert.InRange(empty, 0, 1);
        Assert.DoesNotContain("CANARY", gateway.LogText, StringComparison.Ordinal);
        Assert.InRange(gateway.TakeRequests("police").Length, 0, 24);
    }

    [Fact]
    public async Task Only_whoever_holds_such_a_kind_is_asked_where_its_page_ended_whether_it_has_any_or_not()
    {
        await using var gateway = FamilyGraph.Gateway(WithTips(0));
        _ = await AskAsync(gateway, 200, null);

        Assert.Equal(["police"], gateway.Agencies.Requests
            .Where(request => request.Body.Contains("endCursor", StringComparison.Ordinal))
            .Select(request => request.Agency));
    }

    [Fact]
    public async Task The_length_of_a_cursor_does_not_tell_at_whose_hidden_record_a_page_ended()
    {
        await using var one = FamilyGraph.Gateway(WithTips(250, "T"));
        await using var two = FamilyGraph.Gateway(WithTips(250, "LONGER-NUMBERS-THAN-OTHERS-"));

        var (brief, wordy) = (await EmptyPageCursorAsync(one), await EmptyPageCursorAsync(two));

        Assert.NotEqual(brief, wordy);
        Assert.Equal(brief.Length, wordy.Length);
    }

    [Fact]
    public async Task Whoever_goes_on_reads_two_hundred_records_of_one_instant()
    {
        var world = WithTips(0);
        world["visiting"]!["Person"]!["P1"]!["events"]!["nodes"] = new JsonArray(
        [
            .. Enumerable.Range(0, 199)
                .Select(at => FamilyGraph.Event("Visit", $"V-RATHER-LONG-NUMBER-{at:000}", 9)),
        ]);
        await using var gateway = FamilyGraph.Gateway(world);
        var (count, after) = (0, (string?)null);
        for (var page = 0; page < 5; page++)
        {
            var answer = await AskAsync(gateway, 50, after);
            Assert.Empty(answer.Codes());
            count += answer.Texts("child.events.nodes.id").Length;
            after = answer.Texts("child.events.pageInfo.endCursor").SingleOrDefault();
        }

        Assert.Equal(201, count);
    }

    private static async Task<string> EmptyPageCursorAsync(LabGateway gateway)
    {
        var first = await AskAsync(gateway, 50, null);
        var second = await AskAsync(gateway, 50, first.Texts("child.events.pageInfo.endCursor").Single());
        Assert.Empty(second.Texts("child.events.nodes.id"));
        return second.Texts("child.events.pageInfo.endCursor").Single();
    }

    private static async Task<JsonNode> AskAsync(LabGateway gateway, int first, string? after) =>
        JsonNode.Parse(await gateway.AskAsync(LabCaller.HealthVisitor, Query, new { first, after }))!;

    private static JsonObject WithTips(int count, string prefix = "CANARY-")
    {
        var world = FamilyGraph.World();
        world["police"]!["Person"]!["P1"]!["events"]!["nodes"] = new JsonArray(
        [
            FamilyGraph.Event("Incident", "I0", 1),
            .. Enumerable.Range(10, count).Select(at => FamilyGraph.Event("Tip", $"{prefix}{at:000}", at)),
            FamilyGraph.Event("Incident", "I9", 401),
        ]);
        world["visiting"]!["Person"]!["P1"]!["events"]!["nodes"] = new JsonArray(
            FamilyGraph.Event("Visit", "V0", 0), FamilyGraph.Event("Visit", "V9", 400));
        world["therapies"]!["Person"]!["P2"]!["events"]!["nodes"] = new JsonArray();
        return world;
    }
}
