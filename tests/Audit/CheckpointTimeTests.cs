using Xunit;

namespace Aggregator.Audit.Tests;

/// <summary>
/// What agencies are shown covers every entry at once. The checkpoint's file follows within a set time, also when
/// nothing more comes.
/// </summary>
public sealed class CheckpointTimeTests : IDisposable
{
    private readonly LogCase _case = new();

    public void Dispose() => _case.Dispose();

    [Fact]
    public async Task Whoever_was_acknowledged_shows_a_checkpoint_over_the_own_entry()
    {
        await using var log = _case.OpenAndPublishEvery(TimeSpan.FromHours(1));
        for (var access = 0; access < 10; access++)
        {
            _ = await LogCase.AccessAsync(log, $"a:{access}");

            Assert.Equal(_case.Lines().Count, log.Latest.Size);
            Assert.True(_case.Verify(log.Latest).IsProvenComplete);
        }
    }

    [Fact]
    public async Task Many_entries_share_a_file_of_the_checkpoint_and_none_waits_for_it()
    {
        await using var log = _case.OpenAndPublishEvery(TimeSpan.FromHours(1));
        for (var access = 0; access < 10; access++)
        {
            _ = await LogCase.AccessAsync(log, $"a:{access}");
        }

        Assert.Equal(0, _case.Signed().Size);
        Assert.Equal(_case.Lines().Count, _case.Verify().Unsigned);
        Assert.Empty(_case.Verify().Faults);
    }

    [Fact]
    public async Task File_of_the_checkpoint_that_is_due_is_written_though_nothing_more_comes()
    {
        await using var log = _case.OpenAndPublishEvery(TimeSpan.FromMilliseconds(20));
        _ = await LogCase.AccessAsync(log, "a:1");

        for (var wait = 0; wait < 1_000 && _case.Signed().Size < log.Latest.Size; wait++)
        {
            await Task.Delay(20);
        }

        Assert.Equal(_case.Lines().Count, _case.Signed().Size);
    }

    [Fact]
    public async Task Log_that_is_closed_is_published_to_its_end_and_takes_nothing_more()
    {
        var log = _case.OpenAndPublishEvery(TimeSpan.FromHours(1));
        _ = await LogCase.AccessAsync(log, "a:1");
        await log.DisposeAsync();

        Assert.Equal(0, _case.Verify().Unsigned);
        _ = await Assert.ThrowsAsync<AuditUnavailableException>(
            () => log.AppendIntentAsync(LogCase.Intent("a:2"), default).AsTask());
    }
}
