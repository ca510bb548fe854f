using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aggregator.Host.LocalHub;

namespace Aggregator.Gateway.Tests.Following;

/// <summary>Follows something at the gateway, over either transport, and reads one event after the other.</summary>
internal abstract class EventReader : IAsyncDisposable
{
    /// <summary>The next answer; null when the stream has ended.</summary>
    public abstract Task<JsonNode?> NextAsync();

    /// <summary>How it ended: <c>complete</c>, <c>error CODE</c>, <c>close CODE</c>.</summary>
    public string Ended { get; protected set; } = "";

    public abstract ValueTask DisposeAsync();

    public static async Task<EventReader> OpenAsync(
        string transport,
        LocalHubHost hub,
        DemonstrationUser user,
        string query,
        string? token = null,
        string? glass = null)
    {
        token ??= hub.Issuer.TokenFor(user);
        return transport == "sse"
            ? await EventLines.OpenAsync(hub, user, query, token, glass)
            : await EventSocket.OpenAsync(hub, user, query, token, glass);
    }

    /// <summary>Opens it and reads the first event; again where a busy machine made the hub's register look silent.
    /// </summary>
    public static async Task<(EventReader Events, JsonNode? First)> BeginAsync(
        string transport, LocalHubHost hub, DemonstrationUser user, string query)
    {
        while (true)
        {
            var events = await OpenAsync(transport, hub, user, query);
            if (await events.NextAsync() is { } first)
            {
                return (events, first);
            }

            if (events.Ended != "error SUBSCRIPTION_INTERRUPTED")
            {
                return (events, null);
            }

            await events.DisposeAsync();
        }
    }

    /// <summary>The events up to the one that tells that a rule has raised an alert, that one too; all where none
    /// does.</summary>
    public async Task<IReadOnlyList<JsonNode>> UntilRaisedAsync(string rule)
    {
        List<JsonNode> events = [];
        while (await NextAsync() is { } next)
        {
            events.Add(next);
            if (next.Texts("caseChanged.raised").Contains(rule))
            {
                break;
            }
        }

        return events;
    }

    protected static CancellationToken Patience() => new CancellationTokenSource(TimeSpan.FromSeconds(120)).Token;
}

/// <summary>Server-sent events.</summary>
internal sealed class EventLines : EventReader
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(120) };
    private StreamReader? _lines;

    public static async Task<EventReader> OpenAsync(
        LocalHubHost hub, DemonstrationUser user, string query, string token, string? glass)
    {
        var reader = new EventLines();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(hub.Gateway, "/graphql"));
        request.Content = new StringContent(JsonSerializer.Serialize(new { query }), Encoding.UTF8, "application/json");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("Access-Purpose", user.Purpose);
        request.Headers.Add("Access-Break-Glass", glass ?? "");
        var response = await reader._http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        reader._lines = new StreamReader(await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync());
        return reader;
    }

    public override async Task<JsonNode?> NextAsync()
    {
        // For the event, not for each heartbeat before it.
        var patience = Patience();
        while (await _lines!.ReadLineAsync(patience) is { } line)
        {
            if (line == "event: complete")
            {
                Ended = Ended.Length > 0 ? Ended : "complete";
                return null;
            }

            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                var answer = JsonNode.Parse(line[6..])!;
                if (answer["data"] is null && answer["errors"] is not null)
                {
                    Ended = "error " + answer.Codes()[0];
                    continue;
                }

                return answer;
            }
        }

        Ended = "aborted";
        return null;
    }

    public override ValueTask DisposeAsync()
    {
        _lines?.Dispose();
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>A WebSocket; the token goes into <c>connection_init</c>, as from a browser.</summary>
internal sealed class EventSocket : EventReader
{
    private readonly ClientWebSocket _socket = new();

    public static async Task<EventReader> OpenAsync(
        LocalHubHost hub, DemonstrationUser user, string query, string token, string? glass)
    {
        var reader = new EventSocket();
        reader._socket.Options.AddSubProtocol("graphql-transport-ws");
        var url = new UriBuilder(new Uri(hub.Gateway, "/graphql")) { Scheme = "ws" }.Uri;
        await reader._socket.ConnectAsync(url, Patience());
        await reader.SendAsync(new { type = "connection_init", payload = new { authorization = "Bearer " + token } });
        await reader.SendAsync(new
        {
            id = "1",
            type = "subscribe",
            payload = new { query, extensions = new { access = new { purpose = user.Purpose, breakGlass = glass } } },
        });
        return reader;
    }

    public override async Task<JsonNode?> NextAsync()
    {
        while (await ReceiveAsync() is { } message)
        {
            switch (message["type"]!.ToString())
            {
                case "next":
                    return message["payload"];
                case "error":
                    Ended = "error " + message["payload"]![0]!["extensions"]!["code"];
                    return null;
                case "complete":
                    Ended = "complete";
                    return null;
            }
        }

        Ended = $"close {(int?)_socket.CloseStatus}";
        return null;
    }

    public override ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task SendAsync(object message) => _socket.SendAsync(
        JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, Patience());

    private async Task<JsonNode?> ReceiveAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(), Patience());
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
            {
                return JsonNode.Parse(message.ToArray());
            }
        }
    }
}
