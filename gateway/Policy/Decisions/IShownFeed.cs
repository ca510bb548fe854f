using System.Collections.Immutable;

namespace Aggregator.Policy;

/// <summary>
/// Tells the hub what was shown to whom, so that it can say "shown" and never "told". Over HTTP it is
/// <c>POST /register/shown</c> of the hub.
/// </summary>
public interface IShownFeed
{
    /// <summary>Keeps a delivery until the hub has it; it is durable when this ends.</summary>
    /// <param name="delivery">What is about to be shown.</param>
    /// <returns>False when it could not be kept: then nothing may be shown.</returns>
    ValueTask<bool> KeepAsync(ShownDelivery delivery);
}

/// <summary>What one answer showed.</summary>
/// <param name="At">When, by the hub's clock.</param>
/// <param name="Agency">The agency code that it was shown to.</param>
/// <param name="Worker">The worker or desk.</param>
/// <param name="Looks">The children whose view was shown.</param>
/// <param name="Records">The records that were shown.</param>
public sealed record ShownDelivery(
    DateTimeOffset At,
    string Agency,
    string Worker,
    ImmutableArray<string> Looks,
    ImmutableArray<ShownRecord> Records);

/// <summary>A record that was shown: which and what classes of it, never values.</summary>
/// <param name="Record">The record's id.</param>
/// <param name="Type">The type of the object that showed it.</param>
/// <param name="Persons">Whose data it is.</param>
/// <param name="Classes">The classes of the policy that were shown in full.</param>
public sealed record ShownRecord(
    string Record, string Type, ImmutableArray<string> Persons, ImmutableArray<string> Classes);
