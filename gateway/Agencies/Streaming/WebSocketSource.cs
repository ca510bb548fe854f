using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Text.Json;
using Aggregator.Execution;

namespace Aggregator.Agencies;

/// <summary>A subscription over the WebSocket subprotocol <c>graphql-transport-ws</c>.</summary>
[SuppressMessage("Reliability", "CA2000", Justification = "responses belong to the caller")]
internal sealed class WebSocketSource : IEventSource
{
    private const string Subprotocol = "graphql-transport-ws";
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    private readonly ClientWebSocket _socket;
    private readonly PooledBytes _message = new(4096);
    private readonly int _limit;
    private bool _isOver;

    private WebSocketSource(ClientWebSocket socket, int limit)
    {
        _socket = socket;
        _limit = limit;
    }

    private enum MessageKind
    {
        Event,
        Ack,
        Error,
        Complete,
        Ping,
        Other,
        Broken,
    }

    /// <summary>Connects, is acknowledged and subscribes; the fault when that fails.</summary>
    public static async Task<(IEventSource? Source, AgencyResponse? Fault)> OpenAsync(
        HttpMessageInvoker http, AgencyEndpoint endpoint, AgencyRequest request, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(endpoint.AttemptTimeout);
        var source = new WebSocketSource(Socket(request), endpoint.MaxResponseBytes);
        var isOpen = false;
        try
        {
            var url = new UriBuilder(endpoint.Url) { Scheme = endpoint.Url.Scheme == "https" ? "wss" : "ws" }.Uri;
            await source._socket.ConnectAsync(url, http, timeout.Token);
            await source.SendAsync("{\"type\":\"connection_init\"}"u8.ToArray(), timeout.Token);
            isOpen = await source.ReceiveAsync(timeout.Token) == MessageKind.Ack;
            if (!isOpen)
            {
                return (null, Fault(AgencyOutcome.NotJson));
            }

            byte[] subscribe =
                [.. "{\"id\":\"1\",\"type\":\"subscribe\",\"payload\":"u8, .. request.Body.Span, (byte)'}'];
            await source.SendAsync(subscribe, timeout.Token);
            return (source, null);
        }
        catch (Exception fault) when (fault is WebSocketException or HttpRequestException or IOException)
        {
            isOpen = false;
            return (null, Fault(AgencyOutcome.Unreachable));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            isOpen = false;
            return (null, Fault(AgencyOutcome.TimedOut));
        }
        finally
        {
            if (!isOpen)
            {
                await source.DisposeAsync();
            }
        }
    }

    public async Task<AgencyResponse?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!_isOver)
            {
                switch (await ReceiveAsync(cancellationToken))
                {
                    case MessageKind.Event:
                        return Payload().AsEvent();
                    case MessageKind.Error:
                        _isOver = true;
                        return Payload("{\"errors\":"u8, "}"u8).AsEvent();
                    case MessageKind.Complete:
                        _isOver = true;
                        break;
                    case MessageKind.Ping:
                        await SendAsync("{\"type\":\"pong\"}"u8.ToArray(), cancellationToken);
                        break;
                    case MessageKind.Broken:
                        _isOver = true;
                        return Fault(_message.Length > _limit ? AgencyOutcome.TooLarge : AgencyOutcome.Unreachable);
                }
            }

            return null;
        }
        catch (Exception fault) when (fault is WebSocketException or IOException)
        {
            _isOver = true;
            return Fault(AgencyOutcome.Unreachable);
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        _message.Dispose();
        return ValueTask.CompletedTask;
    }

    private static ClientWebSocket Socket(AgencyRequest request)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(Subprotocol);
        socket.Options.KeepAliveInterval = KeepAlive;
        socket.Options.KeepAliveTimeout = KeepAlive;
        if (request.CallerContext is { } caller)
        {
            socket.Options.SetRequestHeader(AgencyMessages.CallerHeader, caller);
        }

        return socket;
    }

    private static AgencyResponse Fault(AgencyOutcome outcome) => new(outcome, default, null, 0, null);

    private async Task SendAsync(byte[] message, CancellationToken cancellationToken) =>
        await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    private async Task<MessageKind> ReceiveAsync(CancellationToken cancellationToken)
    {
        _message.Length = 0;
        while (true)
        {
            var received = await _socket.ReceiveAsync(_message.GetMemory(4096), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return MessageKind.Broken;
            }

            _message.Advance(received.Count);
            if (_message.Length > _limit)
            {
                return MessageKind.Broken;
            }

            if (received.EndOfMessage)
            {
                return Kind();
            }
        }
    }

    private MessageKind Kind()
    {
        try
        {
            using var document = JsonDocument.Parse(_message.Memory);
            return document.RootElement.TryGetProperty("type", out var type) ? type.GetString() switch
            {
                "next" => MessageKind.Event,
                "connection_ack" => MessageKind.Ack,
                "error" => MessageKind.Error,
                "complete" => MessageKind.Complete,
                "ping" => MessageKind.Ping,
                _ => MessageKind.Other,
            }
            : MessageKind.Other;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return MessageKind.Broken;
        }
    }

    private PooledPart Payload(ReadOnlySpan<byte> before = default, ReadOnlySpan<byte> after = default)
    {
        using var document = JsonDocument.Parse(_message.Memory);
        var payload = document.RootElement.TryGetProperty("payload", out var given)
            ? System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(given)
            : "{}"u8;
        byte[] body = [.. before, .. payload, .. after];
        return PooledPart.Copy(body);
    }
}
