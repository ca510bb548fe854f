using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Aggregator.Kit;

/// <summary>
/// Keeps the last checkpoint of each gateway's access log, and refuses a gateway whose log went back: entries that it
/// had when it was shown data are gone, or it shows another log under the same name. What is kept is never replaced by
/// less.
/// </summary>
/// <param name="databases">Where it is kept.</param>
/// <param name="clock">The wall clock.</param>
internal sealed class CheckpointKeeper(AgencyDatabases databases, TimeProvider clock) : IAsyncDisposable
{
    private const int MaxOrigins = 256;

    /// <summary>Requests overtake each other: a smaller checkpoint counts only when it was vouched for so much later.
    /// </summary>
    private static readonly TimeSpan Overtaking = TimeSpan.FromSeconds(30);

    /// <summary>How far the database may lag behind what was shown.</summary>
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <summary>Takes in what a caller context shows.</summary>
    /// <exception cref="AgencyException">The log went back, or what is shown is no checkpoint.</exception>
    public async ValueTask ShowAsync(CallerContext context, CancellationToken cancellation)
    {
        if (context.LogCheckpoint is not { } text)
        {
            return;
        }

        var shown = ShownCheckpoint.Parse(text) ?? throw new AgencyException(
            AgencyErrors.CallerContextInvalid, "the caller context is refused: its log checkpoint cannot be read");
        var kept = await KeptAsync(shown.Origin, cancellation).ConfigureAwait(false);
        bool isDue;
        lock (kept)
        {
            if (GoesBack(shown, context.IssuedAt, kept))
            {
                kept.WentBackAt ??= clock.GetUtcNow();
                isDue = true;
            }
            else
            {
                if (kept.WentBackAt is null && (kept.Last is null || shown.Size > kept.Last.Size))
                {
                    (kept.Last, kept.IssuedAt) = (shown, context.IssuedAt);
                }

                isDue = kept.SavedSize < kept.Last!.Size && clock.GetUtcNow() - kept.SavedAt >= Lag;
            }
        }

        if (isDue)
        {
            await SaveAsync(kept, cancellation).ConfigureAwait(false);
        }

        if (kept.WentBackAt is not null)
        {
            throw new AgencyException(
                AgencyErrors.LogWentBack,
                "the gateway's access log went back behind the checkpoint that this agency keeps, so nothing is given");
        }
    }

    /// <summary>What is kept of each log.</summary>
    public async Task<IReadOnlyList<CheckpointRow>> AllAsync(CancellationToken cancellation)
    {
        await SaveAllAsync(cancellation).ConfigureAwait(false);
        using var database = databases.Open(DateTimeOffset.MaxValue);
        return await database.Checkpoints.AsNoTracking()
            .OrderBy(row => row.Origin)
            .Take(MaxOrigins)
            .ToListAsync(cancellation)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await SaveAllAsync(CancellationToken.None).ConfigureAwait(false);
        _writing.Dispose();
    }

    private static bool GoesBack(ShownCheckpoint shown, DateTimeOffset issuedAt, Kept kept) =>
        kept.Last is { } last
        && (shown.Size == last.Size ? shown.Root != last.Root
            : shown.Size < last.Size && issuedAt > kept.IssuedAt + Overtaking);

    private async ValueTask<Kept> KeptAsync(string origin, CancellationToken cancellation)
    {
        if (_kept.TryGetValue(origin, out var known))
        {
            return known;
        }

        if (_kept.Count >= MaxOrigins)
        {
            throw new AgencyException(
                AgencyErrors.LogWentBack, $"more than {MaxOrigins} access logs were shown: each instance has one name");
        }

        using var database = databases.Open(DateTimeOffset.MaxValue);
        var row = await database.Checkpoints.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Origin == origin, cancellation)
            .ConfigureAwait(false);
        return _kept.GetOrAdd(origin, row is null ? new Kept() : new Kept
        {
            Last = ShownCheckpoint.Parse(row.Text),
            IssuedAt = row.IssuedAt,
            SavedSize = row.Size,
            WentBackAt = row.WentBackAt,
            SavedWentBack = row.WentBackAt,
        });
    }

    private async Task SaveAllAsync(CancellationToken cancellation)
    {
        foreach (var kept in _kept.Values)
        {
            await SaveAsync(kept, cancellation).ConfigureAwait(false);
        }
    }

    private async Task SaveAsync(Kept kept, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            CheckpointRow row;
            lock (kept)
            {
                if (kept.Last is not { } last || (kept.SavedSize == last.Size && kept.SavedWentBack == kept.WentBackAt))
                {
                    return;
                }

                row = new CheckpointRow
                {
                    Origin = last.Origin,
                    Size = last.Size,
                    Text = last.Text,
                    IssuedAt = kept.IssuedAt,
                    WentBackAt = kept.WentBackAt,
                };
            }

            await databases.WriteAsync(
                async database =>
                {
                    var isThere = await database.Checkpoints.AnyAsync(one => one.Origin == row.Origin, cancellation)
                        .ConfigureAwait(false);
                    database.Entry(row).State = isThere ? EntityState.Modified : EntityState.Added;
                },
                cancellation).ConfigureAwait(false);
            lock (kept)
            {
                (kept.SavedSize, kept.SavedWentBack, kept.SavedAt) = (row.Size, row.WentBackAt, clock.GetUtcNow());
            }
        }
        finally
        {
            _ = _writing.Release();
        }
    }

    private sealed class Kept
    {
        public ShownCheckpoint? Last { get; set; }

        public DateTimeOffset IssuedAt { get; set; }

        public DateTimeOffset? WentBackAt { get; set; }

        public long SavedSize { get; set; } = -1;

        public DateTimeOffset? SavedWentBack { get; set; }

        public DateTimeOffset SavedAt { get; set; } = DateTimeOffset.MinValue;
    }
}
