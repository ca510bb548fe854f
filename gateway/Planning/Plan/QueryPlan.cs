using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>
/// What to ask which subgraph, in what order, and how the client's answer is read off the merged data. Plain data:
/// immutable, printable, the same for the same supergraph and operation, and used by many requests at once.
/// </summary>
/// <remarks>
/// The steps fill one tree of merged data. An object of that tree holds values under <em>slots</em>, small numbers that
/// stand for the names in <see cref="Slots"/>. A slot is usually a response key; the planner makes others for what only
/// the gateway needs (keys, requirements, parts of contributed lists).
/// </remarks>
public sealed class QueryPlan
{
    /// <summary>Query, mutation or subscription.</summary>
    public required OperationKind Kind { get; init; }

    /// <summary>The steps; a step's id is its place here, and it depends only on steps before it.</summary>
    public required ImmutableArray<PlanStep> Steps { get; init; }

    /// <summary>The names of the slots of merged data, by number.</summary>
    public required ImmutableArray<string> Slots { get; init; }

    /// <summary>The client's answer as read off the merged data, at the operation's root.</summary>
    public required ResponseSet Response { get; init; }

    /// <summary>The plan as people read it.</summary>
    public override string ToString() => PlanPrinter.Print(this);
}

/// <summary>One step of a plan.</summary>
public abstract class PlanStep
{
    /// <summary>Its place in <see cref="QueryPlan.Steps"/>.</summary>
    public required int Id { get; init; }

    /// <summary>
    /// The steps whose data it needs: it starts as soon as they have ended, whatever else is running.
    /// </summary>
    public required ImmutableArray<int> DependsOn { get; init; }
}

/// <summary>One request to one subgraph.</summary>
public sealed class FetchStep : PlanStep
{
    /// <summary>Who is asked.</summary>
    public required Subgraph Subgraph { get; init; }

    /// <summary>Query, except for the root fetches of a mutation or subscription.</summary>
    public required OperationKind Kind { get; init; }

    /// <summary>The GraphQL text that is sent, compact.</summary>
    public required string Operation { get; init; }

    /// <summary>The client's variables that are passed on under their own names.</summary>
    public ImmutableArray<string> Variables { get; init; } = [];

    /// <summary>The variables that the executor fills.</summary>
    public ImmutableArray<PlanVariable> PlanVariables { get; init; } = [];

    /// <summary>What a root fetch gives; null for an entity fetch.</summary>
    public OutputSet? Root { get; init; }

    /// <summary>What a root fetch asks for by an id: under another one it is not what was asked for.</summary>
    public ImmutableArray<AskedById> AskedById { get; init; } = [];

    /// <summary>
    /// The objects of the query type that a root fetch's answer is merged into; the root object when empty.
    /// </summary>
    public DataPath RootAt { get; init; } = DataPath.Root;

    /// <summary>The groups of entities asked about, each under its own alias; empty for a root fetch.</summary>
    public ImmutableArray<EntityGroup> Entities { get; init; } = [];

    /// <summary>Its text in pieces, when some group takes values from contexts; otherwise null.</summary>
    public FetchTemplate? Template { get; init; }

    /// <summary>When the fetch takes part at all.</summary>
    public Condition Condition { get; init; } = Condition.Always;

    /// <summary>
    /// The coordinates (<c>Type.field</c>) that it asks and for whom, sorted; of concrete types, and of an interface
    /// that the subgraph has an object of. <c>__typename</c> is not among them.
    /// </summary>
    public required ImmutableArray<AskedCoordinate> Asks { get; init; }
}

/// <summary>A root field that finds one entity by its id.</summary>
/// <param name="Slot">Where the entity is in merged data.</param>
/// <param name="IdSlot">Where its id is in it.</param>
/// <param name="Id">The id that was asked for: a literal or a variable.</param>
public sealed record AskedById(int Slot, int IdSlot, Value Id);

/// <summary>A coordinate as asked by a fetch.</summary>
/// <param name="Coordinate">As in <c>Person.nhsNumber</c>.</param>
/// <param name="Recipient">
/// Empty for the client; otherwise the id of the agency that is given it (a key or a requirement).
/// </param>
/// <param name="IsInternal">
/// True for what only the gateway uses: a key, the order of a merged list, the way to the persons of a gathered one.
/// </param>
public readonly record struct AskedCoordinate(string Coordinate, string Recipient, bool IsInternal = false);

/// <summary>Entities of merged data that a fetch asks about with one <c>_entities</c> field.</summary>
public sealed class EntityGroup
{
    /// <summary>
    /// The response key: <c>_entities</c>, or <c>_e0</c>, <c>_e1</c> … when a request has several groups.
    /// </summary>
    public required string Alias { get; init; }

    /// <summary>The variable that takes the representations, without the dollar sign.</summary>
    public required string Variable { get; init; }

    /// <summary>Where the entities are in merged data; each path in turn.</summary>
    public required ImmutableArray<DataPath> Paths { get; init; }

    /// <summary>
    /// How an entity is represented, by its concrete type; an entity of no listed type is not asked about.
    /// </summary>
    public required ImmutableArray<Representation> Representations { get; init; }

    /// <summary>What is kept of each entity, merged into the object it was asked about.</summary>
    public required OutputSet Output { get; init; }

    /// <summary>
    /// An item of a merged list that came from this subgraph itself is not asked about; null for none.
    /// </summary>
    public Subgraph? UnlessFrom { get; init; }

    /// <summary>When it is asked at all: the subgraph leaves it out of its answer otherwise.</summary>
    public Condition Condition { get; init; } = Condition.Always;

    /// <summary>Its variables that are filled from the objects above each entity.</summary>
    public ImmutableArray<ContextVariable> Contexts { get; init; } = [];
}

/// <summary>How an entity of certain types is represented to a subgraph.</summary>
/// <param name="OnTypes">The concrete types (merged <c>__typename</c>) it holds for; empty for any.</param>
/// <param name="TypeName">The <c>__typename</c> that is sent (an interface object's own name, for instance).</param>
/// <param name="Fields">
/// What is sent besides; an entity that misses a required one, or has none at all, is not asked about.
/// </param>
public sealed record Representation(
    ImmutableArray<string> OnTypes, string TypeName, ImmutableArray<RepresentationField> Fields)
{
    /// <summary>
    /// True when the subgraph is asked for the entity's <c>id</c> again: an answer under another one is another's.
    /// </summary>
    public bool AsksForKey { get; init; }

    /// <summary>When something is asked of these entities: without it they are left out of the request.</summary>
    public Condition Condition { get; init; } = Condition.Always;
}

/// <summary>One field of a representation.</summary>
/// <param name="Name">Its name as the subgraph knows it.</param>
/// <param name="Slot">Where its value is in merged data.</param>
/// <param name="IsRequired">True when an entity without it (absent or null) must not be asked about.</param>
/// <param name="Children">For an object or list of objects: what is sent of each, by type; empty for a leaf.</param>
public sealed record RepresentationField(
    string Name, int Slot, bool IsRequired, ImmutableArray<RepresentationSet> Children);

/// <summary>Fields sent of a nested object.</summary>
/// <param name="OnTypes">The concrete types it holds for; empty for any.</param>
/// <param name="SendTypeName">True when the nested object's <c>__typename</c> is sent too.</param>
/// <param name="Fields">What is sent.</param>
public sealed record RepresentationSet(
    ImmutableArray<string> OnTypes, bool SendTypeName, ImmutableArray<RepresentationField> Fields);

/// <summary>A way from the root of merged data to objects; lists on the way are flattened.</summary>
/// <param name="Segments">From the root; empty for the root itself.</param>
public sealed record DataPath(ImmutableArray<PathSegment> Segments)
{
    /// <summary>The root itself.</summary>
    public static readonly DataPath Root = new([]);
}

/// <summary>One step of a way through merged data.</summary>
/// <param name="Slot">The slot that is followed.</param>
/// <param name="OnTypes">It is only followed from objects of these concrete types; empty for any.</param>
public sealed record PathSegment(int Slot, ImmutableArray<string> OnTypes);

/// <summary>A variable of a fetch that the executor fills.</summary>
/// <param name="Name">Without the dollar sign.</param>
/// <param name="Source">Where its value comes from.</param>
public sealed record PlanVariable(string Name, PlanVariableSource Source);

/// <summary>Where the value of a <see cref="PlanVariable"/> comes from.</summary>
public abstract record PlanVariableSource;

/// <summary>A boolean: whether the condition holds.</summary>
/// <param name="Condition">The condition.</param>
public sealed record ConditionSource(Condition Condition) : PlanVariableSource;

/// <summary>An integer: the page size of a merged list, plus one.</summary>
/// <param name="MergeStep">The <see cref="MergeStep"/>'s id.</param>
public sealed record PageSizeSource(int MergeStep) : PlanVariableSource;

/// <summary>A string or null: where the subgraph's part of a merged list goes on, from the client's cursor.</summary>
/// <param name="MergeStep">The <see cref="MergeStep"/>'s id.</param>
public sealed record PagePositionSource(int MergeStep) : PlanVariableSource;

/// <summary>What is kept of a subgraph's answer. Fields come in the order of the operation's text.</summary>
/// <param name="Fields">The fields; a response key stands once. What is not listed is skipped.</param>
public sealed record OutputSet(ImmutableArray<OutputField> Fields);

/// <summary>One field kept of a subgraph's answer.</summary>
/// <param name="ResponseKey">Its key in that answer.</param>
/// <param name="Slot">Its slot in merged data.</param>
/// <param name="IsTypeName">True for <c>__typename</c>: the merged object's concrete type.</param>
/// <param name="Children">What is kept of its object or objects; null for a leaf, whose JSON is kept as it is.</param>
public sealed record OutputField(string ResponseKey, int Slot, bool IsTypeName, OutputSet? Children)
{
    /// <summary>What a leaf has to be, by the subgraph's own type; anything (default) where it is not known.</summary>
    public LeafShape Leaf { get; init; }
}
