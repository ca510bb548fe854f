using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>A hub that was never heard of.</summary>
public sealed class SilentHub : LocalHubFixture
{
    protected override IReadOnlySet<string> Down => new HashSet<string> { "hub" };
}

/// <summary>Breaking the glass while the hub is down tells of nobody whom it does not open.</summary>
public sealed class OfflineGlassTests(SilentHub hub) : IClassFixture<SilentHub>
{
    private const string Nobody = "P99";

    [Theory]
    [InlineData("emergency", "P1", "id")]
    [InlineData("out-of-hours", "P1", "id")]
    [InlineData("social-worker", "P1", "id")]
    [InlineData("social-worker", "P31", "id name")]
    [InlineData("emergency", "P22", "id name incidents { nodes { id } }")]
    public async Task Glass_broken_while_the_hub_is_down_for_whom_it_does_not_open_is_as_for_nobody(
        string user, string person, string selected)
    {
        var answer = await AskAsync(user, person, selected);

        Assert.Contains("\"person\":null", answer, StringComparison.Ordinal);
        Assert.Contains("\"register\":\"UNAVAILABLE\"", answer, StringComparison.Ordinal);
        Assert.Equal(await AskAsync(user, Nobody, selected), answer);
    }

    [Fact]
    public async Task Whom_glass_broken_while_the_hub_is_down_opens_is_answered_by_what_was_last_known()
    {
        var answer = await hub.AskAsync("health-desk", """{ child(id: "P1") { name } }""", Glass("P1"));

        Assert.Equal(["Ash Marlow"], answer.Texts("child.name"));
        Assert.Equal("LAST_KNOWN", answer["extensions"]!["disclosure"]!["register"]!.ToString());
    }

    private static Access Glass(string person) => new(BreakGlass: "offline:" + person, Reason: "CHILD_MISSING");

    private async Task<string> AskAsync(string user, string person, string selected) => Comparable.Of(
        (await hub.AskAsync(user, $$"""
            { person(id: "{{person}}") { {{selected}} } disclosure { register } }
            """, Glass(person))).ToJsonString());
}
