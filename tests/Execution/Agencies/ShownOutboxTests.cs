using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Aggregator.Agencies;
using Aggregator.Policy;
using Xunit;

namespace Aggregator.Execution.Tests;

/// <summary>What was shown waits in a file until the hub has taken it.</summary>
public sealed class ShownOutboxTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aggregator-shown-").FullName;
    private readonly List<string> _taken = [];
    private readonly SemaphoreSlim _arrived = new(0);
    private bool _isDown;
    private int _takes = int.MaxValue;

    public void Dispose()
    {
        _arrived.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Delivery_reaches_the_hub_as_it_was_kept()
    {
        await using var outbox = new ShownOutbox(_folder, TakeAsync, _ => { });
        Assert.True(await outbox.KeepAsync(Delivery("R1")));
        await _arrived.WaitAsync(TimeSpan.FromSeconds(60));

        var delivery = JsonDocument.Parse(_taken.Single()).RootElement.GetProperty("deliveries")[0];
        Assert.Equal("HV", delivery.GetProperty("agency").GetString());
        Assert.Equal("R1", delivery.GetProperty("records")[0].GetProperty("record").GetString());
    }

    [Fact]
    public async Task What_the_hub_did_not_take_is_sent_by_the_next_instance_and_then_not_again()
    {
        _isDown = true;
        await using (var outbox = new ShownOutbox(_folder, TakeAsync, _ => { }))
        {
            await outbox.KeepAsync(Delivery("R1"));
        }

        _isDown = false;
        await using (var outbox = new ShownOutbox(_folder, TakeAsync, _ => { }))
        {
            await _arrived.WaitAsync(TimeSpan.FromSeconds(60));
        }

        await using (var outbox = new ShownOutbox(_folder, TakeAsync, _ => { }))
        {
            await outbox.KeepAsync(Delivery("R2"));
            await _arrived.WaitAsync(TimeSpan.FromSeconds(60));
        }

        Assert.Equal(2, _taken.Count);
        Assert.DoesNotContain("R1", _taken[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_hub_was_told_is_kept_once()
    {
        _isDown = true;
        await using var outbox = new ShownOutbox(_folder, TakeAsync, _ => { });
        await outbox.KeepAsync(Delivery("R1"));
        await outbox.KeepAsync(Delivery("R1"));
        await outbox.KeepAsync(Delivery("R1", "ITEMS_FOUND"));

        Assert.Equal(2, File.ReadAllLines(Copy()).Length);
    }

    [Fact]
    public async Task Line_that_a_crash_cut_off_is_dropped()
    {
        _isDown = true;
        await using (var outbox = new ShownOutbox(_folder, TakeAsync, _ => { }))
        {
            await outbox.KeepAsync(Delivery("R1"));
        }

        await File.AppendAllTextAsync(Path.Combine(_folder, "shown.jsonl"), "{\"at\":\"2025");
        _isDown = false;
        await using (var outbox = new ShownOutbox(_folder, TakeAsync, _ => { }))
        {
            await _arrived.WaitAsync(TimeSpan.FromSeconds(60));
        }

        Assert.Equal(1, JsonDocument.Parse(_taken.Single()).RootElement.GetProperty("deliveries").GetArrayLength());
    }

    [Fact]
    public async Task What_the_hub_has_taken_is_gone_from_the_file_at_once()
    {
        await using var outbox = new ShownOutbox(_folder, TakeAsync, _ => { });
        await outbox.KeepAsync(Delivery("R1"));
        await _arrived.WaitAsync(TimeSpan.FromSeconds(60));

        await EventuallyAsync(() => new FileInfo(Kept).Length == 0);
    }

    [Fact]
    public async Task What_the_hub_has_taken_of_a_long_row_is_gone_while_the_rest_waits()
    {
        await KeepManyAsync(1_000);
        var length = new FileInfo(Kept).Length;
        _takes = 8;
        await using (var outbox = new ShownOutbox(_folder, TakeAsync, _ => { }))
        {
            await EventuallyAsync(() => _takes == 0 && new FileInfo(Kept).Length < length * 6 / 10);
        }

        _takes = int.MaxValue;
        await using (var outbox = new ShownOutbox(_folder, TakeAsync, _ => { }))
        {
            await EventuallyAsync(() => new FileInfo(Kept).Length == 0);
        }

        Assert.Equal(
            Enumerable.Range(0, 1_000).Select(number => $"R{number}"), _taken.SelectMany(Records));
        Assert.Equal("0", await File.ReadAllTextAsync(Path.Combine(_folder, "sent")));
    }

    [Fact]
    public async Task Crash_before_what_was_sent_is_cut_off_sends_it_again_and_loses_nothing_that_is_kept_then()
    {
        await KeepManyAsync(1_000);
        var uncut = await File.ReadAllBytesAsync(Kept);
        await using (var outbox = new ShownOutbox(_folder, TakeAsync, _ => { }))
        {
            await EventuallyAsync(() => new FileInfo(Kept).Length == 0);
        }

        await File.WriteAllBytesAsync(Kept, uncut);
        await using (var outbox = new ShownOutbox(_folder, TakeAsync, _ => { }))
        {
            await outbox.KeepAsync(Delivery("R-later"));
            await EventuallyAsync(() => new FileInfo(Kept).Length == 0);
        }

        Assert.Equal(2_001, _taken.SelectMany(Records).Count());
        Assert.Contains("R-later", _taken.SelectMany(Records));
    }

    [Fact]
    public async Task What_was_sent_before_a_start_is_gone_with_the_start()
    {
        await KeepManyAsync(3);
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "sent"), $"{new FileInfo(Kept).Length}");

        await using var outbox = new ShownOutbox(_folder, TakeAsync, _ => { });

        Assert.Equal(0, new FileInfo(Kept).Length);
        Assert.Empty(_taken);
    }

    [Fact]
    public async Task Place_behind_the_files_end_skips_nothing_that_is_kept_later()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "sent"), "500");
        await KeepManyAsync(10);

        await using (var outbox = new ShownOutbox(_folder, TakeAsync, _ => { }))
        {
            await EventuallyAsync(() => new FileInfo(Kept).Length == 0);
        }

        Assert.Equal(10, _taken.SelectMany(Records).Count());
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Only_the_owner_reads_what_waits_also_in_a_folder_that_others_could_read()
    {
        _ = Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Kept, "");
        File.SetUnixFileMode(Kept, Readable);
        File.SetUnixFileMode(_folder, Readable | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);

        await KeepManyAsync(1);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Kept));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder));
    }

    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private string Kept => Path.Combine(_folder, "shown.jsonl");

    private async Task KeepManyAsync(int count)
    {
        _isDown = true;
        await using (var outbox = new ShownOutbox(_folder, TakeAsync, _ => { }))
        {
            for (var number = 0; number < count; number++)
            {
                Assert.True(await outbox.KeepAsync(Delivery($"R{number}")));
            }
        }

        _isDown = false;
    }

    private static IEnumerable<string> Records(string body) =>
        JsonDocument.Parse(body).RootElement.GetProperty("deliveries").EnumerateArray()
            .Select(delivery => delivery.GetProperty("records")[0].GetProperty("record").GetString()!);

    private static async Task EventuallyAsync(Func<bool> holds)
    {
        for (var attempt = 0; attempt < 600 && !holds(); attempt++)
        {
            await Task.Delay(100);
        }

        Assert.True(holds());
    }

    private static ShownDelivery Delivery(string record, string cls = "POLICE_INCIDENT") => new(
        DateTimeOffset.UnixEpoch, "HV", "health-visitor", ["P1"],
        [new ShownRecord(record, "PoliceIncident", ["P1"], [cls])]);

    private string Copy()
    {
        var copy = Path.Combine(_folder, "copy");
        using var from = new FileStream(
            Path.Combine(_folder, "shown.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var to = File.Create(copy);
        from.CopyTo(to);
        return copy;
    }

    private ValueTask<ShownAnswer> TakeAsync(byte[] body, CancellationToken cancellationToken)
    {
        if (_isDown || _takes == 0)
        {
            return new(ShownAnswer.NotTaken);
        }

        _takes--;
        _taken.Add(Encoding.UTF8.GetString(body));
        _arrived.Release();
        return new(ShownAnswer.Taken);
    }
}
