using System.Collections.Immutable;

namespace Aggregator.Policy;

/// <summary>What a caller gets of a field, from most to least (policy file, <c>effect</c>).</summary>
public enum Effect
{
    /// <summary>The value.</summary>
    Clear,

    /// <summary>A coarser value: category, band, district.</summary>
    Generalise,

    /// <summary>A fixed mask.</summary>
    Mask,

    /// <summary>Only that it is there: agency, date and contact.</summary>
    Exists,

    /// <summary>Nothing, and the answer says so.</summary>
    Omit,

    /// <summary>Nothing, and nothing tells.</summary>
    Hide,
}

/// <summary>What screening ruled for one coordinate, the same for every person.</summary>
/// <param name="Effect">The most that anyone in this role, purpose and stage can get.</param>
/// <param name="Classes">The effective classes of the coordinate, sorted; empty when it needs no decision.</param>
/// <param name="Reason">The reason code of the marker; null when clear.</param>
public sealed record FieldRuling(Effect Effect, ImmutableArray<string> Classes, string? Reason)
{
    /// <summary>Nothing to decide.</summary>
    public static readonly FieldRuling Clear = new(Effect.Clear, [], null);
}
