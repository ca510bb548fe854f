using System.Security.Cryptography;
using Xunit;

namespace Aggregator.Audit.Tests;

/// <summary>Nothing but its checkpoint says that a log lost no entries: without one it is not gone on with.</summary>
public sealed class LostCheckpointTests : IDisposable
{
    private readonly LogCase _case = new();

    public void Dispose() => _case.Dispose();

    [Theory]
    [InlineData("deleted")]
    [InlineData("emptied")]
    [InlineData("signed by another key")]
    [InlineData("of another log")]
    public async Task A_log_that_was_cut_and_whose_checkpoint_is_gone_is_not_gone_on_with(string checkpoint)
    {
        await _case.FillAsync(20);
        _case.Replace(_case.Lines().Take(10));
        Directory.Delete(Path.Combine(_case.Folder, "tile"), recursive: true);
        File.Delete(_case.OwnCheckpoint);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var forged = checkpoint switch
        {
            "deleted" => null,
            "emptied" => "",
            "of another log" => _case.SignedAnew("gateway-2", _case.Key),
            _ => _case.SignedAnew("gateway-1", other),
        };
        if (forged is not null)
        {
            await File.WriteAllTextAsync(_case.OwnCheckpoint, forged);
        }

        var refused = Assert.Throws<AuditUnavailableException>(() => _case.Open());

        Assert.Contains("/log-checkpoints/gateway-1", refused.Message, StringComparison.Ordinal);
        Assert.Contains("keep the folder as evidence", refused.Message, StringComparison.Ordinal);
        Assert.Equal(forged is not null, File.Exists(_case.OwnCheckpoint));
    }

    [Fact]
    public async Task A_log_whose_first_entries_are_gone_with_the_checkpoint_is_not_gone_on_with()
    {
        await _case.FillAsync(1);
        File.Delete(_case.OwnCheckpoint);
        File.Move(_case.Segment, _case.Segment.Replace("000000", "000001", StringComparison.Ordinal));

        _ = Assert.Throws<AuditUnavailableException>(() => _case.Open());
    }

    [Fact]
    public async Task A_log_goes_on_from_a_checkpoint_that_an_agency_kept()
    {
        await _case.FillAsync(2);
        var kept = _case.Signed();
        await _case.FillAsync(2);
        await File.WriteAllTextAsync(_case.OwnCheckpoint, kept.ToString());

        await _case.FillAsync(1);

        Assert.Empty(_case.Verify(kept).Faults);
    }

    [Fact]
    public async Task A_crash_before_a_checkpoint_over_the_first_entry_leaves_a_log_that_goes_on()
    {
        var crashed = Path.Combine(_case.Folder, "crashed");
        await using (var log = _case.OpenAndPublishEvery(TimeSpan.FromHours(1)))
        {
            _ = await log.AppendIntentAsync(LogCase.Intent("a:1"), default);
            foreach (var file in (string[])["checkpoint", "entries/000000.jsonl"])
            {
                var copy = Path.Combine(crashed, file);
                _ = Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(Path.Combine(_case.Folder, file), copy);
            }
        }

        var options = _case.Options with { Folder = crashed };
        await using (var log = new FileAccessLog(options, _case.Key, TimeProvider.System))
        {
            _ = await LogCase.AccessAsync(log, "a:2");
        }

        Assert.Empty(LogVerifier.Verify(crashed, _case.Key, null).Faults);
    }

    [Fact]
    public async Task A_log_without_entries_may_be_without_a_checkpoint()
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(_case.Segment)!);
        await File.WriteAllTextAsync(_case.Segment, "");
        await File.WriteAllTextAsync(_case.OwnCheckpoint, "");

        await _case.Open().DisposeAsync();

        Assert.Equal(0, _case.Signed().Size);
    }
}
