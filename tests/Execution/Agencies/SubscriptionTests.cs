using Aggregator.Agencies;
using Aggregator.Schema;
using Xunit;

namespace Aggregator.Execution.Tests;

public class SubscriptionTests
{
    private const string Sdl = """
        schema { query: Query subscription: Subscription }
        type Query { a: Int }
        type Subscription { added: Thing }
        type Thing { id: ID! name: String }
        """;

    [Theory]
    [InlineData("sse/complete", null)]
    [InlineData("sse/abort", AgencyOutcome.Unreachable)]
    [InlineData("sse/huge", AgencyOutcome.TooLarge)]
    [InlineData("ws/complete", null)]
    [InlineData("ws/error", AgencyOutcome.Answered)]
    [InlineData("ws/abort", AgencyOutcome.Unreachable)]
    [InlineData("ws/huge", AgencyOutcome.TooLarge)]
    public async Task Events_come_until_the_stream_ends_and_say_how_it_ended(string path, AgencyOutcome? last)
    {
        await using var agency = await StreamingAgency.StartAsync();
        using var client = Client(agency, path);

        var outcomes = new List<AgencyOutcome>();
        await foreach (var occurred in client.SubscribeAsync(Request(), CancellationToken.None))
        {
            using (occurred)
            {
                outcomes.Add(occurred.Outcome);
                if (outcomes.Count == 3)
                {
                    agency.Seen.SetResult();
                }
            }
        }

        var expected = Enumerable.Repeat(AgencyOutcome.Answered, 3);
        Assert.Equal(last is { } end ? expected.Append(end) : expected, outcomes);
    }

    [Theory]
    [InlineData("sse/open")]
    [InlineData("ws/open")]
    public async Task A_client_who_goes_away_ends_the_agencys_stream(string path)
    {
        await using var agency = await StreamingAgency.StartAsync();
        using var client = Client(agency, path);

        await foreach (var occurred in client.SubscribeAsync(Request(), CancellationToken.None))
        {
            occurred.Dispose();
            break;
        }

        await agency.Ended.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task The_rest_of_the_selection_is_asked_for_each_event()
    {
        await using var agency = await StreamingAgency.StartAsync();
        using var client = Client(agency, "ws/complete");
        var sketch = new Sketch(Sdl);
        var root = sketch.Root(
            "events", "subscription{added{id}}", "added { id }", kind: OperationKind.Subscription);
        _ = sketch.Entities("names", "added", "Thing", "id", "name", [root.Id]);
        var plan = sketch.Plan("added { id name }", OperationKind.Subscription);
        var names = new ScriptedAgencies().On("names", body =>
        {
            var id = body.GetProperty("variables").GetProperty("reps")[0].GetProperty("id").GetString();
            return $$$"""{"data":{"_entities":[{"name":"thing {{{id}}}"}]}}""";
        });

        var answers = new List<string>();
        var request = Executor.Subscription(plan.Plan, new ExecutionInput());
        await foreach (var occurred in client.SubscribeAsync(request, CancellationToken.None))
        {
            using var data = await Executor.RunEventAsync(
                plan.Plan, new ExecutionInput(), occurred, names, TimeProvider.System, CancellationToken.None);
            answers.Add(plan.Write(data));
        }

        Assert.Equal(
            Enumerable.Range(1, 3).Select(at =>
                $$$$"""{"data":{"added":{"id":"{{{{at}}}}","name":"thing {{{{at}}}}"}}}"""),
            answers);
        Assert.Equal(
            """{"id":"1","type":"subscribe","payload":{"query":"subscription{added{id}}"}}""", agency.Received[1]);
    }

    private static HttpAgencyClient Client(StreamingAgency agency, string path)
    {
        var endpoint = new AgencyEndpoint
        {
            Url = agency.Url(path),
            Events = path.StartsWith("ws", StringComparison.Ordinal)
                ? EventProtocol.WebSocket
                : EventProtocol.ServerSentEvents,
            AttemptTimeout = TimeSpan.FromSeconds(20),
            MaxResponseBytes = 10_000,
        };
        return new HttpAgencyClient(_ => endpoint, TimeProvider.System);
    }

    private static AgencyRequest Request() => new(
        new Subgraph(0, "A", "a", "", null), """{"query":"subscription{added{id}}"}"""u8.ToArray(), false, "signed");
}
