using System.Buffers;
using Aggregator.Schema;

namespace Aggregator.Execution;

/// <summary>The one way the engine reaches a subgraph.</summary>
public interface IAgencyClient
{
    /// <summary>
    /// Sends one GraphQL request. Never throws for what a subgraph does: a fault is an outcome. Throws
    /// <see cref="OperationCanceledException"/> only when <paramref name="cancellationToken"/> is cancelled.
    /// </summary>
    /// <param name="request">What to send.</param>
    /// <param name="cancellationToken">Ends the call; the subgraph sees its connection or stream closed.</param>
    ValueTask<AgencyResponse> SendAsync(AgencyRequest request, CancellationToken cancellationToken);
}

/// <summary>The one way the engine follows a subgraph's events.</summary>
public interface IAgencyEvents
{
    /// <summary>
    /// Subscribes. Each event is one response; the next is only read when it is asked for. A fault of the subgraph is
    /// one
    /// response with its outcome, after which the stream ends. Not tried again: events could be missed unseen.
    /// </summary>
    /// <param name="request">The subscription; its body stays valid as long as the stream is read.</param>
    /// <param name="cancellationToken">Ends the stream; the subgraph sees it closed.</param>
    IAsyncEnumerable<AgencyResponse> SubscribeAsync(AgencyRequest request, CancellationToken cancellationToken);
}

/// <summary>A GraphQL request to a subgraph.</summary>
/// <param name="Subgraph">Who is asked.</param>
/// <param name="Body">The JSON body, UTF-8; valid until the call ends.</param>
/// <param name="IsRepeatable">True for queries: only these may be tried again.</param>
/// <param name="CallerContext">The signed caller context to carry; null in plain mode.</param>
public readonly record struct AgencyRequest(
    Subgraph Subgraph, ReadOnlyMemory<byte> Body, bool IsRepeatable, string? CallerContext);

/// <summary>How a request to a subgraph ended.</summary>
public enum AgencyOutcome
{
    /// <summary>A JSON body arrived; whether it is a right answer is the executor's to find out.</summary>
    Answered,

    /// <summary>No connection, or it broke.</summary>
    Unreachable,

    /// <summary>No complete answer in time.</summary>
    TimedOut,

    /// <summary>Not asked: it has failed too often just now.</summary>
    CircuitOpen,

    /// <summary>Not asked: too many calls to it are under way and waiting.</summary>
    Busy,

    /// <summary>An HTTP status that is no success, a redirect among them, and no GraphQL body.</summary>
    RefusedByStatus,

    /// <summary>A body that is not JSON by its content type.</summary>
    NotJson,

    /// <summary>A body over the limit.</summary>
    TooLarge,
}

/// <summary>What came back from a subgraph. Dispose it to give its buffer back.</summary>
/// <param name="outcome">How the request ended.</param>
/// <param name="body">The body when <see cref="AgencyOutcome.Answered"/>.</param>
/// <param name="owner">Who owns the body's memory, or null.</param>
/// <param name="status">The HTTP status, or 0.</param>
/// <param name="since">Since when the subgraph has not answered, when known.</param>
public sealed class AgencyResponse(
    AgencyOutcome outcome, ReadOnlyMemory<byte> body, IMemoryOwner<byte>? owner, int status, DateTimeOffset? since)
    : IDisposable
{
    /// <summary>How the request ended.</summary>
    public AgencyOutcome Outcome { get; } = outcome;

    /// <summary>The body; empty unless <see cref="AgencyOutcome.Answered"/>.</summary>
    public ReadOnlyMemory<byte> Body { get; } = body;

    /// <summary>The HTTP status, or 0 when none arrived.</summary>
    public int Status { get; } = status;

    /// <summary>Since when the subgraph has not answered; null when it did or nobody knows.</summary>
    public DateTimeOffset? Since { get; } = since;

    /// <inheritdoc/>
    public void Dispose() => owner?.Dispose();
}
