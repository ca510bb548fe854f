using Xunit;

namespace Aggregator.Audit.Tests;

/// <summary>A disk that fails gives no receipt, and so nothing is released.</summary>
public sealed class DiskFaultTests : IDisposable
{
    private readonly LogCase _case = new();
    private readonly FailingDisk _disk = new();

    public void Dispose() => _case.Dispose();

    [Fact]
    public async Task A_full_disk_gives_no_receipt_and_leaves_no_half_entry()
    {
        await using (var log = _case.Open(_disk))
        {
            _ = await LogCase.AccessAsync(log, "a:1");
            _disk.IsFull = true;
            await RefusesAsync(log);
        }

        Assert.Empty(_case.Verify().Faults);
        Assert.All(_case.Lines(), line => Assert.EndsWith("}", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_made_durable_gives_no_receipt_and_is_not_in_the_log()
    {
        await using (var log = _case.Open(_disk))
        {
            _ = await LogCase.AccessAsync(log, "a:1");
            var before = _case.Lines();
            _disk.CannotFlush = true;
            await RefusesAsync(log);

            Assert.Equal(before, _case.Lines());
        }

        Assert.Empty(_case.Verify().Faults);
    }

    [Fact]
    public async Task The_log_goes_on_when_the_disk_does()
    {
        await using (var log = _case.Open(_disk))
        {
            _disk.IsFull = true;
            await RefusesAsync(log);
            _disk.IsFull = false;
            _ = await LogCase.AccessAsync(log, "a:1");
        }

        Assert.Empty(_case.Verify().Faults);
        Assert.Empty(_case.Verify().OpenIntents);
    }

    [Fact]
    public async Task Nothing_more_is_taken_when_what_is_on_the_disk_is_not_known()
    {
        await using (var log = _case.Open(_disk))
        {
            (_disk.IsFull, _disk.CannotCut) = (true, true);
            await RefusesAsync(log);
            (_disk.IsFull, _disk.CannotCut) = (false, false);

            await RefusesAsync(log);
        }

        await _case.FillAsync(1);
        Assert.Empty(_case.Verify().Faults);
    }

    [Fact]
    public async Task A_checkpoint_that_cannot_be_written_stops_the_log()
    {
        await using (var log = _case.OpenAndPublishEvery(TimeSpan.Zero))
        {
            _ = Directory.CreateDirectory(_case.OwnCheckpoint + ".new");
            _ = await log.AppendIntentAsync(LogCase.Intent("a:1"), default);

            await RefusesAsync(log);
        }

        // What was acknowledged is there all the same, and is signed by the next start.
        Directory.Delete(_case.OwnCheckpoint + ".new");
        await _case.FillAsync(1);
        Assert.Empty(_case.Verify().Faults);
        Assert.Equal(0, _case.Verify().Unsigned);
    }

    [Fact]
    public async Task Two_processes_cannot_append_to_one_log()
    {
        await using var log = _case.Open();

        var refused = Assert.Throws<AuditUnavailableException>(() => _case.Open());

        Assert.Contains("another process appends", refused.Message, StringComparison.Ordinal);
    }

    private static async Task RefusesAsync(FileAccessLog log) =>
        await Assert.ThrowsAsync<AuditUnavailableException>(() => LogCase.AccessAsync(log, "a:2").AsTask());
}
