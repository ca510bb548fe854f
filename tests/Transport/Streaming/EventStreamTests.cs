using System.Net;
using Aggregator.Execution;
using Aggregator.Transport.Streaming;
using Xunit;

namespace Aggregator.Transport.Tests.Streaming;

/// <summary>Server-sent events, one connection for each operation.</summary>
public sealed class EventStreamTests
{
    private const string Follow = """{"query": "subscription { said }"}""";

    [Fact]
    public async Task Each_event_is_a_next_and_the_end_is_told()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var answer = await gateway.PostAsync(Follow, RunningGateway.EventStream);
        gateway.Agency.Tell("one");
        gateway.Agency.Tell("two");
        gateway.Agency.Complete();

        Assert.Equal(RunningGateway.EventStream, answer.Content.Headers.ContentType!.ToString());
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal(
            "event: next\ndata: {\"data\":{\"said\":\"one\"}}\n\nevent: next\ndata: {\"data\":{\"said\":\"two\"}}\n\n"
            + "event: complete\ndata:\n\n",
            await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("{ hello }", "{\"data\":{\"hello\":\"world\"}}")]
    [InlineData("mutation { say }", "{\"data\":{\"say\":\"done\"}}")]
    public async Task Query_and_mutation_are_one_event(string query, string expected)
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var answer = await gateway.PostAsync(
            $$"""{"query": "{{query}}"}""", RunningGateway.EventStream);

        Assert.Equal(
            $"event: next\ndata: {expected}\n\nevent: complete\ndata:\n\n", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task What_is_wrong_with_the_operation_is_said_in_the_stream()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var answer = await gateway.PostAsync(
            """{"query": "subscription { unknown }"}""", RunningGateway.EventStream);
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.StartsWith("event: next\ndata: {\"errors\":[", text, StringComparison.Ordinal);
        Assert.EndsWith("event: complete\ndata:\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscription_that_the_subgraph_does_not_open_is_one_answer_without_data()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var answer = await gateway.PostAsync(Follow, RunningGateway.EventStream);
        gateway.Agency.Fail(AgencyOutcome.RefusedByStatus);
        var text = await answer.Content.ReadAsStringAsync();

        Assert.StartsWith("event: next\ndata: {\"errors\":[{\"message\":", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"data\":", text, StringComparison.Ordinal);
        Assert.EndsWith("}\n\nevent: complete\ndata:\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_who_leaves_ends_the_stream_of_the_agency()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var answer = await gateway.PostAsync(Follow, RunningGateway.EventStream);
        gateway.Agency.Tell("one");
        await using (var stream = await answer.Content.ReadAsStreamAsync())
        {
            _ = await stream.ReadAsync(new byte[16]);
        }

        answer.Dispose();

        await gateway.Agency.Ended.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, gateway.Agency.Open);
    }

    [Fact]
    public async Task Connection_that_waits_is_kept_alive_by_comments()
    {
        await using var gateway = await RunningGateway.StartAsync(
            limits: new StreamLimits { Heartbeat = TimeSpan.FromMilliseconds(20) });
        using var answer = await gateway.PostAsync(Follow, RunningGateway.EventStream);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());

        Assert.Equal(":", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task One_connection_more_than_is_allowed_is_refused_until_another_ends()
    {
        await using var gateway = await RunningGateway.StartAsync(limits: new StreamLimits { MaxConnections = 1 });
        using var first = await gateway.PostAsync(Follow, RunningGateway.EventStream);
        using var second = await gateway.PostAsync(Follow, RunningGateway.EventStream);
        gateway.Agency.Complete();
        _ = await first.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.NotNull(second.Headers.RetryAfter);
    }

    [Fact]
    public async Task Gateway_that_stops_tells_those_who_follow_and_finishes_what_is_under_way()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var gate = new TaskCompletionSource();
        gateway.Agency.Gate = gate.Task;
        using var followed = await gateway.PostAsync(Follow, RunningGateway.EventStream);
        var query = gateway.PostAsync("""{"query": "{ hello }"}""");
        await gateway.UntilAskedAsync();
        var stopping = gateway.StopAsync();
        var told = await followed.Content.ReadAsStringAsync();
        gate.SetResult();
        using var answer = await query;
        await stopping;

        Assert.Contains("GATEWAY_STOPPING", told, StringComparison.Ordinal);
        Assert.EndsWith("event: complete\ndata:\n\n", told, StringComparison.Ordinal);
        Assert.Equal("""{"data":{"hello":"world"}}""", await answer.Content.ReadAsStringAsync());
    }
}
