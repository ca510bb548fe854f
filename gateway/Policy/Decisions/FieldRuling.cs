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

/// <summary>The order of effects, and their names in policy files and answers.</summary>
public static class Effects
{
    private static readonly ImmutableArray<string> Names = ["CLEAR", "GENERALISE", "MASK", "EXISTS", "OMIT", "HIDE"];

    /// <summary>Every name, for who has to choose one.</summary>
    internal static string Choices => string.Join(", ", Names);

    /// <summary>What both allow: the less revealing.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static Effect Meet(Effect left, Effect right) => left > right ? left : right;

    /// <summary>What either allows: the more revealing.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    public static Effect Join(Effect left, Effect right) => left < right ? left : right;

    /// <summary>Its name, as in <c>GENERALISE</c>.</summary>
    /// <param name="effect">The effect.</param>
    public static string NameOf(Effect effect) => Names[(int)effect];

    /// <summary>The effect of that name, or null.</summary>
    /// <param name="name">As in <c>GENERALISE</c>.</param>
    public static Effect? Named(string? name) =>
        name is not null && Names.IndexOf(name) is >= 0 and var place ? (Effect)place : null;
}

/// <summary>What screening ruled for one coordinate, the same for every person.</summary>
/// <param name="Effect">The most that anyone in this role, purpose and stage can get.</param>
/// <param name="Classes">The effective classes of the coordinate, sorted; empty when it needs no decision.</param>
/// <param name="Reason">The reason code of the marker; null when clear.</param>
public sealed record FieldRuling(Effect Effect, ImmutableArray<string> Classes, string? Reason)
{
    /// <summary>True when it leads to objects that stand only for callers with a link to their person.</summary>
    public bool LeadsToSubject { get; init; }

    /// <summary>True for what an entry says of whom it names: withheld where that is somebody shielded.</summary>
    public bool IsOfNamed { get; init; }

    /// <summary>True when something is left to decide when the answer is released.</summary>
    public bool NeedsDecision => Effect != Effect.Clear || !Classes.IsEmpty || LeadsToSubject || IsOfNamed;

    /// <summary>Nothing to decide.</summary>
    public static readonly FieldRuling Clear = new(Effect.Clear, [], null);
}
