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

    public void Dispose()
    {
        _arrived.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Delivery_reaches_the_hub_as_it_was_kept()
    {
        await using var outbox = new ShownOutbox(_folder, TakeAsync);
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
        await using (var outbox = new ShownOutbox(_folder, TakeAsync))
        {
            await outbox.KeepAsync(Delivery("R1"));
        }

        _isDown = false;
        await using (var outbox = new ShownOutbox(_folder, TakeAsync))
        {
            await _arrived.WaitAsync(TimeSpan.FromSeconds(60));
        }

        await using (var outbox = new ShownOutbox(_folder, TakeAsync))
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
        await using var outbox = new ShownOutbox(_folder, TakeAsync);
        await outbox.KeepAsync(Delivery("R1"));
        await outbox.KeepAsync(Delivery("R1"));
        await outbox.KeepAsync(Delivery("R1", "ITEMS_FOUND"));

        Assert.Equal(2, File.ReadAllLines(Copy()).Length);
    }

    [Fact]
    public async Task Line_that_a_crash_cut_off_is_dropped()
    {
        _isDown = true;
        await using (var outbox = new ShownOutbox(_folder, TakeAsync))
        {
            await outbox.KeepAsync(Delivery("R1"));
        }

        await File.AppendAllTextAsync(Path.Combine(_folder, "shown.jsonl"), "{\"at\":\"2025");
        _isDown = false;
        await using (var outbox = new ShownOutbox(_folder, TakeAsync))
        {
            await _arrived.WaitAsync(TimeSpan.FromSeconds(60));
        }

        Assert.Equal(1, JsonDocument.Parse(_taken.Single()).RootElement.GetProperty("deliveries").GetArrayLength());
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

    private ValueTask<bool> TakeAsync(byte[] body, CancellationToken cancellationToken)
    {
        if (_isDown)
        {
            return new(false);
        }

        _taken.Add(Encoding.UTF8.GetString(body));
        _arrived.Release();
        return new(true);
    }
}
