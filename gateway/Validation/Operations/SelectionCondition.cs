using System.Collections.Immutable;

namespace Aggregator.Validation;

/// <summary>One test of a Boolean variable.</summary>
/// <param name="Variable">Its name, without the dollar sign.</param>
/// <param name="Expected">What it has to be: true for <c>@include</c>, false for <c>@skip</c>.</param>
public readonly record struct VariableTest(string Variable, bool Expected);

/// <summary>
/// When a field is selected, as far as variables decide: one of the <see cref="Alternatives"/> holds, and an
/// alternative holds when all its tests do. Literal conditions are already applied. Compared by structure.
/// </summary>
public sealed class SelectionCondition : IEquatable<SelectionCondition>
{
    /// <summary>Selected whatever the variables are.</summary>
    public static readonly SelectionCondition Always = new([[]]);

    internal SelectionCondition(ImmutableArray<ImmutableArray<VariableTest>> alternatives) =>
        Alternatives = alternatives;

    /// <summary>At least one; in the order of the document, the tests of each in the order of their names.</summary>
    public ImmutableArray<ImmutableArray<VariableTest>> Alternatives { get; }

    /// <summary>True when no variable decides.</summary>
    public bool IsAlways => Alternatives is [{ IsEmpty: true }];

    /// <summary>True when the field is selected with these variables.</summary>
    /// <param name="variables">The request's variables.</param>
    public bool Holds(CoercedVariables variables)
    {
        foreach (var alternative in Alternatives)
        {
            if (alternative.All(test => variables.IsTrue(test.Variable) == test.Expected))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public bool Equals(SelectionCondition? other) => other is not null
        && Alternatives.Length == other.Alternatives.Length
        && Alternatives.Zip(other.Alternatives).All(pair => pair.First.SequenceEqual(pair.Second));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SelectionCondition);

    /// <inheritdoc/>
    public override int GetHashCode() => Alternatives.SelectMany(tests => tests).Aggregate(23, HashCode.Combine);

    /// <summary>For people: <c>$a and not $b, or $c</c>; <c>always</c>.</summary>
    public override string ToString() => IsAlways
        ? "always"
        : string.Join(", or ", Alternatives.Select(tests =>
            string.Join(" and ", tests.Select(test => (test.Expected ? "$" : "not $") + test.Variable))));
}
