using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>
/// Merges the parts of a contributed or gathered list that several subgraphs gave into one list, in one total order.
/// Runs when every contributor's fetch has ended, whether it answered or not.
/// </summary>
public sealed class MergeStep : PlanStep
{
    /// <summary>The field's coordinate, as in <c>Child.incidents</c>.</summary>
    public required string Coordinate { get; init; }

    /// <summary>The objects that get a list.</summary>
    public required DataPath Target { get; init; }

    /// <summary>The slot of the target object that the merged value goes to.</summary>
    public required int Slot { get; init; }

    /// <summary>
    /// From the target object to the entities that hold the parts; empty when the target itself does.
    /// </summary>
    public required DataPath Over { get; init; }

    /// <summary>Who contributes, in subgraph order.</summary>
    public required ImmutableArray<Contributor> Contributors { get; init; }

    /// <summary>The slot of an item's ordering field: an RFC 3339 instant or a string, non-null.</summary>
    public required int OrderBy { get; init; }

    /// <summary>
    /// The slot of an item's key. Items of one key are one item: each contributor's fields beside the others'.
    /// </summary>
    public required int Key { get; init; }

    /// <summary>Where the parts of the value are; null for a plain list.</summary>
    public required ConnectionSlots? Connection { get; init; }

    /// <summary>
    /// The client's page size argument: literal, variable or default; null when the field takes none.
    /// </summary>
    public required Value? First { get; init; }

    /// <summary>The client's cursor argument: literal or variable; null when not given.</summary>
    public required Value? After { get; init; }

    /// <summary>True when the list, or something of it, is handed on to an agency.</summary>
    public bool IsHandedOn { get; init; }

    /// <summary>When the list takes part.</summary>
    public Condition Condition { get; init; } = Condition.Always;
}

/// <summary>One subgraph's part of a merged list.</summary>
/// <param name="Fetch">The id of the fetch that asks for it.</param>
/// <param name="Subgraph">Who.</param>
/// <param name="Slot">The slot, on each entity that <see cref="MergeStep.Over"/> finds, of its part.</param>
public sealed record Contributor(int Fetch, Subgraph Subgraph, int Slot)
{
    /// <summary>
    /// From its part to where it says that its page ended, a position as it is asked from; empty when it is not asked,
    /// since of every item that it can give the place is read.
    /// </summary>
    public DataPath PageEnd { get; init; } = DataPath.Root;
}

/// <summary>
/// The slots of a merged value that is an object and not a plain list; null for what is not selected.
/// </summary>
/// <param name="Nodes">The items.</param>
/// <param name="PageInfo">The page's end.</param>
/// <param name="HasNextPage">Inside <paramref name="PageInfo"/>.</param>
/// <param name="EndCursor">Inside <paramref name="PageInfo"/>.</param>
/// <param name="Missing">Who is not in it.</param>
/// <param name="MissingAgency">Inside <paramref name="Missing"/>: the agency code.</param>
/// <param name="MissingState">Inside <paramref name="Missing"/>: its state.</param>
/// <param name="MissingSince">Inside <paramref name="Missing"/>: since when, or null.</param>
public sealed record ConnectionSlots(
    int Nodes,
    int? PageInfo,
    int? HasNextPage,
    int? EndCursor,
    int? Missing,
    int? MissingAgency,
    int? MissingState,
    int? MissingSince);
