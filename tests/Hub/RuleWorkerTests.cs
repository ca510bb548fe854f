using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aggregator.Hub.Worker;
using Aggregator.Kit;
using Aggregator.Subgraphs.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Aggregator.Hub.Tests;

/// <summary>The worker against the real hub, behind a stand-in for the gateway that hands over the demonstration case.
/// </summary>
public sealed class RuleWorkerTests : IAsyncLifetime
{
    private readonly CaseFile _case = CaseFile.Read("demonstration");
    private static readonly HttpClient Http = new();
    private readonly ConcurrentBag<string> _purposes = [];
    private readonly ConcurrentBag<string[]> _asked = [];
    private RunningAgency _hub = null!;
    private WebApplication _gateway = null!;
    private string _asAt = "D+2 18:00";
    private bool _isDown;
    private Func<string, bool> _fails = _ => false;
    private object? _circle;
    private string[]? _shielded = [];
    private int _leftOut;

    public async Task InitializeAsync()
    {
        _hub = await RunningAgency.StartAsync(new HubAgency());
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _gateway = builder.Build();
        _gateway.Run(AnswerAsync);
        await _gateway.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task Change_in_an_outbox_leads_to_stored_outcomes_once()
    {
        var worker = Worker();

        var first = await worker.StepAsync(default);
        var second = await worker.StepAsync(default);

        var stored = await OutcomesAsync();
        Assert.True(first is { Failed: 0, SilentFeeds.Count: 0 } && first.Evaluated > 0);
        // Its own outcomes are changes too: they are looked at once more and change nothing.
        Assert.Equal(stored.Count, (await OutcomesAsync()).Count);
        Assert.Contains("UNDER2_DA_NOTIFY", stored.Select(entry => entry.Text("rule")));
        Assert.All(_purposes, purpose => Assert.Equal("RULE_EVALUATION", purpose));
        Assert.Equal(0, second.Failed);
    }

    [Fact]
    public async Task Alert_whose_cause_is_superseded_ends_and_the_new_one_is_stored()
    {
        var worker = Worker();
        await worker.EvaluateAsync(["P1"], null, default);
        _asAt = "D+44 18:00";
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await worker.EvaluateAsync(["P1"], null, default);

        var selfHarm = (await OutcomesAsync()).Where(entry => entry.Text("rule") == "PARENT_SELF_HARM").ToList();
        Assert.Equal(2, selfHarm.Count);
        Assert.Single(selfHarm, entry => entry.Text("endedAt") is not null);
    }

    [Fact]
    public async Task Of_a_child_whose_circle_was_cut_nothing_ends_and_it_is_not_asked_about_again_at_once()
    {
        var worker = Worker();
        await worker.EvaluateAsync(["P1"], null, default);
        (_asAt, _leftOut) = ("D+44 18:00", 3);
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        var asked = _asked.Count;

        var result = await worker.EvaluateAsync(["P1"], null, default);

        Assert.Equal(new EvaluationResult(1, 0, 0), result);
        Assert.Equal(asked + 1, _asked.Count);
        Assert.DoesNotContain(await OutcomesAsync(), entry => entry.Text("endedAt") is not null);
    }

    [Fact]
    public async Task Child_is_looked_at_again_when_its_time_comes()
    {
        // Four weeks of silence after the closure of D+45 are the next that time alone brings.
        _asAt = "D+49 18:00";
        var worker = Worker(feeds: 0);
        await worker.EvaluateAsync(["P1"], null, default);
        var before = await worker.StepAsync(default);
        _hub.Clock.Advance(TimeSpan.FromDays(24));
        var after = await worker.StepAsync(default);

        Assert.Equal((0, 1), (before.Evaluated, after.Evaluated));
    }

    [Fact]
    public async Task Due_time_outlives_the_worker_that_found_it()
    {
        _asAt = "D+49 18:00";
        await Worker(feeds: 0).EvaluateAsync(["P1"], null, default);
        var early = await Worker(feeds: 0).StepAsync(default);
        _hub.Clock.Advance(TimeSpan.FromDays(24));
        var late = await Worker(feeds: 0).StepAsync(default);

        Assert.Equal((0, 1), (early.Evaluated, late.Evaluated));
    }

    [Fact]
    public async Task Child_that_could_not_be_evaluated_is_tried_again_by_the_next_worker()
    {
        _isDown = true;
        await Worker(feeds: 0).EvaluateAsync(["P1"], null, default);
        _isDown = false;
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1, (await Worker(feeds: 0).StepAsync(default)).Evaluated);
    }

    [Fact]
    public async Task Many_children_are_asked_about_in_one_request()
    {
        var result = await Worker().EvaluateAsync([.. Many(45)], null, default);

        Assert.Equal(new EvaluationResult(45, 0, 0), result);
        Assert.Equal([20, 20, 5], _asked.Select(ids => ids.Length).OrderDescending());
    }

    [Fact]
    public async Task Child_that_breaks_every_request_keeps_no_other_back()
    {
        _fails = id => id == "G-7";

        var result = await Worker().EvaluateAsync([.. Many(45).Append("P1")], null, default);

        Assert.Equal(new EvaluationResult(45, 1, 0), result);
        Assert.NotEmpty(await OutcomesAsync());
    }

    [Fact]
    public async Task Gateway_with_too_much_to_do_is_asked_for_less_and_then_again_until_everybody_is_done()
    {
        var refused = 0;
        _fails = _ => Interlocked.Increment(ref refused) <= 10;

        var worker = new RuleWorker(
            _hub.Host, Http, Options() with { Patience = 4, Rest = TimeSpan.FromMilliseconds(5) });
        var result = await worker.EvaluateAsync([.. Many(45)], null, default);

        Assert.Equal(new EvaluationResult(45, 0, 0), result);
    }

    [Fact]
    public async Task Id_that_is_no_childs_is_settled()
    {
        var worker = Worker(feeds: 0);
        var result = await worker.EvaluateAsync(["adult-1"], null, default);
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(new EvaluationResult(1, 0, 0), result);
        Assert.Equal(0, (await worker.StepAsync(default)).Evaluated);
    }

    [Fact]
    public async Task Gateway_that_does_not_answer_loses_nothing()
    {
        var worker = Worker();
        _isDown = true;
        var down = await worker.StepAsync(default);
        _isDown = false;
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        var up = await worker.StepAsync(default);

        Assert.True(down.Failed > 0 && down.Evaluated == 0);
        Assert.Equal(0, up.Failed);
        Assert.NotEmpty(await OutcomesAsync());
    }

    [Fact]
    public async Task Outbox_that_does_not_answer_is_named()
    {
        var worker = new RuleWorker(_hub.Host, Http, Options() with
        {
            Feeds = [new ChangeFeed("police", new Uri("http://127.0.0.1:9/changes"), _ => new(""))],
        });

        var report = await worker.StepAsync(default);

        Assert.Equal(["police"], report.SilentFeeds);
    }

    [Fact]
    public async Task Population_is_every_child_that_outboxes_name() =>
        Assert.Equal(["P1", "P21", "P31", "P4", "U4"], (await Worker().PopulationAsync(default)).Order());

    [Fact]
    public async Task Case_that_was_known_keeps_its_members()
    {
        _circle = new[] { new { reasons = new[] { "CHILD" }, person = new { id = "P1" } } };
        await Worker().EvaluateAsync(["P1"], null, default);

        var entry = (await _hub.Host.Current.ByIdAsync(["HUB-CASE-P1"], default))["HUB-CASE-P1"];
        Assert.Equal(8, entry.Content.GetProperty("members").GetArrayLength());
    }

    [Fact]
    public async Task Who_is_shielded_is_known_until_the_index_says_otherwise()
    {
        _shielded = ["P1", "P2"];
        await Worker().EvaluateAsync(["P1"], null, default);
        var first = await ShieldsAsync();
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        _shielded = ["P1"];
        await Worker().EvaluateAsync(["P1"], null, default);

        Assert.Equal(["P1 True", "P2 True"], first);
        Assert.Equal(["P1 True", "P2 False"], await ShieldsAsync());
    }

    [Fact]
    public async Task Where_somebody_is_shielded_what_stands_with_and_without_them_is_stored()
    {
        _asAt = "D+49 18:00";
        await Worker().EvaluateAsync(["P1"], null, default);
        var before = await StandingAsync("P3");
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        _shielded = ["P3"];
        await Worker().EvaluateAsync(["P1"], null, default);

        Assert.Equal(before, await StandingAsync());
        Assert.NotEmpty((await StandingAsync()).Except(await StandingAsync("P3")));
        Assert.NotEmpty((await StandingAsync("P3")).Except(await StandingAsync()));
    }

    [Fact]
    public async Task What_stood_only_with_the_shielded_is_raised_for_whom_it_did_not_stand_and_for_nobody_else()
    {
        (_asAt, _shielded) = ("D+49 18:00", ["P3"]);
        await Worker().EvaluateAsync(["P1"], null, default);
        var (with, without) = (await StandingAsync(), await StandingAsync("P3"));
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        _shielded = [];
        await Worker().EvaluateAsync(["P1"], null, default);
        var after = await StandingAsync();

        Assert.NotEmpty(with.Except(without));
        Assert.Equal(with, after);
    }

    // What stands for whom these are closed to, and since when.
    private async Task<IEnumerable<string>> StandingAsync(params string[] closed) =>
        (await OutcomesAsync()).StandingFor(closed);

    [Fact]
    public async Task Without_knowing_who_is_shielded_nothing_of_a_child_is_stored()
    {
        _shielded = null;

        Assert.Equal(new EvaluationResult(0, 1, 0), await Worker().EvaluateAsync(["P1"], null, default));
        Assert.Empty(await OutcomesAsync());
    }

    private async Task<IEnumerable<string>> ShieldsAsync() =>
        (await _hub.Host.Current.ByIdAsync(["HUB-SHIELD-P1", "HUB-SHIELD-P2", "HUB-SHIELD-P3"], default)).Values
            .Select(entry => $"{entry.Text("person")} {entry.Content.GetProperty("shielded").GetBoolean()}").Order();

    private static IEnumerable<string> Many(int children) =>
        Enumerable.Range(1, children).Select(number => $"G-{number}");

    private RuleWorker Worker(int feeds = 1) =>
        new(_hub.Host, Http, Options() with { Feeds = [.. Options().Feeds.Take(feeds)] });

    private RuleWorkerOptions Options() => new()
    {
        Gateway = new Uri(_gateway.Urls.First()),
        Token = _ => new("hub-rules"),
        Clock = _hub.Clock,
        Feeds =
        [
            new ChangeFeed("hub", new Uri(_hub.Host.Http1, "changes"), _ => new(_hub.Token(role: "HUB_RULES"))),
        ],
    };

    private async Task<IReadOnlyList<Fact>> OutcomesAsync() =>
        [.. (await _hub.Host.Current.OfPersonsAsync(["P1"], ["AlertOutcome"], null, 100, default))["P1"]];

    private async Task AnswerAsync(HttpContext http)
    {
        _purposes.Add(http.Request.Headers["Access-Purpose"].ToString());
        if (_isDown)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        var request = await http.Request.ReadFromJsonAsync<JsonElement>();
        string[] ids =
            [.. request.GetProperty("variables").GetProperty("ids").EnumerateArray().Select(id => id.GetString()!)];
        _asked.Add(ids);
        if (ids.Any(_fails))
        {
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return;
        }

        var children = new JsonArray();
        foreach (var id in ids.Where(id => !id.StartsWith("adult", StringComparison.Ordinal)))
        {
            children.Add(id == "P1"
                ? await EvaluatedAsync(request.GetProperty("query").GetString()!)
                : new JsonObject { ["id"] = id, ["alerts"] = new JsonArray() });
        }

        var families = request.GetProperty("variables").GetProperty("families").EnumerateArray()
            .Select(child => new { id = child.GetString(), circle = _circle });
        await http.Response.WriteAsJsonAsync(new { data = new { children, families, shielded = _shielded } });
    }

    private async Task<JsonNode> EvaluatedAsync(string query)
    {
        // How many were left out, the gateway knows from the people's agency.
        var start = query.IndexOf("nextRuleDueAt", StringComparison.Ordinal);
        var selection = "{ id " + query[start..query.IndexOf("families:", start, StringComparison.Ordinal)];
        var representation = ContractJson.Element(
            RepresentationWriter.Write(_case.At(_asAt) with { PeopleLeftOut = _leftOut }));
        using var answer = await _hub.SendAsync(
            $"query($r: [_Any!]!) {{ _entities(representations: $r) {{ ... on Child {selection} }} }}",
            new { r = new[] { representation } },
            _hub.Token(_asAt, "HUB_RULES"));
        var entities = await answer.Content.ReadFromJsonAsync<JsonNode>();
        var child = entities!["data"]!["_entities"]![0]!.DeepClone();
        child["circleLeftOut"] = _leftOut;
        return child;
    }
}
