using Aggregator.Transport.Identity;
using Aggregator.Transport.Streaming;

namespace Aggregator.Transport.Http;

/// <summary>How the endpoint behaves.</summary>
public sealed class EndpointOptions
{
    /// <summary>The largest body or WebSocket message, in bytes. Default 256 KiB.</summary>
    public int MaxBodyBytes { get; init; } = 256 * 1024;

    /// <summary>
    /// True to answer queries sent with GET. Default false: an address ends up in logs and histories, and a query
    /// about a child must not.
    /// </summary>
    public bool AllowsGet { get; init; }

    /// <summary>
    /// True when a WebSocket is only taken with a valid token. Default false; a labelled pipeline refuses every request
    /// without one anyway.
    /// </summary>
    public bool RequiresIdentity { get; init; }

    /// <summary>The token's claim names.</summary>
    public IdentityClaims Claims { get; init; } = new();

    /// <summary>What connections that stay open may take.</summary>
    public StreamLimits Streams { get; init; } = new();

    /// <summary>The gateway stops: open streams are told and closed.</summary>
    public CancellationToken Stopping { get; init; }
}
