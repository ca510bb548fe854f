namespace Aggregator.Transport.Streaming;

/// <summary>
/// What connections that stay open may take: WebSocket and server-sent events alike. Events are not queued: the next is
/// asked for when the last was sent, and a client that does not take it within <see cref="SendWithin"/> is cut off.
/// </summary>
public sealed record StreamLimits
{
    /// <summary>Open connections, of both kinds together; more are refused with 503. Default 1,000.</summary>
    public int MaxConnections { get; init; } = 1_000;

    /// <summary>Operations under way on one WebSocket; one more is refused. Default 50.</summary>
    public int MaxOperations { get; init; } = 50;

    /// <summary>How long a WebSocket may take to send <c>connection_init</c>. Default 10 seconds.</summary>
    public TimeSpan InitWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a WebSocket may be open without any operation. Default 5 minutes.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a client may take to accept one message. Default 30 seconds.</summary>
    public TimeSpan SendWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often something is sent on an open connection when nothing happens. A WebSocket that does not answer a ping
    /// within the same time is cut off. Default 15 seconds.
    /// </summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Pages of other origins that may open a WebSocket, such as <c>https://desk.example</c>. Default none: a page of
    /// another site must not use a visitor's way to the gateway.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];
}

/// <summary>Counts open connections.</summary>
/// <param name="limit">The most.</param>
internal sealed class ConnectionCount(int limit)
{
    private int _open;

    /// <summary>True when there is room; then <see cref="Leave"/> follows.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _open) <= limit)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => _ = Interlocked.Decrement(ref _open);
}
