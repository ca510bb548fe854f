using System.Collections.Immutable;

namespace Aggregator.Engine;

/// <summary>Who a validated token says the caller is.</summary>
/// <param name="Subject">The caller's id at the identity provider.</param>
/// <param name="Roles">The roles it grants.</param>
/// <param name="Agency">The agency code; hub staff carry HUB.</param>
/// <param name="Desk">The worker or desk that the hub's register holds relationships for.</param>
/// <param name="ExpiresAt">When the token ends: a subscription does not outlive it.</param>
public sealed record CallerIdentity(
    string Subject, ImmutableArray<string> Roles, string Agency, string Desk, DateTimeOffset ExpiresAt)
{
    /// <summary>True when the caller was let in by a second factor, or none is asked for: else glass opens nothing.
    /// </summary>
    public required bool HasSecondFactor { get; init; }

    /// <summary>The scopes that it grants. Default none.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];
}
