using System.Globalization;
using System.Text.Json;

namespace Aggregator.Host.LocalHub;

/// <summary>The hub's clock: starts at a chosen instant and goes on at the system's pace.</summary>
/// <param name="start">What it shows at first.</param>
/// <param name="system">The system's clock.</param>
internal sealed class HubClock(DateTimeOffset start, TimeProvider system) : TimeProvider
{
    /// <summary>The demonstration's now: day 49, 18:00 in London.</summary>
    public static readonly DateTimeOffset Demonstration = new(2025, 7, 21, 17, 0, 0, TimeSpan.Zero);

    private readonly TimeSpan _offset = start - system.GetUtcNow();

    /// <summary>
    /// The clock of a data folder. It goes on while the hub is stopped and is never set back: what was recorded by it
    /// would lie in the future.
    /// </summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="start">What it is to show; null for what the folder's clock shows, or the demonstration's now.
    /// </param>
    /// <param name="system">The system's clock.</param>
    /// <exception cref="UnservableException">It would be set back, or what is kept of it cannot be read.</exception>
    public static HubClock Keep(string folder, DateTimeOffset? start, TimeProvider system)
    {
        var file = Path.Combine(folder, "clock");
        var kept = File.Exists(file) ? Read(file, system) : null;
        if (kept is not null && start is null)
        {
            return kept;
        }

        if (kept?.GetUtcNow() is { } shows && start < shows)
        {
            throw new UnservableException(
                $"{file}: the clock of this data folder shows {Print(shows)} and is not set back to "
                + $"{Print(start.Value)}, before what was recorded by it: name a later instant, or another folder");
        }

        var clock = new HubClock(start ?? Demonstration, system);
        File.WriteAllText(file, JsonSerializer.Serialize(new Kept(clock.GetUtcNow(), system.GetUtcNow())) + "\n");
        return clock;
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => system.GetUtcNow() + _offset;

    private static HubClock Read(string file, TimeProvider system)
    {
        try
        {
            var kept = JsonSerializer.Deserialize<Kept>(File.ReadAllText(file))
                ?? throw new JsonException("the file holds nothing");
            return new HubClock(kept.Hub + (system.GetUtcNow() - kept.System), system);
        }
        catch (JsonException)
        {
            throw new UnservableException(
                $"{file}: no clock can be read here: delete the file, and name with `--clock` an instant after "
                + "everything that was recorded");
        }
    }

    private static string Print(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>What the hub's clock showed when the system's showed something else.</summary>
    private sealed record Kept(DateTimeOffset Hub, DateTimeOffset System);
}
