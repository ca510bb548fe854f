using System.Diagnostics.CodeAnalysis;
using Aggregator.Execution;

namespace Aggregator.Engine;

/// <summary>What came first while a subscription waited.</summary>
internal enum Awaited
{
    /// <summary>An event.</summary>
    Event,

    /// <summary>The agency ended the stream.</summary>
    End,

    /// <summary>It is time to look whether the caller may still follow.</summary>
    Check,
}

/// <summary>Waits for the next event of an agency, and wakes between events to have access looked at again.</summary>
/// <param name="events">The agency's events.</param>
/// <param name="time">The clock.</param>
/// <param name="cancellationToken">Ends the stream.</param>
internal sealed class EventClock(
    IAsyncEnumerable<AgencyResponse> events, TimeProvider time, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<AgencyResponse> _events = events.GetAsyncEnumerator(cancellationToken);
    private Task<bool>? _next;

    /// <summary>The event that came; the taker's to dispose.</summary>
    public AgencyResponse Current => _events.Current;

    /// <summary>Waits.</summary>
    /// <param name="within">After this it wakes for a check.</param>
    [SuppressMessage("Reliability", "CA2025", Justification = "the wait is over when it returns")]
    public async ValueTask<Awaited> NextAsync(TimeSpan within)
    {
        _next ??= _events.MoveNextAsync().AsTask();
        if (!_next.IsCompleted)
        {
            using var wake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var first = await Task.WhenAny(_next, Task.Delay(within, time, wake.Token));
            await wake.CancelAsync();
            if (first != _next)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return Awaited.Check;
            }
        }

        var hasCome = await _next;
        _next = null;
        return hasCome ? Awaited.Event : Awaited.End;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // An iterator is not disposed while it moves: the cancelled token makes it end first.
        if (_next is { } moving)
        {
            await ((Task)moving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _events.DisposeAsync();
    }
}
