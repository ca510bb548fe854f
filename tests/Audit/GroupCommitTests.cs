using Xunit;

namespace Aggregator.Audit.Tests;

public sealed class GroupCommitTests : IDisposable
{
    private readonly ManualResetEventSlim _disk = new(initialState: true);
    private readonly SemaphoreSlim _begun = new(0);
    private readonly List<int> _batches = [];
    private TimeSpan? _due;
    private long _written;

    [Fact]
    public async Task Who_appends_while_nobody_writes_writes_and_need_not_wait()
    {
        await using var commit = Commit();

        var appended = commit.AppendAsync(new byte[1], default);

        Assert.True(appended.IsCompletedSuccessfully);
        Assert.Equal(0, await appended);
    }

    [Fact]
    public async Task What_comes_while_one_writes_is_written_together_and_in_order()
    {
        await using var commit = Commit();
        _disk.Reset();
        var first = Task.Run(() => commit.AppendAsync(new byte[1], default));
        await _begun.WaitAsync();

        var others = Enumerable.Range(0, 5).Select(_ => commit.AppendAsync(new byte[1], default)).ToList();
        Assert.DoesNotContain(others, other => other.IsCompleted);
        _disk.Set();

        Assert.Equal(new long[] { 1, 2, 3, 4, 5 }, await Task.WhenAll(others));
        Assert.Equal(0, await first);
        Assert.Equal([1, 5], _batches);
    }

    [Fact]
    public async Task A_batch_is_no_longer_than_it_may_be()
    {
        await using var commit = Commit(maxBatch: 2);
        _disk.Reset();
        var first = Task.Run(() => commit.AppendAsync(new byte[1], default));
        await _begun.WaitAsync();

        var others = Enumerable.Range(0, 5).Select(_ => commit.AppendAsync(new byte[1], default)).ToList();
        _disk.Set();
        _ = await Task.WhenAll([first, .. others]);

        Assert.Equal([1, 2, 2, 1], _batches);
    }

    [Fact]
    public async Task More_than_may_wait_are_refused_and_those_that_wait_are_written()
    {
        await using var commit = Commit(maxWaiting: 2);
        _disk.Reset();
        var first = Task.Run(() => commit.AppendAsync(new byte[1], default));
        await _begun.WaitAsync();

        var waiting = new[] { commit.AppendAsync(new byte[1], default), commit.AppendAsync(new byte[1], default) };
        await Assert.ThrowsAsync<AuditUnavailableException>(() => commit.AppendAsync(new byte[1], default));
        _disk.Set();

        Assert.Equal(new long[] { 1, 2 }, await Task.WhenAll(waiting));
        Assert.Equal(0, await first);
    }

    [Fact]
    public async Task Who_gives_up_waiting_stops_nobody_else()
    {
        await using var commit = Commit();
        _disk.Reset();
        var first = Task.Run(() => commit.AppendAsync(new byte[1], default));
        await _begun.WaitAsync();
        using var given = new CancellationTokenSource();
        var impatient = commit.AppendAsync(new byte[1], given.Token);
        var patient = commit.AppendAsync(new byte[1], default);

        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        _disk.Set();

        Assert.Equal(2, await patient);
        Assert.Equal(0, await first);
    }

    [Fact]
    public async Task Closing_writes_what_waits_and_takes_nothing_more_on()
    {
        var commit = Commit();
        _disk.Reset();
        var first = Task.Run(() => commit.AppendAsync(new byte[1], default));
        await _begun.WaitAsync();
        var waiting = commit.AppendAsync(new byte[1], default);

        var closing = commit.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<AuditUnavailableException>(() => commit.AppendAsync(new byte[1], default));
        Assert.False(closing.IsCompleted);
        _disk.Set();
        await closing;

        Assert.Equal(1, await waiting);
        Assert.Equal(0, await first);
    }

    [Fact]
    public async Task What_is_due_is_done_although_nothing_comes()
    {
        await using var commit = Commit();
        _due = TimeSpan.FromMilliseconds(1);

        _ = await commit.AppendAsync(new byte[1], default);
        await _begun.WaitAsync();
        Assert.True(await _begun.WaitAsync(TimeSpan.FromSeconds(30)));

        Assert.Equal([1, 0], _batches);
    }

    public void Dispose()
    {
        _disk.Dispose();
        _begun.Dispose();
    }

    private GroupCommit Commit(int maxWaiting = 100, int maxBatch = 100) => new(
        maxWaiting,
        maxBatch,
        batch =>
        {
            _batches.Add(batch.Count);
            _ = _begun.Release();
            _disk.Wait();
            batch.ForEach(waiting => waiting.Written.SetResult(_written++));
        },
        () =>
        {
            var due = _due;
            _due = null;
            return due;
        });
}
