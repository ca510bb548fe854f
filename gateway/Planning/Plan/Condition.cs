using System.Collections.Immutable;

namespace Aggregator.Planning;

/// <summary>A boolean variable and the value it must have.</summary>
/// <param name="Variable">The client's variable, without the dollar sign.</param>
/// <param name="Value">True for <c>@include</c>, false for <c>@skip</c>.</param>
public readonly record struct ConditionTerm(string Variable, bool Value);

/// <summary>
/// When a field or a fetch takes part: at least one alternative holds, each a conjunction of terms. Literal conditions
/// are already applied. Compared by structure; terms and alternatives are sorted and without duplicates.
/// </summary>
/// <param name="AnyOf">
/// The alternatives; one empty alternative, and only that, means always. None at all means never.
/// </param>
public sealed record Condition(ImmutableArray<ImmutableArray<ConditionTerm>> AnyOf)
{
    /// <summary>Always.</summary>
    public static readonly Condition Always = new([[]]);

    /// <summary>True when nothing depends on variables.</summary>
    public bool IsAlways { get; } = AnyOf.Any(terms => terms.IsEmpty);

    /// <summary>Makes a condition of one alternative.</summary>
    /// <param name="terms">All must hold; empty means always.</param>
    public static Condition All(params IEnumerable<ConditionTerm> terms) => new([Sorted(terms)]);

    /// <summary>Holds when both hold.</summary>
    /// <param name="other">The other.</param>
    public Condition And(Condition other) => IsAlways ? other : other.IsAlways ? this
        : Of(from left in AnyOf from right in other.AnyOf select Sorted(left.Concat(right)));

    /// <summary>Holds when either holds.</summary>
    /// <param name="other">The other.</param>
    public Condition Or(Condition other) => IsAlways || other.IsAlways ? Always : Of(AnyOf.Concat(other.AnyOf));

    /// <summary>True when it holds for these variables.</summary>
    /// <param name="valueOf">The value of a boolean variable.</param>
    public bool Holds(Func<string, bool> valueOf) => IsAlways || HoldsFor(valueOf);

    /// <inheritdoc/>
    public bool Equals(Condition? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>For people, as in <c>$a &amp; !$b | $c</c>; empty for always.</summary>
    public override string ToString() =>
        IsAlways ? "" : AnyOf.IsEmpty ? "never" : string.Join(" | ", AnyOf.Select(Text));

    // Apart from what nothing depends on, which most is: that allocates nothing.
    private bool HoldsFor(Func<string, bool> valueOf) =>
        AnyOf.Any(terms => terms.All(term => valueOf(term.Variable) == term.Value));

    // An alternative that says more than another adds nothing; one that contradicts itself never holds.
    private static Condition Of(IEnumerable<ImmutableArray<ConditionTerm>> alternatives)
    {
        var different = alternatives.DistinctBy(Text).ToList();
        return new(
        [
            .. different
                .Where(terms => terms.Select(term => term.Variable).Distinct().Count() == terms.Length)
                .Where(terms => !different.Any(other => other.Length < terms.Length && other.All(terms.Contains)))
                .OrderBy(Text, StringComparer.Ordinal),
        ]);
    }

    private static ImmutableArray<ConditionTerm> Sorted(IEnumerable<ConditionTerm> terms) =>
        [.. terms.Distinct().OrderBy(term => term.Variable, StringComparer.Ordinal).ThenBy(term => term.Value)];

    private static string Text(ImmutableArray<ConditionTerm> terms) =>
        string.Join(" & ", terms.Select(term => (term.Value ? "$" : "!$") + term.Variable));
}
