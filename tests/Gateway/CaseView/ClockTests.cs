using Aggregator.Host.LocalHub;
using Xunit;

namespace Aggregator.Gateway.Tests.CaseView;

/// <summary>The hub's clock goes on over a restart: nothing that was recorded comes to lie in the future.</summary>
public sealed class ClockTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aggregator-clock-");
    private readonly SetClock _system = new() { Now = new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero) };

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_was_recorded_before_a_restart_is_known_after_it()
    {
        await using var hub = await OtherHub.StartAsync();
        var placed = await hub.AskAsync("decision-maker", """
            mutation { placeLegalHold(person: "P1", reason: "inquiry announced") { id } }
            """);

        await hub.StopAsync();
        await hub.InitializeAsync();

        // That a note names the hold says that it is known as at the instant asked for, the hub's now.
        var notes = await hub.AskAsync("decision-maker", """{ child(id: "P1") { notes { rule } } }""");
        Assert.Single(placed.Texts("placeLegalHold.id"));
        Assert.Contains("LEGAL_HOLD", notes.Texts("child.notes.rule"));
    }

    [Fact]
    public void It_starts_with_the_demonstrations_now_and_goes_on_while_the_hub_is_stopped()
    {
        var first = Keep(null).GetUtcNow();
        _system.Now += TimeSpan.FromHours(3);

        Assert.Equal(HubClock.Demonstration, first);
        Assert.Equal(first + TimeSpan.FromHours(3), Keep(null).GetUtcNow());
    }

    [Fact]
    public void It_is_set_forward_and_never_back()
    {
        _ = Keep(HubClock.Demonstration);
        _ = Keep(HubClock.Demonstration.AddDays(30));

        var back = Assert.Throws<UnservableException>(() => Keep(HubClock.Demonstration.AddDays(29)));
        Assert.Contains("2025-08-20T17:00:00Z", back.Message, StringComparison.Ordinal);
        Assert.Equal(HubClock.Demonstration.AddDays(30), Keep(null).GetUtcNow());
    }

    [Fact]
    public void One_that_cannot_be_read_is_refused_with_its_file()
    {
        var file = Path.Combine(_folder.FullName, "clock");
        File.WriteAllText(file, "half past");

        Assert.Contains(file, Assert.Throws<UnservableException>(() => Keep(null)).Message, StringComparison.Ordinal);
    }

    private HubClock Keep(DateTimeOffset? start) => HubClock.Keep(_folder.FullName, start, _system);

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
