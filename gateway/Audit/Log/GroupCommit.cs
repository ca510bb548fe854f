namespace Aggregator.Audit;

/// <summary>An entry that waits to be durable.</summary>
/// <param name="Entry">One line of UTF-8, without its line end.</param>
/// <param name="Written">Ends with its place.</param>
internal sealed record WaitingEntry(ReadOnlyMemory<byte> Entry, TaskCompletionSource<long> Written);

/// <summary>
/// Writes entries in batches: who appends while nobody writes, writes, for all that wait by then. A lone append wakes
/// no other thread, and of many only the first waits for the disk itself.
/// </summary>
/// <param name="maxWaiting">Entries that may wait; above it an append is refused.</param>
/// <param name="maxBatch">Entries of one batch.</param>
/// <param name="write">Writes a batch, which may be empty, and ends each of its entries. Throws nothing.</param>
/// <param name="untilDue">
/// Asked when nothing waits: after which time an empty batch is to be written; null for never.
/// </param>
internal sealed class GroupCommit(
    int maxWaiting, int maxBatch, Action<List<WaitingEntry>> write, Func<TimeSpan?> untilDue) : IAsyncDisposable
{
    private readonly Lock _turn = new();
    private readonly Queue<WaitingEntry> _waiting = new();

    // For whoever has the turn.
    private readonly List<WaitingEntry> _batch = [];
    private Timer? _idle;
    private bool _isTaken;
    private TaskCompletionSource? _closing;

    /// <summary>Appends an entry and returns its place once it is durable.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="cancellationToken">Ends the wait; the entry may still be written.</param>
    public Task<long> AppendAsync(ReadOnlyMemory<byte> entry, CancellationToken cancellationToken)
    {
        var waiting = new WaitingEntry(entry, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_turn)
        {
            if (_closing is not null)
            {
                throw new AuditUnavailableException("the access log is closed, so nothing is released");
            }

            if (_waiting.Count >= maxWaiting)
            {
                throw new AuditUnavailableException(
                    $"more than {maxWaiting} accesses wait to be logged, so nothing is released");
            }

            _waiting.Enqueue(waiting);
            if (_isTaken)
            {
                return waiting.Written.Task.WaitAsync(cancellationToken);
            }

            _isTaken = true;
        }

        WriteBatch();
        return waiting.Written.Task;
    }

    /// <summary>Takes nothing more on, and ends once everything that waits is written.</summary>
    public async ValueTask DisposeAsync()
    {
        TaskCompletionSource closing;
        lock (_turn)
        {
            closing = _closing ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_isTaken)
            {
                // The turn is never given back.
                _isTaken = true;
                closing.SetResult();
            }
        }

        await closing.Task;
        if (_idle is not null)
        {
            await _idle.DisposeAsync();
        }
    }

    private void WriteBatch()
    {
        lock (_turn)
        {
            while (_batch.Count < maxBatch && _waiting.TryDequeue(out var waiting))
            {
                _batch.Add(waiting);
            }
        }

        write(_batch);
        _batch.Clear();
        lock (_turn)
        {
            if (_waiting.Count == 0)
            {
                Free();
                return;
            }
        }

        // What came meanwhile is another thread's: who began goes on with its own request.
        _ = ThreadPool.UnsafeQueueUserWorkItem(static commit => commit.WriteBatch(), this, preferLocal: false);
    }

    private void Free()
    {
        if (_closing is not null)
        {
            _closing.SetResult();
            return;
        }

        _isTaken = false;
        if (untilDue() is { } due)
        {
            _idle ??= new Timer(static commit => ((GroupCommit)commit!).WriteIdle(), this, Timeout.Infinite, 0);
            _ = _idle.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    private void WriteIdle()
    {
        lock (_turn)
        {
            if (_isTaken)
            {
                // Who writes does by itself what is due.
                return;
            }

            _isTaken = true;
        }

        WriteBatch();
    }
}
