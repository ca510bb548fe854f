namespace Aggregator.Kit;

/// <summary>Who asks, for what, and as at when, vouched for by the gateway for at most a minute.</summary>
/// <param name="RequestId">The gateway's id of the request, the same for every agency it asks.</param>
/// <param name="Role">The caller's role, such as `HEALTH_VISITOR`, `HUB_RULES` or `GATEWAY`.</param>
/// <param name="Organisation">The caller's agency code.</param>
/// <param name="Recipient">The agency code that receives the data, or `HUB`.</param>
/// <param name="Purpose">The stated purpose.</param>
/// <param name="Stage">The effective stage.</param>
/// <param name="AsAt">The instant whose knowledge is asked for, UTC.</param>
/// <param name="ExpiresAt">When the context stops being valid, UTC.</param>
public sealed record CallerContext(
    string RequestId,
    string Role,
    string Organisation,
    string Recipient,
    string Purpose,
    string Stage,
    DateTimeOffset AsAt,
    DateTimeOffset ExpiresAt)
{
    /// <summary>When the gateway signed it, UTC, in whole seconds.</summary>
    public DateTimeOffset IssuedAt { get; init; }

    /// <summary>The policy's smallest count that may be shown; 0 when none was named.</summary>
    public int MinimumCellSize { get; init; }

    /// <summary>By stage the codes of agencies of which the caller must not learn that they are involved; null when the
    /// gateway says nothing of it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? HiddenAgencies { get; init; }

    /// <summary>The last checkpoint of the gateway's access log, as text; null when none was shown.</summary>
    public string? LogCheckpoint { get; init; }

    /// <summary>The code of the agency that the answer is passed on to; null for none.</summary>
    public string? OnwardTo { get; init; }

    /// <summary>The code of the agency that the answer goes to in the end: whose own data is its own in it.</summary>
    public string GoesTo => OnwardTo ?? Organisation;

    /// <summary>The id of the broken glass that the request names; null for none.</summary>
    public string? BreakGlass { get; init; }

    /// <summary>The worker or desk, as in the token; empty where the gateway asks for itself.</summary>
    public string Worker { get; init; } = "";
}
