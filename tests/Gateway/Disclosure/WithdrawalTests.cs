using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Nodes;
using Aggregator.Engine;
using Aggregator.Host.LocalHub;
using Aggregator.State.Tests;
using Xunit;

namespace Aggregator.Gateway.Tests.Disclosure;

/// <summary>A withdrawal is obeyed by every instance: with Redis, with the connection to it cut, and without any.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "disposed when the test's life ends")]
public sealed class WithdrawalTests : IAsyncLifetime
{
    private const string Query = """
        { child(id: "P1") { consultations { nodes { id ... on Consultation { narrative } } } } }
        """;

    private readonly RunningRedis _redis = RunningRedis.StartGarnet();
    private readonly CutConnection _way;
    private readonly SharingHub _hub;

    public WithdrawalTests()
    {
        _way = CutConnection.To(_redis.Port);
        _hub = new SharingHub(_redis.Address);
    }

    public Task InitializeAsync() => _hub.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        _hub.Dispose();
        await _way.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Theory]
    [InlineData(Connection.Stands)]
    [InlineData(Connection.IsCut)]
    [InlineData(Connection.IsSilent)]
    [InlineData(Connection.IsNone)]
    public async Task Withdrawal_is_obeyed_by_the_instance_that_took_it_and_by_another(Connection connection)
    {
        await using var other = await OtherInstance.StartAsync(
            _hub.Running, connection == Connection.IsNone ? null : _way.Address);
        var full = (await _hub.AskAsync("gp", Query)).Texts("child.consultations.nodes.narrative").Max()!;
        var consent = await ChangeAsync("""
            recordConsent(consent: {
              person: "P2", state: GIVEN, scope: [HUB], purpose: "to find out what the child needs", obtainedBy: HUB,
              how: "by telephone", subjectInformed: true })
            """);
        await EventuallyAsync(async () => await other.NarrativesAsync() is { } seen && seen.Contains(full));
        Assert.Contains(full, await other.NarrativesAsync());
        if (connection == Connection.IsCut)
        {
            _way.Cut();
        }
        else if (connection == Connection.IsSilent)
        {
            _way.Stall();
        }

        _ = await ChangeAsync($$"""withdrawConsent(consent: "{{consent}}", how: "in writing")""");

        Assert.DoesNotContain(
            full, (await _hub.AskAsync("decision-maker", Query)).Texts("child.consultations.nodes.narrative"));
        if (connection is Connection.Stands or Connection.IsNone)
        {
            // Far sooner than anything that is remembered would end by itself. That it is within a second is held by
            // the clock in the tests of what is remembered: here a busy machine has its time.
            await EventuallyAsync(async () => !(await other.NarrativesAsync()).Contains(full));
        }

        Assert.DoesNotContain(full, await other.NarrativesAsync());
    }

    private async Task<string> ChangeAsync(string change)
    {
        var mutation = $"mutation {{ done: {change} {{ id problems {{ code field }} }} }}";
        var answer = await _hub.AskAsync("decision-maker", mutation);
        if (answer.Codes() is ["SUBGRAPH_TIMEOUT"])
        {
            // A busy machine; recording the same again changes nothing.
            answer = await _hub.AskAsync("decision-maker", mutation);
        }

        Assert.Empty(answer.Codes());
        Assert.Empty(answer["data"]!["done"]!["problems"]?.AsArray() ?? []);
        return answer["data"]!["done"]!["id"]!.ToString();
    }

    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        for (var attempt = 0; attempt < 100 && !await holds(); attempt++)
        {
            await Task.Delay(100);
        }

        Assert.True(await holds());
    }

    public enum Connection
    {
        Stands,
        IsCut,
        IsSilent,
        IsNone,
    }

    private sealed class SharingHub(string redis) : LocalHubFixture
    {
        public LocalHubHost Running => Hub;

        private protected override LocalHubOptions Adjust(LocalHubOptions options) => options with { Redis = redis };
    }

    /// <summary>Another gateway over the same agencies, with a way of its own to Redis.</summary>
    private sealed record OtherInstance(SharedState Shared, RequestPipeline Pipeline) : IAsyncDisposable
    {
        public static async Task<OtherInstance> StartAsync(LocalHubHost hub, string? redis)
        {
            var shared = await SharedState.StartAsync(redis, hub.Register, hub.Changes, hub.StateKey);
            return new OtherInstance(shared, new RequestPipeline(
                hub.Supergraph,
                new EngineOptions { AnswerWithin = TimeSpan.FromMinutes(1) },
                hub.Parts with { Register = shared.Decisions }));
        }

        public async Task<string[]> NarrativesAsync()
        {
            using var answer = await Pipeline.AnswerAsync(
                new GatewayRequest
                {
                    Document = Encoding.UTF8.GetBytes(Query),
                    RequestId = "other-instance",
                    Access = AccessClaim.None with { Purpose = "SAFEGUARD_ENQUIRY" },
                },
                new CallerIdentity("dm", ["DECISION_MAKER"], "HUB", "decision-maker", DateTimeOffset.MaxValue)
                {
                    HasSecondFactor = true,
                },
                default);
            return JsonNode.Parse(answer.Body.Span)!.Texts("child.consultations.nodes.narrative");
        }

        public ValueTask DisposeAsync() => Shared.DisposeAsync();
    }
}
