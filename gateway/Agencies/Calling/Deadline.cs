using System.Collections.Concurrent;

namespace Aggregator.Agencies;

/// <summary>A token that is cancelled after a time, or with another token. Sources are used again and again.</summary>
internal readonly struct Deadline : IDisposable
{
    private const int MostKept = 256;
    private static readonly ConcurrentQueue<CancellationTokenSource> Kept = new();

    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _caller;

    /// <summary>Begins.</summary>
    /// <param name="within">After how long.</param>
    /// <param name="time">By which clock; only sources of the system's clock can be used again.</param>
    /// <param name="caller">The token that it is cancelled with.</param>
    public Deadline(TimeSpan within, TimeProvider time, CancellationToken caller)
    {
        if (time == TimeProvider.System)
        {
            _source = Kept.TryDequeue(out var kept) ? kept : new CancellationTokenSource();
            _source.CancelAfter(within);
        }
        else
        {
            _source = new CancellationTokenSource(within, time);
        }

        _caller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        // Waits for a cancellation that is under way: the source must not be cancelled for its next user.
        _caller.Dispose();
        if (Kept.Count < MostKept && _source.TryReset())
        {
            Kept.Enqueue(_source);
        }
        else
        {
            _source.Dispose();
        }
    }
}
