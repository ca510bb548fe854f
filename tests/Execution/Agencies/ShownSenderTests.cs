using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Aggregator.Agencies;
using Aggregator.Policy;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace Aggregator.Execution.Tests;

/// <summary>The outbox's sender goes on whatever happens, loses nothing, and says what the hub does not take.</summary>
public sealed class ShownSenderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aggregator-shown-").FullName;
    private readonly ConcurrentQueue<string> _taken = [];
    private readonly ConcurrentQueue<string> _told = [];
    private readonly FailingDisk _disk = new();
    private Func<string, ShownAnswer> _hub = _ => ShownAnswer.Taken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_fault_while_sending_does_not_end_it()
    {
        _hub = _ => throw new IOException("input/output error");
        await using var outbox = Open();
        Assert.True(await outbox.KeepAsync(Delivery("R1")));
        await EventuallyAsync(() => outbox.Warning is not null);

        _hub = _ => ShownAnswer.Taken;

        await EventuallyAsync(() => outbox.Warning is null);
        Assert.Equal(["R1"], _taken);
        Assert.Equal(2, _told.Count);
    }

    [Fact]
    public async Task What_a_full_disk_did_not_keep_is_not_told_to_the_hub_once_there_is_room()
    {
        await using var outbox = Open();
        _disk.IsFull = true;
        Assert.False(await outbox.KeepAsync(Delivery("R-never-shown")));
        _disk.IsFull = false;
        Assert.True(await outbox.KeepAsync(Delivery("R-shown")));

        await EventuallyAsync(() => !_taken.IsEmpty);
        await EventuallyAsync(() => new FileInfo(Path.Combine(_folder, "shown.jsonl")).Length == 0);
        Assert.Equal(["R-shown"], _taken);
    }

    [Fact]
    public async Task What_a_full_disk_did_not_keep_and_could_not_cut_off_is_not_sent_either()
    {
        await using var outbox = Open();
        (_disk.IsFull, _disk.CannotCut) = (true, true);
        Assert.False(await outbox.KeepAsync(Delivery("R-never-shown")));
        Assert.False(await outbox.KeepAsync(Delivery("R-not-either")));
        (_disk.IsFull, _disk.CannotCut) = (false, false);
        Assert.True(await outbox.KeepAsync(Delivery("R-shown")));

        await EventuallyAsync(() => !_taken.IsEmpty);
        Assert.Equal(["R-shown"], _taken);
    }

    [Fact]
    public async Task What_the_hub_refuses_holds_up_nothing_is_kept_and_told_and_sent_again_after_a_restart()
    {
        _hub = _ => ShownAnswer.NotTaken;
        await using (var outbox = Open())
        {
            for (var number = 0; number < 20; number++)
            {
                Assert.True(await outbox.KeepAsync(Delivery($"R{number:d2}")));
            }

            _hub = body => body.Contains("R07") ? ShownAnswer.Refused : ShownAnswer.Taken;
            await EventuallyAsync(() => _taken.Count == 19 && outbox.Warning is not null);
            Assert.Null(outbox.Fault);
        }

        var refused = Path.Combine(_folder, "refused.jsonl");
        Assert.Contains("R07", await File.ReadAllTextAsync(refused), StringComparison.Ordinal);
        Assert.DoesNotContain("R07", string.Concat(_told), StringComparison.Ordinal);
        Assert.Contains("refused.jsonl", Assert.Single(_told), StringComparison.Ordinal);

        _hub = _ => ShownAnswer.Taken;
        await using (var outbox = Open())
        {
            await EventuallyAsync(() => _taken.Contains("R07"));
        }

        Assert.False(File.Exists(refused));
        Assert.Equal(20, _taken.Count);
    }

    [Fact]
    public async Task That_the_hub_takes_nothing_is_said_once_and_that_it_does_again()
    {
        _hub = _ => ShownAnswer.NotTaken;
        await using var outbox = Open();
        Assert.True(await outbox.KeepAsync(Delivery("R1")));
        await EventuallyAsync(() => outbox.Warning is not null);

        _hub = _ => ShownAnswer.Taken;

        await EventuallyAsync(() => outbox.Warning is null);
        Assert.Equal(2, _told.Count);
    }

    [Fact]
    public async Task What_one_body_cannot_hold_is_sent_in_parts()
    {
        var records = Enumerable.Range(0, 20_000).Select(number =>
            new ShownRecord($"R{number}", "PoliceIncident", ["P1"], ["POLICE_INCIDENT"]));
        _hub = body => body.Length > 1_048_576 ? ShownAnswer.Refused : ShownAnswer.Taken;
        await using var outbox = Open();

        Assert.True(await outbox.KeepAsync(Delivery("R1") with { Records = [.. records] }));

        await EventuallyAsync(() => _taken.Count == 20_000);
        Assert.Equal(20_000, _taken.Distinct().Count());
        Assert.Empty(_told);
    }

    [Fact]
    public async Task When_no_more_may_wait_it_says_so()
    {
        await File.WriteAllBytesAsync(
            Path.Combine(_folder, "shown.jsonl"), [.. new byte[ShownOutbox.MaxWaitingBytes - 1], (byte)'\n']);
        _hub = _ => ShownAnswer.NotTaken;
        await using var outbox = Open();

        Assert.False(await outbox.KeepAsync(Delivery("R1")));

        Assert.NotNull(outbox.Fault);
    }

    private ShownOutbox Open() => new(_folder, TakeAsync, _told.Enqueue, _disk, TimeSpan.FromSeconds(1));

    private ValueTask<ShownAnswer> TakeAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetString(bytes);
        var answer = _hub(body);
        if (answer == ShownAnswer.Taken)
        {
            foreach (var record in JsonDocument.Parse(body).RootElement.GetProperty("deliveries").EnumerateArray()
                .SelectMany(delivery => delivery.GetProperty("records").EnumerateArray()))
            {
                _taken.Enqueue(record.GetProperty("record").GetString()!);
            }
        }

        return new(answer);
    }

    private static async Task EventuallyAsync(Func<bool> holds)
    {
        for (var attempt = 0; attempt < 300 && !holds(); attempt++)
        {
            await Task.Delay(100);
        }

        Assert.True(holds());
    }

    private static ShownDelivery Delivery(string record) => new(
        DateTimeOffset.UnixEpoch, "HV", "health-visitor", ["P1"],
        [new ShownRecord(record, "PoliceIncident", ["P1"], ["POLICE_INCIDENT"])]);

    private sealed class FailingDisk : IShownDisk
    {
        private readonly ShownDisk _disk = new();

        public bool IsFull { get; set; }

        public bool CannotCut { get; set; }

        public void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long at)
        {
            _disk.Write(file, bytes, at);
            if (IsFull)
            {
                throw new IOException("no space left on device");
            }
        }

        public void Cut(SafeFileHandle file, long length)
        {
            if (CannotCut)
            {
                throw new IOException("input/output error");
            }

            _disk.Cut(file, length);
        }
    }
}
