namespace Aggregator.Host.LocalHub;

/// <summary>The hub's clock: starts at a chosen instant and goes on at the system's pace.</summary>
/// <param name="start">What it shows at first.</param>
/// <param name="system">The system's clock.</param>
internal sealed class HubClock(DateTimeOffset start, TimeProvider system) : TimeProvider
{
    /// <summary>The demonstration's now: day 49, 18:00 in London.</summary>
    public static readonly DateTimeOffset Demonstration = new(2025, 7, 21, 17, 0, 0, TimeSpan.Zero);

    private readonly TimeSpan _offset = start - system.GetUtcNow();

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => system.GetUtcNow() + _offset;
}
