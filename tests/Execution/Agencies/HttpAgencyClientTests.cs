using System.Text;
using Aggregator.Agencies;
using Aggregator.Schema;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace Aggregator.Execution.Tests;

public class HttpAgencyClientTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"query":"{me{id}}"}""");

    [Theory]
    [InlineData("right", AgencyOutcome.Answered)]
    [InlineData("status-400-graphql", AgencyOutcome.Answered)]
    [InlineData("never", AgencyOutcome.TimedOut)]
    [InlineData("slow", AgencyOutcome.TimedOut)]
    [InlineData("status-500", AgencyOutcome.RefusedByStatus)]
    [InlineData("status-401-json", AgencyOutcome.RefusedByStatus)]
    [InlineData("redirect", AgencyOutcome.RefusedByStatus)]
    [InlineData("html", AgencyOutcome.NotJson)]
    [InlineData("dropped", AgencyOutcome.Unreachable)]
    [InlineData("endless", AgencyOutcome.TooLarge)]
    [InlineData("huge", AgencyOutcome.TooLarge)]
    public async Task Whatever_an_agency_does_is_an_outcome(string fault, AgencyOutcome expected)
    {
        await using var agency = await FaultyAgency.StartAsync();
        using var client = Client(agency.Url(fault), endpoint => endpoint with
        {
            AttemptTimeout = TimeSpan.FromMilliseconds(fault is "never" or "slow" ? 200 : 20_000),
            TotalTimeout = TimeSpan.FromSeconds(40),
        });

        using var response = await SendAsync(client, isRepeatable: false);

        Assert.Equal(expected, response.Outcome);
        Assert.Equal(expected == AgencyOutcome.Answered, response.Body.Length > 0);
        Assert.Equal(expected == AgencyOutcome.Answered, response.Since is null);
        // On a busy machine the time can be over before the request is through; it is never sent twice.
        Assert.InRange(agency.Requests, expected == AgencyOutcome.TimedOut ? 0 : 1, 1);
    }

    [Fact]
    public async Task Nobody_listening_is_unreachable()
    {
        var agency = await FaultyAgency.StartAsync();
        var url = agency.Url("right");
        await agency.DisposeAsync();
        using var client = Client(url);

        using var response = await SendAsync(client, isRepeatable: false);

        Assert.Equal(AgencyOutcome.Unreachable, response.Outcome);
    }

    [Theory]
    [InlineData(true, AgencyOutcome.Answered, 2)]
    [InlineData(false, AgencyOutcome.RefusedByStatus, 1)]
    public async Task Queries_are_tried_again_and_mutations_never(bool isQuery, AgencyOutcome outcome, int requests)
    {
        await using var agency = await FaultyAgency.StartAsync();
        using var client = Client(agency.Url("second-time"));

        using var response = await SendAsync(client, isQuery);

        Assert.Equal(outcome, response.Outcome);
        Assert.Equal(requests, agency.Requests);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 4)]
    public async Task A_query_is_tried_again_as_often_as_is_allowed(int retries, int requests)
    {
        await using var agency = await FaultyAgency.StartAsync();
        using var client = Client(agency.Url("status-500"), endpoint => endpoint with { Retries = retries });

        using var response = await SendAsync(client, isRepeatable: true);

        Assert.Equal(AgencyOutcome.RefusedByStatus, response.Outcome);
        Assert.Equal(500, response.Status);
        Assert.Equal(requests, agency.Requests);
    }

    [Fact]
    public async Task All_tries_together_end_with_the_total_timeout()
    {
        await using var agency = await FaultyAgency.StartAsync();
        using var client = Client(agency.Url("status-500"), endpoint => endpoint with
        {
            RetryDelay = TimeSpan.FromMinutes(10),
            TotalTimeout = TimeSpan.FromMilliseconds(500),
        });

        using var response = await SendAsync(client, isRepeatable: true);

        Assert.Equal(AgencyOutcome.TimedOut, response.Outcome);
        Assert.InRange(agency.Requests, 0, 1);
    }

    [Fact]
    public async Task A_caller_who_goes_away_waits_for_no_further_try()
    {
        await using var agency = await FaultyAgency.StartAsync();
        using var client = Client(agency.Url("status-500"), endpoint => endpoint with
        {
            RetryDelay = TimeSpan.FromMinutes(10),
            TotalTimeout = TimeSpan.FromMinutes(20),
        });
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await client.SendAsync(Request(true), gone.Token));
    }

    [Fact]
    public async Task An_agency_that_keeps_failing_is_not_asked_for_a_while_and_its_silence_is_dated()
    {
        await using var agency = await FaultyAgency.StartAsync();
        using var client = Client(agency.Url("status-500"), endpoint => endpoint with { BreakerMinimumCalls = 2 });

        using var first = await SendAsync(client, isRepeatable: false);
        using var second = await SendAsync(client, isRepeatable: false);
        using var third = await SendAsync(client, isRepeatable: false);

        Assert.Equal(AgencyOutcome.CircuitOpen, third.Outcome);
        Assert.Equal(2, agency.Requests);
        Assert.Equal(first.Since, third.Since);
    }

    [Fact]
    public async Task More_calls_than_may_wait_are_refused_at_once()
    {
        await using var agency = await FaultyAgency.StartAsync();
        using var client = Client(agency.Url("slow"), endpoint => endpoint with
        {
            MaxConcurrentCalls = 1,
            MaxWaitingCalls = 0,
        });
        using var gone = new CancellationTokenSource();
        var first = client.SendAsync(Request(true), gone.Token).AsTask();

        using var second = await SendAsync(client, isRepeatable: true);
        await gone.CancelAsync();

        Assert.Equal(AgencyOutcome.Busy, second.Outcome);
        Assert.Null(second.Since);
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public async Task A_caller_who_goes_away_closes_the_agencys_connection()
    {
        await using var agency = await FaultyAgency.StartAsync();
        using var client = Client(agency.Url("slow"));
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await client.SendAsync(Request(true), gone.Token));

        await agency.Aborted.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Clear_text_http_2_is_spoken_from_the_first_byte()
    {
        await using var agency = await FaultyAgency.StartAsync(HttpProtocols.Http2);
        using var client = Client(agency.Url("right"), endpoint => endpoint with { UsesHttp2 = true });

        using var response = await SendAsync(client, isRepeatable: true);

        Assert.Equal(AgencyOutcome.Answered, response.Outcome);
        Assert.Equal("HTTP/2", agency.Protocol);
        Assert.Equal("signed", agency.CallerContext);
    }

    private static HttpAgencyClient Client(Uri url, Func<AgencyEndpoint, AgencyEndpoint>? change = null)
    {
        var endpoint = new AgencyEndpoint
        {
            Url = url,
            RetryDelay = TimeSpan.FromMilliseconds(1),
            AttemptTimeout = TimeSpan.FromSeconds(20),
            TotalTimeout = TimeSpan.FromSeconds(40),
            MaxResponseBytes = 1 << 20,
        };
        return new HttpAgencyClient(_ => change?.Invoke(endpoint) ?? endpoint, TimeProvider.System);
    }

    private static async Task<AgencyResponse> SendAsync(HttpAgencyClient client, bool isRepeatable) =>
        await client.SendAsync(Request(isRepeatable), CancellationToken.None);

    private static AgencyRequest Request(bool isRepeatable) =>
        new(new Subgraph(0, "A", "a", "", null), Body, isRepeatable, "signed");
}
