using Aggregator.Kit;

namespace Aggregator.Hub.Register;

/// <summary>
/// A decision to share that has ended when it is recorded says what was handed over: it was never in force, so it opens
/// nothing to anybody and settles no gap in an agreement.
/// </summary>
internal static class HandOvers
{
    /// <summary>True for a decision that was never in force.</summary>
    /// <param name="sharing">The entry.</param>
    public static bool Is(Fact sharing) => sharing.Instant("expiresAt") <= sharing.RecordedAt;
}
