namespace Aggregator.Agencies;

/// <summary>How a subgraph gives the events of a subscription.</summary>
public enum EventProtocol
{
    /// <summary>GraphQL over server-sent events, one connection for each subscription.</summary>
    ServerSentEvents,

    /// <summary>The WebSocket subprotocol <c>graphql-transport-ws</c>, one connection for each subscription.</summary>
    WebSocket,
}

/// <summary>How a subgraph is reached. Every wait, size and number has a limit.</summary>
public sealed record AgencyEndpoint
{
    /// <summary>Where it answers GraphQL by POST.</summary>
    public required Uri Url { get; init; }

    /// <summary>How it gives events. Default server-sent events at <see cref="Url"/>.</summary>
    public EventProtocol Events { get; init; } = EventProtocol.ServerSentEvents;

    /// <summary>
    /// True to speak HTTP/2 without TLS from the first byte (prior knowledge): cheaper, but only for a subgraph that
    /// does so too. With an <c>https</c> address the protocol is negotiated whatever this says. Default false.
    /// </summary>
    public bool UsesHttp2 { get; init; }

    /// <summary>How long one try may take, body included. Default 3 seconds.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long all tries may take together. Default 10 seconds.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a query is tried again, from 0 to 5. A mutation never is. Default 2.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>The wait before the first retry; it doubles, with jitter. Default 100 ms.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Failures among the calls of <see cref="BreakerWindow"/> from which on it is not asked. Default 0.5.
    /// </summary>
    public double BreakerFailureRatio { get; init; } = 0.5;

    /// <summary>Calls in the window below which it is asked whatever the ratio, at least 2. Default 10.</summary>
    public int BreakerMinimumCalls { get; init; } = 10;

    /// <summary>The window that failures are counted in. Default 30 seconds.</summary>
    public TimeSpan BreakerWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it is not asked then. Default 5 seconds.</summary>
    public TimeSpan BreakerPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Calls at the same time. Default 256.</summary>
    public int MaxConcurrentCalls { get; init; } = 256;

    /// <summary>Calls that wait for their turn; more are refused at once. Default 256.</summary>
    public int MaxWaitingCalls { get; init; } = 256;

    /// <summary>Bytes of one answer. Default 16 MiB.</summary>
    public int MaxResponseBytes { get; init; } = 16 << 20;
}
