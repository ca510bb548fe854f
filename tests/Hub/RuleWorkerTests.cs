using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
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
    private readonly List<string> _purposes = [];
    private RunningAgency _hub = null!;
    private WebApplication _gateway = null!;
    private string _asAt = "D+2 18:00";
    private bool _isDown;

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
        if (request.GetProperty("variables").GetProperty("id").GetString() != "P1")
        {
            await http.Response.WriteAsJsonAsync(new { data = new { child = new { alerts = Array.Empty<string>() } } });
            return;
        }

        var body = request.GetProperty("query").GetString()!;
        var selection = body[body.IndexOf("{ id nextRuleDueAt", StringComparison.Ordinal)..body.LastIndexOf('}')];
        var representation = ContractJson.Element(RepresentationWriter.Write(_case.At(_asAt)));
        using var answer = await _hub.SendAsync(
            $"query($r: [_Any!]!) {{ _entities(representations: $r) {{ ... on Child {selection} }} }}",
            new { r = new[] { representation } },
            _hub.Token(_asAt, "HUB_RULES"));
        var entities = await answer.Content.ReadFromJsonAsync<JsonElement>();
        await http.Response.WriteAsJsonAsync(
            new { data = new { child = entities.GetProperty("data").GetProperty("_entities")[0] } });
    }
}
