using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>A place in a subgraph's schema.</summary>
/// <param name="Subgraph">The subgraph's name.</param>
/// <param name="At">Line and column; <see cref="Location.None"/> when the whole schema is meant.</param>
/// <param name="InLabels">True when the place is in the labels laid over the schema.</param>
public readonly record struct SubgraphPlace(string Subgraph, Location At, bool InLabels = false)
{
    /// <summary>The form <c>police 3:14</c>.</summary>
    public override string ToString() =>
        Subgraph + (InLabels ? " (labels)" : "") + (At == Location.None ? "" : " " + At);
}

/// <summary>An error or a hint of the composer.</summary>
/// <param name="Code">From the catalogue in <see cref="CompositionCodes"/>.</param>
/// <param name="Message">What is wrong, with the names as the schemas have them.</param>
/// <param name="Cure">What to change.</param>
/// <param name="Places">Where, in a stable order; may be empty when no one place is at fault.</param>
public sealed record CompositionFinding(
    string Code, string Message, string Cure, ImmutableArray<SubgraphPlace> Places)
{
    /// <summary>One line: code, message, places, cure.</summary>
    public override string ToString() =>
        $"{Code}: {Message}{(Places.IsEmpty ? "" : $" [{string.Join(", ", Places)}]")}; {Cure}";

    /// <inheritdoc/>
    public bool Equals(CompositionFinding? other) => other is not null
        && (Code, Message, Cure) == (other.Code, other.Message, other.Cure) && Places.SequenceEqual(other.Places);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Message);
}
