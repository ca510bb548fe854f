using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Aggregator.Transport.Tests;

/// <summary>A client that speaks <c>graphql-transport-ws</c>, word for word.</summary>
internal sealed class SocketClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();

    /// <summary>Connects; nothing is sent yet.</summary>
    public static async Task<SocketClient> ConnectAsync(
        Uri url, string subprotocol = "graphql-transport-ws", string? origin = null)
    {
        var client = new SocketClient();
        client._socket.Options.AddSubProtocol(subprotocol);
        if (origin is not null)
        {
            client._socket.Options.SetRequestHeader("Origin", origin);
        }

        await client._socket.ConnectAsync(url, Patience());
        return client;
    }

    /// <summary>Connects and is acknowledged.</summary>
    public static async Task<SocketClient> OpenAsync(Uri url)
    {
        var client = await ConnectAsync(url);
        await client.SendAsync("""{"type":"connection_init"}""");
        _ = await client.ReceiveAsync();
        return client;
    }

    public Task SendAsync(string message) => _socket.SendAsync(
        Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, Patience());

    public Task SubscribeAsync(string id, string query) => SendAsync(
        JsonSerializer.Serialize(new { id, type = "subscribe", payload = new { query } }));

    /// <summary>The next message; <c>close CODE</c> when the connection is closed.</summary>
    public async Task<string> ReceiveAsync()
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(length), Patience());
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return $"close {(int?)_socket.CloseStatus}";
            }

            length += received.Count;
            if (received.EndOfMessage)
            {
                return Encoding.UTF8.GetString(buffer, 0, length);
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private static CancellationToken Patience() => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;
}
