using Xunit;

namespace Aggregator.Gateway.Tests.CaseView;

/// <summary>The view as known on a day (acceptance assertion 19 and the refusals around it).</summary>
[Collection(LocalHubTests.Name)]
public class AsAtTests(LocalHubFixture hub)
{
    private const string Query = """
        { child(id: "P1") { name age { text } incidents { nodes { id headline } pageInfo { endCursor } }
            referrals { nodes { id heading } } alerts { rule } knowledgeMatrix { concern cells { agency state } } } }
        """;

    [Fact]
    public async Task The_same_as_at_gives_the_same_data_byte_for_byte()
    {
        var first = await hub.AskAsync("decision-maker", Query, Access.On(2));
        var second = await hub.AskAsync("decision-maker", Query, Access.On(2));

        Assert.Equal(first["data"]!.ToJsonString(), second["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Asked_on_a_later_day_the_same_as_at_still_gives_the_same_data()
    {
        var today = await hub.AskAsync("decision-maker", Query, Access.On(2));
        await using var later = await OtherHub.StartAsync(day: 101);

        var then = await later.AskAsync("decision-maker", Query, Access.On(2));

        Assert.Equal(
            WithoutCursors(today["data"]!.ToJsonString()), WithoutCursors(then["data"]!.ToJsonString()));
    }

    [Fact]
    public async Task On_day_101_the_health_visitor_has_six_unseen_concerns()
    {
        await using var later = await OtherHub.StartAsync(day: 101);

        var answer = await later.AskAsync(
            "health-visitor", """{ child(id: "P1") { unseenConcerns { recordId } } }""", Access.On(101, "12:00"));

        Assert.Equal(6, answer.Texts("child.unseenConcerns.recordId").Length);
    }

    [Fact]
    public async Task A_bare_day_means_its_end_in_london()
    {
        var day = await hub.AskAsync("decision-maker", Query, new Access(AsAt: "2025-06-04"));
        var end = await hub.AskAsync("decision-maker", Query, new Access(AsAt: "2025-06-04T23:59:59+01:00"));

        Assert.Equal(day["data"]!.ToJsonString(), end["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData("2025-07-22")]
    [InlineData("2025-07-21T18:30:00+01:00")]
    [InlineData("yesterday")]
    [InlineData("2025-02-30")]
    [InlineData("2025-06-04T18:00:00")]
    public async Task An_as_at_that_is_no_instant_or_not_yet_is_refused(string asAt)
    {
        var answer = await hub.AskAsync("decision-maker", Query, new Access(AsAt: asAt));

        Assert.Equal(["BAD_AS_AT"], answer.Codes());
        Assert.Null(answer["data"]);
    }

    // Two instances seal cursors with keys of their own.
    private static string WithoutCursors(string json) =>
        System.Text.RegularExpressions.Regex.Replace(json, "\"endCursor\":\"[^\"]*\"", "");
}
