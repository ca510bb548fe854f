using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Aggregator.Hub.Worker;
using Aggregator.Kit;
using Aggregator.Subgraphs.Tests;
using Xunit;

namespace Aggregator.Hub.Tests;

/// <summary>Of a case that lasts, the worker sees whatever stands, however much has ended.</summary>
public sealed class LastingCaseTests : IAsyncLifetime
{
    private const int Many = 501;
    private static readonly string[] Police = ["POL"];
    private readonly List<string> _raised = [];
    private RunningAgency _hub = null!;

    public async Task InitializeAsync()
    {
        _hub = await RunningAgency.StartAsync(new HubAgency());
        await _hub.Host.Writer.WriteAsync(
            [new LinkDraft("C9", "C9", MatchState.Confirmed, "hub register", _hub.Clock.GetUtcNow())], [], default);
    }

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task After_many_that_ended_what_stands_is_stored_once()
    {
        await WriteAsync(Names("old", Many), ended: true);
        _raised.Add("new");

        await LookAsync();
        var first = await StoredAsync();
        await LookAsync();

        Assert.Contains("HUB-A-new", first.Select(entry => entry.Id));
        Assert.Equal(first.Select(VersionOf), (await StoredAsync()).Select(VersionOf));
    }

    [Fact]
    public async Task After_many_that_ended_what_no_longer_stands_ends()
    {
        await WriteAsync(Names("old", Many), ended: true);
        _raised.Add("new");
        await LookAsync();
        _raised.Clear();

        await LookAsync();

        Assert.All(await StoredAsync(), entry => Assert.NotNull(entry.Text("endedAt")));
        Assert.Empty(await _hub.Host.Current.ByAnyTermAsync(["standing:C9"], default));
    }

    [Fact]
    public async Task However_many_stand_each_is_stored_once_and_ends()
    {
        _raised.AddRange(Names("new", 2 * Many));
        await LookAsync();
        var first = await StoredAsync();
        await LookAsync();
        var second = await StoredAsync();
        _raised.Clear();
        await LookAsync();

        Assert.Equal(2 * Many, first.Count);
        Assert.Equal(first.Select(VersionOf), second.Select(VersionOf));
        Assert.All(await StoredAsync(), entry => Assert.NotNull(entry.Text("endedAt")));
    }

    [Fact]
    public async Task What_ended_can_be_raised_again()
    {
        await WriteAsync(Names("old", Many), ended: true);
        _raised.AddRange(["old0", $"old{Many - 1}"]);

        await LookAsync();

        Assert.Equal(
            ["HUB-A-old0", $"HUB-A-old{Many - 1}"],
            (await StoredAsync()).Where(entry => entry.Text("endedAt") is null).Select(entry => entry.Id).Order());
    }

    [Fact]
    public async Task What_was_stored_before_it_was_found_by_its_child_ends_too()
    {
        await WriteAsync(Names("old", 3), ended: false);

        await LookAsync();

        Assert.All(await StoredAsync(), entry => Assert.NotNull(entry.Text("endedAt")));
    }

    [Fact]
    public async Task What_was_stored_unseen_is_found_after_one_look_and_is_not_raised_anew()
    {
        await WriteAsync(Names("old", Many), ended: true);
        await WriteAsync(["new"], ended: false);
        _raised.Add("new");

        await LookAsync();
        var stored = (await StoredAsync()).Single(entry => entry.Id == "HUB-A-new");
        _raised.Clear();
        await LookAsync();

        Assert.Equal(("earlier", "then"), (stored.Text("raisedAt"), stored.Text("firedAt")));
        Assert.All(await StoredAsync(), entry => Assert.NotNull(entry.Text("endedAt")));
    }

    private static IEnumerable<string> Names(string name, int count) =>
        Enumerable.Range(0, count).Select(number => $"{name}{number}");

    private static string VersionOf(Fact entry) => $"{entry.Id} {entry.RecordedAt:O}";

    private async Task<IReadOnlyList<Fact>> StoredAsync() =>
        [.. (await _hub.Host.Current.OfPersonsAsync(["C9"], ["AlertOutcome"], null, 10_000, default))["C9"]];

    private async Task LookAsync()
    {
        using var gateway = new Gateway(_raised);
        using var http = new HttpClient(gateway);
        var worker = new RuleWorker(_hub.Host, http, new RuleWorkerOptions
        {
            Gateway = new Uri("http://gateway.invalid/"),
            Token = _ => new("hub-rules"),
            Clock = _hub.Clock,
            Feeds = [],
        });
        Assert.Equal(new EvaluationResult(1, 0, 0), await worker.EvaluateAsync(["C9"], null, default));
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    // As they were stored before the worker gave what stands a term.
    private async Task WriteAsync(IEnumerable<string> alerts, bool ended)
    {
        var now = _hub.Clock.GetUtcNow();
        await _hub.Host.Writer.WriteAsync(
            [],
            [
                .. alerts.Select(alert => new FactDraft(
                    $"HUB-A-{alert}", "AlertOutcome", "HUB", FuzzyTime.At(now), now,
                    new JsonObject
                    {
                        ["person"] = "C9",
                        ["alert"] = alert,
                        ["rule"] = "NO_FEEDBACK",
                        ["for"] = new JsonArray("POL"),
                        ["firedAt"] = "then",
                        ["raisedAt"] = "earlier",
                        ["endedAt"] = ended ? LondonTime.Print(now) : null,
                    }.ToJsonString(ContractJson.Options),
                    new Dictionary<string, string> { ["C9"] = "CHILD" })),
            ],
            default);
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    // Answers that these stand about whomever it is asked about.
    private sealed class Gateway(IReadOnlyList<string> raised) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = await request.Content!.ReadFromJsonAsync<JsonNode>(cancellationToken);
            var alerts = raised.Select(alert => new
            {
                id = alert,
                rule = "NO_FEEDBACK",
                @for = Police,
                because = Police.Select(agency => new { agency }),
                firedAt = "2025-07-01T09:00:00Z",
                mayBeIncomplete = false,
            });
            var children = asked!["variables"]!["ids"]!.AsArray()
                .Select(id => new { id = id!.GetValue<string>(), circleLeftOut = 0, alerts });
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = JsonContent.Create(new { data = new { children, shielded = Array.Empty<string>() } }),
            };
        }
    }
}
