using System.Runtime.InteropServices;
using System.Text.Json;

namespace Aggregator.Transport.Streaming;

/// <summary>A message of a client (protocol <c>graphql-transport-ws</c>).</summary>
/// <param name="Type">What it is: <c>connection_init</c>, <c>ping</c>, <c>pong</c>, <c>subscribe</c>,
/// <c>complete</c>.</param>
/// <param name="Id">Which operation; empty for none.</param>
/// <param name="Payload">The payload's JSON; empty for none.</param>
internal sealed record SocketMessage(string Type, string Id, ReadOnlyMemory<byte> Payload)
{
    private const int MaxDepth = 68;

    /// <summary>Reads a message; null for one that breaks the protocol.</summary>
    public static SocketMessage? Read(ReadOnlyMemory<byte> message)
    {
        try
        {
            using var document = JsonDocument.Parse(message, new JsonDocumentOptions { MaxDepth = MaxDepth });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "type") is not { } type)
            {
                return null;
            }

            var id = Text(root, "id");
            var payload = root.TryGetProperty("payload", out var given) && given.ValueKind != JsonValueKind.Null
                ? JsonMarshal.GetRawUtf8Value(given).ToArray()
                : [];
            return type switch
            {
                "connection_init" or "ping" or "pong" =>
                    payload.Length == 0 || payload[0] == (byte)'{' ? new SocketMessage(type, "", payload) : null,
                "subscribe" => id is { Length: > 0 } && payload.Length > 0 ? new(type, id, payload) : null,
                "complete" => id is { Length: > 0 } ? new(type, id, default) : null,
                _ => null,
            };
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>Messages to a client.</summary>
internal static class SocketReply
{
    public static readonly byte[] Acknowledged = """{"type":"connection_ack"}"""u8.ToArray();
    public static readonly byte[] Pong = """{"type":"pong"}"""u8.ToArray();

    public static byte[] Next(string id, ReadOnlySpan<byte> answer) => Message("next", id, answer);

    public static byte[] Complete(string id) => Message("complete", id, default);

    /// <summary>The errors of an answer that was not executed.</summary>
    public static byte[] Error(string id, ReadOnlyMemory<byte> answer)
    {
        using var document = JsonDocument.Parse(answer);
        return Message("error", id, JsonMarshal.GetRawUtf8Value(document.RootElement.GetProperty("errors")));
    }

    private static byte[] Message(string type, string id, ReadOnlySpan<byte> payload)
    {
        var head = JsonSerializer.SerializeToUtf8Bytes(new { id, type });
        return payload.IsEmpty
            ? head
            : [.. head.AsSpan(0, head.Length - 1), .. ",\"payload\":"u8, .. payload, (byte)'}'];
    }
}

/// <summary>Why a WebSocket is closed: codes of the protocol, and what they mean to the client.</summary>
/// <param name="Code">The close code.</param>
/// <param name="Reason">The reason, at most 123 bytes.</param>
internal readonly record struct SocketClose(int Code, string Reason)
{
    public static readonly SocketClose Stopping = new(1001, "the gateway is stopping");
    public static readonly SocketClose Idle = new(1000, "idle");
    public static readonly SocketClose TooBig = new(1009, "message too big");
    public static readonly SocketClose BadMessage = new(4400, "invalid message");
    public static readonly SocketClose Unauthorized = new(4401, "Unauthorized");
    public static readonly SocketClose Forbidden = new(4403, "Forbidden");
    public static readonly SocketClose NoSubprotocol = new(4406, "Subprotocol not acceptable");
    public static readonly SocketClose InitTimeout = new(4408, "Connection initialisation timeout");
    public static readonly SocketClose Fault = new(4500, "Internal server error");
    public static readonly SocketClose TooManyInits = new(4429, "Too many initialisation requests");

    // A reason has at most 123 bytes, and the id is the client's own.
    public static SocketClose SubscriberExists(string id) => new(
        4409, $"Subscriber for {(id.Length <= 40 && id.All(char.IsAscii) ? id : "this id")} already exists");
}
