using System.Collections.Concurrent;
using System.Net.WebSockets;
using Aggregator.Engine;
using Aggregator.Redaction;

namespace Aggregator.Transport.Streaming;

/// <summary>What a connection asks of the rest of the room.</summary>
/// <param name="Initialise">Reads <c>connection_init</c>'s payload; the close that refuses it, or null.</param>
/// <param name="Follow">Begins an operation from the payload of <c>subscribe</c>.</param>
/// <param name="Limits">What it may take.</param>
/// <param name="MaxMessageBytes">The largest message.</param>
internal sealed record SocketParts(
    Func<ReadOnlyMemory<byte>, ValueTask<SocketClose?>> Initialise,
    Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<AnswerSeries>> Follow,
    StreamLimits Limits,
    int MaxMessageBytes);

/// <summary>One WebSocket that speaks <c>graphql-transport-ws</c>.</summary>
/// <param name="socket">The socket.</param>
/// <param name="parts">What it asks of the rest.</param>
internal sealed class SocketSession(WebSocket socket, SocketParts parts) : IDisposable
{
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, SocketOperation> _operations = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _over = new();
    private readonly Lock _state = new();
    private long _idleSince = Environment.TickCount64;
    private bool _isInitialised;
    private volatile bool _isClosing;

    /// <summary>Serves it until it is closed.</summary>
    /// <param name="stopping">The gateway stops.</param>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var told = stopping.Register(() => _ = CloseAsync(SocketClose.Stopping));
        var watching = WatchAsync();
        try
        {
            // Read on after the close is told: the client's own close ends it.
            while (await ReceiveAsync() is { } message)
            {
                if (!_isClosing && await HandleAsync(message) is { } close)
                {
                    _ = CloseAsync(close);
                }
            }
        }
        catch (WebSocketException)
        {
            // The client went away without a word.
        }
        finally
        {
            await _over.CancelAsync();
            foreach (var operation in _operations.Values)
            {
                await operation.EndAsync();
            }

            await watching;
        }
    }

    /// <summary>Closes it with a code; only the first one counts. The client has some seconds to answer.</summary>
    public async Task CloseAsync(SocketClose close)
    {
        if (await TellCloseAsync(close))
        {
            await Task.Delay(CloseWithin, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            socket.Abort();
        }
    }

    public void Dispose()
    {
        _sending.Dispose();
        _over.Dispose();
    }

    private async Task<bool> TellCloseAsync(SocketClose close)
    {
        lock (_state)
        {
            if (_isClosing)
            {
                return false;
            }

            _isClosing = true;
        }

        using var patience = new CancellationTokenSource(CloseWithin);
        try
        {
            await _sending.WaitAsync(patience.Token);
            try
            {
                await socket.CloseOutputAsync((WebSocketCloseStatus)close.Code, close.Reason, patience.Token);
            }
            finally
            {
                _ = _sending.Release();
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or WebSocketException
            or ObjectDisposedException or InvalidOperationException)
        {
            // It is gone already.
            socket.Abort();
        }

        return true;
    }

    // Null at the end. Not cancelled: that would abort the socket before the close is told.
    private async Task<byte[]?> ReceiveAsync()
    {
        var buffer = new ArraySegment<byte>(new byte[4096]);
        using var message = new MemoryStream();
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                _ = await TellCloseAsync(new SocketClose(1000, ""));
                return null;
            }

            if (message.Length + received.Count <= parts.MaxMessageBytes)
            {
                await message.WriteAsync(buffer.AsMemory(0, received.Count));
            }
            else
            {
                // The rest of it is read past and not kept.
                _ = CloseAsync(SocketClose.TooBig);
            }

            if (received.EndOfMessage)
            {
                return received.MessageType == WebSocketMessageType.Text ? message.ToArray() : [];
            }
        }
    }

    // Why the connection has to be closed, or null to go on.
    private async Task<SocketClose?> HandleAsync(byte[] bytes) =>
        SocketMessage.Read(bytes) switch
        {
            null => SocketClose.BadMessage,
            { Type: "connection_init" } init => await InitialiseAsync(init),
            { Type: "ping" } => await SendAsync(SocketReply.Pong),
            { Type: "subscribe" } subscribe => await SubscribeAsync(subscribe),
            { Type: "complete" } complete => await CompleteAsync(complete),
            _ => null,
        };

    private async ValueTask<SocketClose?> InitialiseAsync(SocketMessage message)
    {
        lock (_state)
        {
            if (_isInitialised)
            {
                return SocketClose.TooManyInits;
            }

            _isInitialised = true;
        }

        return await parts.Initialise(message.Payload) ?? await SendAsync(SocketReply.Acknowledged);
    }

    private async ValueTask<SocketClose?> SubscribeAsync(SocketMessage message)
    {
        if (!_isInitialised)
        {
            return SocketClose.Unauthorized;
        }

        if (_operations.ContainsKey(message.Id))
        {
            return SocketClose.SubscriberExists(message.Id);
        }

        if (_operations.Count >= parts.Limits.MaxOperations)
        {
            using var refusal = Refusal.Of(
                Http.TransportErrors.TooManyOperations,
                $"{parts.Limits.MaxOperations} operations are under way on this connection: complete one first");
            return await SendAsync(SocketReply.Error(message.Id, refusal.Body));
        }

        var operation = new SocketOperation(message.Id, _over.Token);
        _operations[message.Id] = operation;
        operation.Start(stop => ServeAsync(message, stop), () => _ = CloseAsync(SocketClose.Fault));
        return null;
    }

    private async ValueTask<SocketClose?> CompleteAsync(SocketMessage message)
    {
        if (_operations.TryRemove(message.Id, out var operation))
        {
            await operation.EndAsync();
        }

        return null;
    }

    private async Task ServeAsync(SocketMessage message, CancellationToken stop)
    {
        try
        {
            var stream = await parts.Follow(message.Payload, stop);
            if (stream.Refusal is { } refusal)
            {
                using (refusal)
                {
                    await RefuseAsync(message.Id, refusal, hasBegun: false);
                }

                return;
            }

            var hasBegun = false;
            await foreach (var answer in stream.Answers)
            {
                using (answer)
                {
                    if (answer.Status != AnswerStatus.Executed)
                    {
                        await RefuseAsync(message.Id, answer, hasBegun);
                        return;
                    }

                    hasBegun = true;
                    _ = await SendAsync(SocketReply.Next(message.Id, answer.Body.Span));
                }
            }

            Forget(message.Id);
            _ = await SendAsync(SocketReply.Complete(message.Id));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The client completed it, or the connection is over.
        }
        catch (WebSocketException)
        {
            socket.Abort();
        }
        finally
        {
            Forget(message.Id);
        }
    }

    // Without a valid token there is no connection. Access that ends while something is followed ends it too; what
    // could never be followed is an error of that operation only.
    private async Task RefuseAsync(string id, Answer refusal, bool hasBegun)
    {
        Forget(id);
        if (refusal.Status == AnswerStatus.Unauthenticated)
        {
            _ = CloseAsync(SocketClose.Unauthorized);
        }
        else if (hasBegun && refusal.Status == AnswerStatus.Forbidden)
        {
            _ = CloseAsync(SocketClose.Forbidden);
        }
        else
        {
            _ = await SendAsync(SocketReply.Error(id, refusal.Body));
        }
    }

    private void Forget(string id)
    {
        _ = _operations.TryRemove(id, out _);
        _ = Interlocked.Exchange(ref _idleSince, Environment.TickCount64);
    }

    private async ValueTask<SocketClose?> SendAsync(ReadOnlyMemory<byte> message)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
        patience.CancelAfter(parts.Limits.SendWithin);
        try
        {
            await _sending.WaitAsync(patience.Token);
            try
            {
                if (!_isClosing)
                {
                    await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, patience.Token);
                }
            }
            finally
            {
                _ = _sending.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // A client that does not take what it asked for is cut off.
            socket.Abort();
            throw;
        }

        return null;
    }

    // Ends connections that never begin, and those that do nothing.
    private async Task WatchAsync()
    {
        await Task.Delay(parts.Limits.InitWithin, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_isInitialised && !_over.IsCancellationRequested)
        {
            await CloseAsync(SocketClose.InitTimeout);
            return;
        }

        while (!_over.IsCancellationRequested)
        {
            var idle = TimeSpan.FromMilliseconds(
                Environment.TickCount64 - Interlocked.Read(ref _idleSince));
            if (_operations.IsEmpty && idle >= parts.Limits.IdleAfter)
            {
                await CloseAsync(SocketClose.Idle);
                return;
            }

            var wait = _operations.IsEmpty ? parts.Limits.IdleAfter - idle : parts.Limits.IdleAfter;
            await Task.Delay(wait, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

/// <summary>One operation of a connection.</summary>
/// <param name="id">The client's id for it.</param>
/// <param name="connection">Ends it with the connection.</param>
internal sealed class SocketOperation(string id, CancellationToken connection)
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(connection);
    private Task _running = Task.CompletedTask;

    public string Id { get; } = id;

    /// <summary>Starts it.</summary>
    /// <param name="serve">Serves it to its end.</param>
    /// <param name="failed">Called when that fails in an unforeseen way.</param>
    public void Start(Func<CancellationToken, Task> serve, Action failed) => _running = Task.Run(async () =>
    {
        var serving = serve(_stop.Token);
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        if (serving.IsFaulted)
        {
            failed();
        }
    });

    /// <summary>Ends it and waits until it has ended.</summary>
    public async Task EndAsync()
    {
        try
        {
            await _stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It had ended already.
        }

        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
