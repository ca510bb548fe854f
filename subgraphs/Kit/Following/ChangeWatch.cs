using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Aggregator.Kit;

/// <summary>
/// Watches the agency's outbox for those who follow a person. One statement a round, however many follow; nothing while
/// nobody does. It reads the database, so what another process records is seen too.
/// </summary>
/// <param name="databases">The agency's database.</param>
internal sealed class ChangeWatch(AgencyDatabases databases) : IAsyncDisposable
{
    /// <summary>How long it rests between rounds: the most that an event lags behind what was recorded.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private const int MaxRows = 10_000;

    private readonly ConcurrentDictionary<PersonWatch, string> _watches = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _start = new();
    private Task _rounds = Task.CompletedTask;

    /// <summary>Begins to watch for one person.</summary>
    public PersonWatch Of(string person)
    {
        var watch = new PersonWatch(this);
        lock (_start)
        {
            _watches[watch] = person;
            if (_rounds.IsCompleted && !_stop.IsCancellationRequested)
            {
                _rounds = Task.Run(() => RoundsAsync(_stop.Token));
            }
        }

        return watch;
    }

    public void End(PersonWatch watch) => _ = _watches.TryRemove(watch, out _);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _rounds.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RoundsAsync(CancellationToken stop)
    {
        long? after = null;
        while (!IsIdle())
        {
            try
            {
                after = after is { } known
                    ? await RoundAsync(known, stop).ConfigureAwait(false)
                    : await LastAsync(stop).ConfigureAwait(false);
                await Task.Delay(Pause, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception fault) when (fault is System.Data.Common.DbException or InvalidOperationException)
            {
                // The database is away: those who follow look again when it is back.
                after = null;
                await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // Decided under the lock, so that nobody begins to watch between this and the end of the rounds.
    private bool IsIdle()
    {
        lock (_start)
        {
            if (!_watches.IsEmpty && !_stop.IsCancellationRequested)
            {
                return false;
            }

            _rounds = Task.CompletedTask;
            return true;
        }
    }

    private async Task<long?> LastAsync(CancellationToken stop)
    {
        using var database = databases.Open(DateTimeOffset.MaxValue);
        var last = await database.Outbox.MaxAsync(change => (long?)change.Sequence, stop).ConfigureAwait(false);

        // Whoever began before the position was known may have missed something: they look once more.
        foreach (var watch in _watches.Keys)
        {
            watch.Ring();
        }

        return last ?? 0;
    }

    private async Task<long?> RoundAsync(long after, CancellationToken stop)
    {
        using var database = databases.Open(DateTimeOffset.MaxValue);
        var changes = await database.Outbox
            .Where(change => change.Sequence > after)
            .OrderBy(change => change.Sequence)
            .Take(MaxRows)
            .Select(change => new { change.Sequence, change.PersonId })
            .ToListAsync(stop)
            .ConfigureAwait(false);
        if (changes.Count == 0)
        {
            return after;
        }

        var persons = changes.Select(change => change.PersonId).ToHashSet(StringComparer.Ordinal);
        foreach (var (watch, _) in _watches.Where(each => persons.Contains(each.Value)))
        {
            watch.Ring();
        }

        return changes[^1].Sequence;
    }
}

/// <summary>Waits for changes about one person. However many came since the last look, it wakes once.</summary>
public sealed class PersonWatch : IDisposable
{
    private readonly ChangeWatch _owner;
    private readonly SemaphoreSlim _bell = new(0, 1);

    internal PersonWatch(ChangeWatch owner) => _owner = owner;

    /// <summary>Waits until something about the person was recorded; it may wake without cause.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    public Task WaitAsync(CancellationToken cancellation) => _bell.WaitAsync(cancellation);

    /// <inheritdoc/>
    public void Dispose() => _owner.End(this);

    internal void Ring()
    {
        if (_bell.CurrentCount == 0)
        {
            try
            {
                _ = _bell.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else rang at the same moment: once is enough.
            }
        }
    }
}
