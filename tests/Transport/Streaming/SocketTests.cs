using System.Net.WebSockets;
using Aggregator.Execution;
using Aggregator.Transport.Streaming;
using Xunit;

namespace Aggregator.Transport.Tests.Streaming;

/// <summary>The protocol <c>graphql-transport-ws</c>, message by message.</summary>
public sealed class SocketTests
{
    private const string Init = """{"type":"connection_init"}""";
    private const string Follow = "subscription { said }";

    [Fact]
    public async Task Subscription_gives_a_next_for_each_event_and_completes()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var client = await SocketClient.OpenAsync(gateway.Socket);
        await client.SubscribeAsync("a", Follow);
        gateway.Agency.Tell("one");
        gateway.Agency.Complete();

        Assert.Equal("""{"id":"a","type":"next","payload":{"data":{"said":"one"}}}""", await client.ReceiveAsync());
        Assert.Equal("""{"id":"a","type":"complete"}""", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Queries_and_mutations_go_over_the_same_connection()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var client = await SocketClient.OpenAsync(gateway.Socket);
        await client.SubscribeAsync("q", "{ hello }");

        Assert.Equal("""{"id":"q","type":"next","payload":{"data":{"hello":"world"}}}""", await client.ReceiveAsync());
        Assert.Equal("""{"id":"q","type":"complete"}""", await client.ReceiveAsync());
    }

    [Fact]
    public async Task What_is_wrong_with_an_operation_is_an_error_of_that_operation_only()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var client = await SocketClient.OpenAsync(gateway.Socket);
        await client.SubscribeAsync("bad", "subscription { unknown }");
        var error = await client.ReceiveAsync();
        await client.SendAsync("""{"type":"ping"}""");

        Assert.StartsWith(
            """{"id":"bad","type":"error","payload":[{"message":""", error, StringComparison.Ordinal);
        Assert.Equal("""{"type":"pong"}""", await client.ReceiveAsync());
    }

    [Theory]
    [InlineData("""{"errors":[{"message":"not today","extensions":{"code":"CLOSED"}}]}""", "SUBGRAPH_ERROR", "CLOSED")]
    [InlineData("""{"errors":[]}""", "SUBSCRIPTION_INTERRUPTED")]
    [InlineData("{}", "SUBGRAPH_INVALID_RESPONSE")]
    [InlineData("not json", "SUBGRAPH_INVALID_RESPONSE")]
    public async Task A_subscription_that_the_subgraph_does_not_open_is_an_error_and_nothing_more(
        string body, params string[] codes)
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var client = await SocketClient.OpenAsync(gateway.Socket);
        await client.SubscribeAsync("a", Follow);
        gateway.Agency.TellBody(body);
        var error = await client.ReceiveAsync();
        await client.SendAsync("""{"type":"ping"}""");

        Assert.StartsWith(
            """{"id":"a","type":"error","payload":[{"message":""", error, StringComparison.Ordinal);
        Assert.All(codes, code => Assert.Contains($"\"{code}\"", error, StringComparison.Ordinal));
        Assert.Equal("""{"type":"pong"}""", await client.ReceiveAsync());
    }

    [Fact]
    public async Task A_subscription_that_breaks_off_ends_with_an_error()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var client = await SocketClient.OpenAsync(gateway.Socket);
        await client.SubscribeAsync("a", Follow);
        gateway.Agency.Tell("one");
        gateway.Agency.Fail(AgencyOutcome.Unreachable);

        Assert.Equal("""{"id":"a","type":"next","payload":{"data":{"said":"one"}}}""", await client.ReceiveAsync());
        Assert.StartsWith(
            """{"id":"a","type":"error","payload":[{"message":""",
            await client.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_fails_in_part_or_whole_is_a_next_like_others()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var client = await SocketClient.OpenAsync(gateway.Socket);
        await client.SubscribeAsync("a", Follow);
        gateway.Agency.TellBody("""{"errors":[{"message":"lost"}],"data":{"said":null}}""");
        gateway.Agency.Tell("two");

        Assert.StartsWith(
            """{"id":"a","type":"next","payload":{"data":{"said":null},"errors":[""",
            await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Contains("\"two\"", await client.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_that_completes_ends_the_stream_of_the_agency()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var client = await SocketClient.OpenAsync(gateway.Socket);
        await client.SubscribeAsync("a", Follow);
        gateway.Agency.Tell("one");
        _ = await client.ReceiveAsync();
        await client.SendAsync("""{"id":"a","type":"complete"}""");

        await gateway.Agency.Ended.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData("4400", "not json")]
    [InlineData("4400", """{"type":"unknown"}""")]
    [InlineData("4400", """{"type":"connection_init","payload":"text"}""")]
    [InlineData("4400", """{"type":"connection_init","payload":{"access":[1]}}""")]
    [InlineData("4400", """{"type":"connection_init","payload":{"access":{"breakGlass":7}}}""")]
    [InlineData("4400", Init, """{"type":"subscribe","payload":{"query":"{ hello }"}}""")]
    [InlineData("4401", """{"id":"a","type":"subscribe","payload":{"query":"{ hello }"}}""")]
    [InlineData("4409", Init, """{"id":"a","type":"subscribe","payload":{"query":"subscription { said }"}}""",
        """{"id":"a","type":"subscribe","payload":{"query":"subscription { said }"}}""")]
    [InlineData("4429", Init, Init)]
    public async Task Message_that_breaks_the_protocol_closes_with_its_code(string code, params string[] messages)
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var client = await SocketClient.ConnectAsync(gateway.Socket);
        foreach (var message in messages)
        {
            await client.SendAsync(message);
        }

        var received = await client.ReceiveAsync();
        while (!received.StartsWith("close", StringComparison.Ordinal))
        {
            received = await client.ReceiveAsync();
        }

        Assert.Equal("close " + code, received);
    }

    [Fact]
    public async Task Message_over_the_limit_of_http_bodies_closes_the_connection()
    {
        await using var gateway = await RunningGateway.StartAsync(maxBodyBytes: 4096);
        using var client = await SocketClient.OpenAsync(gateway.Socket);
        await client.SubscribeAsync("a", "{ hello }" + new string(' ', 10_000));

        Assert.Equal("close 1009", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Connection_that_never_begins_is_closed()
    {
        await using var gateway = await RunningGateway.StartAsync(
            limits: new StreamLimits { InitWithin = TimeSpan.FromMilliseconds(50) });
        using var client = await SocketClient.ConnectAsync(gateway.Socket);

        Assert.Equal("close 4408", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Connection_that_does_nothing_is_closed()
    {
        await using var gateway = await RunningGateway.StartAsync(limits: new StreamLimits
        {
            InitWithin = TimeSpan.FromMilliseconds(500),
            IdleAfter = TimeSpan.FromMilliseconds(600),
        });
        using var client = await SocketClient.OpenAsync(gateway.Socket);

        Assert.Equal("close 1000", await client.ReceiveAsync());
    }

    [Fact]
    public async Task One_operation_more_than_is_allowed_is_refused_and_the_others_go_on()
    {
        await using var gateway = await RunningGateway.StartAsync(limits: new StreamLimits { MaxOperations = 1 });
        using var client = await SocketClient.OpenAsync(gateway.Socket);
        await client.SubscribeAsync("a", Follow);
        await client.SubscribeAsync("b", Follow);
        var refused = await client.ReceiveAsync();
        gateway.Agency.Tell("one");

        Assert.StartsWith("""{"id":"b","type":"error","payload":[""", refused, StringComparison.Ordinal);
        Assert.Contains("TOO_MANY_OPERATIONS", refused, StringComparison.Ordinal);
        Assert.Contains("\"one\"", await client.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_subprotocol_is_not_spoken()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var client = await SocketClient.ConnectAsync(gateway.Socket, subprotocol: "graphql-ws");

        Assert.Equal("close 4406", await client.ReceiveAsync());
    }

    [Theory]
    [InlineData("https://elsewhere.example", false)]
    [InlineData("https://desk.example", true)]
    [InlineData("null", false)]
    public async Task Page_of_another_origin_connects_only_where_it_is_allowed(string origin, bool isAllowed)
    {
        await using var gateway = await RunningGateway.StartAsync(
            limits: new StreamLimits { AllowedOrigins = ["https://desk.example"] });
        async Task<string> ConnectAsync()
        {
            using var client = await SocketClient.ConnectAsync(gateway.Socket, origin: origin);
            await client.SendAsync(Init);
            return await client.ReceiveAsync();
        }

        if (isAllowed)
        {
            Assert.Equal("""{"type":"connection_ack"}""", await ConnectAsync());
        }
        else
        {
            _ = await Assert.ThrowsAsync<WebSocketException>(ConnectAsync);
        }
    }

    [Fact]
    public async Task Gateway_that_stops_closes_connections_with_a_code()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var client = await SocketClient.OpenAsync(gateway.Socket);
        await client.SubscribeAsync("a", Follow);
        gateway.Agency.Tell("one");
        _ = await client.ReceiveAsync();
        var stopping = gateway.StopAsync();

        Assert.Equal("close 1001", await client.ReceiveAsync());
        client.Dispose();
        await stopping;
    }
}
