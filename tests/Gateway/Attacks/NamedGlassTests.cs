using System.Net;
using System.Text.Json.Nodes;
using Aggregator.Host.LocalHub;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>A request that names broken glass is told whether it is its own and in force, and nothing else.</summary>
public sealed class NamedGlassTests
{
    private const string Ask = """{ child(id: "P21") { name } sourceStatus { agency } }""";
    private const string Open = """
        mutation { openBreakGlass(person: "P21", reason: CHILD_MISSING, text: "not seen since noon") { id } }
        """;

    private static readonly DemonstrationUser Colleague = new("emergency-2", "EMERGENCY", "ED", "DIRECT_CARE");

    [Fact]
    public async Task Glass_opens_nothing_to_who_was_let_in_without_a_second_factor()
    {
        await using var hub = await OtherHub.StartAsync();
        var own = (await hub.AskAsync("emergency", Open)).Texts("openBreakGlass.id").Single();
        var user = DemonstrationUsers.Find("emergency")! with { HasSecondFactor = false };

        var refused = await hub.AskAsync(user, Ask, new Access(BreakGlass: own));
        var offline = await hub.AskAsync(user, Ask, new Access(BreakGlass: "offline:P21", Reason: "CHILD_MISSING"));
        var without = await hub.AskAsync(user, Ask);

        Assert.Single((await hub.AskAsync("emergency", Ask, new Access(BreakGlass: own))).Texts("child.name"));
        Assert.All([refused, offline], answer => Assert.Equal(["SECOND_FACTOR_NEEDED"], answer.Codes()));
        Assert.All([refused, offline], answer => Assert.Null(answer["data"]));
        Assert.Empty(without.Codes());
        Assert.Empty(without.Texts("child.name"));
    }

    [Fact]
    public async Task Glass_that_nobody_has_is_anothers_or_has_ended_is_refused_in_the_same_words()
    {
        await using var hub = await OtherHub.StartAsync();
        var own = (await hub.AskAsync("emergency", Open)).Texts("openBreakGlass.id").Single();
        var another = (await hub.AskAsync(Colleague, Open)).Texts("openBreakGlass.id").Single();

        var open = await hub.AskAsync("emergency", Ask, new Access(BreakGlass: own));
        var unknown = await hub.AskAsync("emergency", Ask, new Access(BreakGlass: "HUB-B-0"));
        var anothers = await hub.AskAsync("emergency", Ask, new Access(BreakGlass: another));
        var of = await hub.AskAsync("gp", Ask, new Access(BreakGlass: own));
        _ = await hub.AskAsync("emergency", $$"""mutation { closeBreakGlass(breakGlass: "{{own}}") { id } }""");
        var ended = await hub.AskAsync("emergency", Ask, new Access(BreakGlass: own));
        using var sent = await hub.SendAsync("emergency", Ask, new Access(BreakGlass: own));
        var blank = await hub.AskAsync("emergency", Ask, new Access(BreakGlass: " "));
        var offline = await hub.AskAsync(
            "emergency", Ask, new Access(BreakGlass: "offline:P21", Reason: "CHILD_MISSING"));

        Assert.Single(open.Texts("child.name"));
        Assert.Equal(["BREAK_GLASS_NOT_IN_FORCE"], unknown.Codes());
        Assert.Contains("openBreakGlass", Errors(unknown), StringComparison.Ordinal);
        Assert.All([anothers, of, ended], answer => Assert.Equal(Errors(unknown), Errors(answer)));
        Assert.All([unknown, anothers, of, ended], answer => Assert.Null(answer["data"]));
        Assert.Equal(HttpStatusCode.Forbidden, sent.StatusCode);
        Assert.All([blank, offline], answer => Assert.Empty(answer.Codes()));
        Assert.All([blank, offline], answer => Assert.Empty(answer.Texts("child.name")));
    }

    [Fact]
    public async Task Glass_that_is_refused_is_in_the_log_with_why()
    {
        await using var hub = await OtherHub.StartAsync();
        var refused = await hub.AskAsync("emergency", Ask, new Access(BreakGlass: "HUB-B-0"));
        var audit = refused["extensions"]!["disclosure"]!["auditId"]!.ToString();

        var log = await hub.AskAsync(
            "dpo",
            """{ accesses(subject: "P21", first: 500) { nodes { auditId breakGlass refused delivered } } }""");

        var entry = log.All("accesses.nodes").Single(node => node!["auditId"]!.ToString() == audit)!;
        Assert.Equal("HUB-B-0 BREAK_GLASS_NOT_IN_FORCE", $"{entry["breakGlass"]} {entry["refused"]}");
        Assert.Empty(entry["delivered"]!.AsArray());
    }

    [Fact]
    public async Task Glass_that_is_in_force_for_somebody_else_is_not_refused_and_opens_nobody_more()
    {
        await using var hub = await OtherHub.StartAsync();
        var glass = (await hub.AskAsync("emergency", Open)).Texts("openBreakGlass.id").Single();

        foreach (var person in (string[])["P1", "P31", "X1"])
        {
            var answer = await hub.AskAsync(
                "emergency", $$"""{ child(id: "{{person}}") { name } }""", new Access(BreakGlass: glass));
            Assert.Equal("""{"child":null}""", answer["data"]!.ToJsonString());
        }
    }

    private static string Errors(JsonNode answer) => answer["errors"]!.ToJsonString();
}
