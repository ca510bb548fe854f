using System.Collections.Immutable;

namespace Aggregator.Composition;

/// <summary>Where a value can be asked further: in one subgraph, as one of its types.</summary>
/// <param name="Subgraph">Which subgraph, by its place in the order of names.</param>
/// <param name="Type">The type's name there: an interface's when that subgraph has it as an interface object.</param>
/// <param name="Provided">What a @provides adds on this path, as a field set; empty when nothing.</param>
internal readonly record struct Position(int Subgraph, string Type, string Provided = "");

/// <summary>A concrete type with every position in which its value can be asked: one step of the proof.</summary>
/// <param name="Type">The object type's name in the supergraph.</param>
/// <param name="Positions">In a stable order, without repeats.</param>
internal sealed record ReachState(string Type, ImmutableArray<Position> Positions)
{
    public static ReachState Of(string type, IEnumerable<Position> positions) => new(type, [.. positions
        .Distinct()
        .OrderBy(each => each.Subgraph)
        .ThenBy(each => each.Type, StringComparer.Ordinal)
        .ThenBy(each => each.Provided, StringComparer.Ordinal)]);

    public bool Equals(ReachState? other) =>
        other is not null && Type == other.Type && Positions.SequenceEqual(other.Positions);

    public override int GetHashCode() => Positions.Aggregate(
        StringComparer.Ordinal.GetHashCode(Type), (hash, position) => HashCode.Combine(hash, position));
}
