using Xunit;

namespace Aggregator.Hub.Tests;

/// <summary>How broken glass ends.</summary>
public sealed partial class CommandTests
{
    [Fact]
    public async Task Grant_is_closed_once()
    {
        var opened = await DoAsync(
            """openBreakGlass(person: "P6", reason: CHILD_MISSING, text: "not seen since noon")""", Emergency);
        var close = $"""closeBreakGlass(breakGlass: "{opened.GetProperty("id").GetString()}")""";
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        var first = await DoAsync(close, Emergency);
        var closed = await AskAsync("{ breakGlasses { closedAt } }", Emergency);
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        var again = await DoAsync(close, Emergency);

        Assert.Empty(Problems(first));
        Assert.Equal([("CLOSED", "breakGlass")], Problems(again));
        Assert.Equal(closed.ToString(), (await AskAsync("{ breakGlasses { closedAt } }", Emergency)).ToString());
    }

    [Fact]
    public async Task Review_of_what_was_not_justified_ends_every_grant_of_its_holder_for_the_person()
    {
        var colleague = Emergency with { Worker = "emergency-2" };
        await DoAsync(Open("P6"), Emergency);
        await DoAsync(Open("P6"), colleague);
        await DoAsync(Open("P7"), Emergency);
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        var newer = await DoAsync(Open("P6"), Emergency);
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        var review = await DoAsync(
            $"""
            reviewBreakGlass(breakGlass: "{newer.GetProperty("id").GetString()}", outcome: NOT_JUSTIFIED,
              text: "nobody was missing")
            """,
            Officer);

        Assert.Empty(Problems(review));
        Assert.Equal(default, await DecideAsync(Emergency, "P6"));
        Assert.NotEqual(default, await DecideAsync(colleague, "P6"));
        Assert.NotEqual(default, await DecideAsync(Emergency, "P7"));

        static string Open(string person) =>
            $"""openBreakGlass(person: "{person}", reason: CHILD_MISSING, text: "not seen since noon")""";
    }

    [Fact]
    public async Task Glass_is_in_force_for_whoever_opened_it_until_it_ends_and_else_for_nobody()
    {
        var older = await OpenAsync("P6");
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        var alone = await IsInForceAsync(Emergency, older);
        var glass = await OpenAsync("P6");
        var another = await OpenAsync("P7");

        Assert.True(alone);
        Assert.False(await IsInForceAsync(Emergency, older));
        Assert.True(await IsInForceAsync(Emergency, glass));
        Assert.False(await IsInForceAsync(Emergency with { Worker = "emergency-2" }, glass));
        Assert.False(await IsInForceAsync(Emergency with { Role = "SOCIAL_WORKER" }, glass));
        Assert.False(await IsInForceAsync(Officer, glass));
        Assert.False(await IsInForceAsync(Emergency, glass + "-N"));
        Assert.False(await IsInForceAsync(Emergency, "HUB-B-unknown"));
        Assert.False(await IsInForceAsync(Emergency, ""));
        Assert.Null(await IsInForceAsync(Emergency, null));

        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        var closed = await DoAsync($"""closeBreakGlass(breakGlass: "{another}")""", Emergency);
        Assert.Empty(Problems(closed));
        Assert.False(await IsInForceAsync(Emergency, another));
        _hub.Clock.Advance(TimeSpan.FromMinutes(60));
        Assert.False(await IsInForceAsync(Emergency, glass));

        async Task<string> OpenAsync(string person) => (await DoAsync(
            $"""openBreakGlass(person: "{person}", reason: CHILD_MISSING, text: "not seen since noon")""", Emergency))
            .GetProperty("id").GetString()!;

        async Task<bool?> IsInForceAsync(Who who, string? glass) =>
            (await RegisterAsync(who, "P1", glass)).TryGetProperty("glass", out var told) ? told.GetBoolean() : null;
    }
}
