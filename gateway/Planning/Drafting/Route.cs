using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>How a subgraph comes to see the objects at a place.</summary>
internal enum RouteKind
{
    /// <summary>It already does.</summary>
    Existing,

    /// <summary>By a request of its own for root fields.</summary>
    Root,

    /// <summary>By asking the field that leads here of a subgraph that sees the parent.</summary>
    Through,

    /// <summary>By asking for the entities.</summary>
    Move,
}

/// <summary>One way for a subgraph to see objects of a concrete type at a place.</summary>
internal sealed record Route(RouteKind Kind, Subgraph? Subgraph, int Cost)
{
    public Arrival? Arrival { get; init; }

    public Route? Parent { get; init; }

    public EntityMove? Move { get; init; }

    /// <summary>
    /// The name of the interface that the subgraph, or one of several origins, has an object of; otherwise null.
    /// </summary>
    public string? AsObject { get; init; }

    public ImmutableArray<Selection> Provided { get; init; } = [];
}

/// <summary>How a subgraph answers a field: its part, and what it must be given for it.</summary>
internal readonly record struct Access(FieldPart Part, string TypeName, FieldSet? Requires)
{
    /// <summary>True when it must be given nothing: whoever sees the object can ask.</summary>
    public bool IsDirect => Requires is null && Part.ContextArguments.IsEmpty;
}
