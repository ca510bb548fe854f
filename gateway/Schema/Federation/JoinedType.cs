using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Aggregator.Schema;

/// <summary>A type of the supergraph with what each subgraph has of it.</summary>
/// <param name="Definition">The merged type.</param>
/// <param name="Parts">One for each subgraph that defines it, in subgraph order.</param>
/// <param name="Fields">The merged fields with what the supergraph says of them.</param>
/// <param name="Classes">Classes of <c>@sensitive</c> on the type itself.</param>
/// <param name="Subjects">Whose data an object of the type is.</param>
public sealed record JoinedType(
    TypeDefinition Definition,
    ImmutableArray<TypePart> Parts,
    FrozenDictionary<string, JoinedField> Fields,
    ImmutableArray<string> Classes,
    ImmutableArray<SubjectLabel> Subjects)
{
    /// <summary>What it demands of whoever asks. Default nothing.</summary>
    public ImmutableArray<AccessDemand> Demands { get; init; } = [];

    /// <summary>What <paramref name="subgraph"/> has of the type, or null.</summary>
    /// <param name="subgraph">The subgraph's index.</param>
    public TypePart? In(int subgraph) => Parts.FirstOrDefault(part => part.Subgraph.Index == subgraph);

    /// <summary>The name.</summary>
    public override string ToString() => Definition.Name;
}

/// <summary>What one subgraph has of a type.</summary>
/// <param name="Subgraph">Which.</param>
/// <param name="Keys">Its keys for the entity, resolvable or not; empty for a value type.</param>
/// <param name="IsInterfaceObject">True when the subgraph has an object of this interface's name.</param>
/// <param name="Fields">The fields that it defines, by name.</param>
/// <param name="Interfaces">The interfaces that the type implements there.</param>
/// <param name="Members">The members of the union there.</param>
/// <param name="Values">The values of the enum there.</param>
public sealed record TypePart(
    Subgraph Subgraph,
    ImmutableArray<EntityKey> Keys,
    bool IsInterfaceObject,
    FrozenDictionary<string, FieldPart> Fields,
    ImmutableArray<string> Interfaces,
    ImmutableArray<string> Members,
    ImmutableArray<string> Values);

/// <summary>What one subgraph has of a field.</summary>
/// <param name="Subgraph">Which.</param>
/// <param name="Type">The field's type there, which can differ from the merged one in nullability and
/// precision.</param>
/// <param name="IsExternal">True when the subgraph only refers to it (a key or requirement of another's).</param>
/// <param name="Requires">What the subgraph must be given to resolve it, or null.</param>
/// <param name="Provides">What it gives besides, below the field, or null.</param>
/// <param name="OverrideFrom">The subgraph that it takes the field over from, or null.</param>
/// <param name="OverrideLabel">The condition of that, or null for always.</param>
/// <param name="IsOverridden">True when another subgraph has taken it over and only keys or requirements use
/// it.</param>
/// <param name="ContextArguments">Arguments filled from a context of an object above it.</param>
public sealed record FieldPart(
    Subgraph Subgraph,
    TypeRef Type,
    bool IsExternal,
    FieldSet? Requires,
    FieldSet? Provides,
    string? OverrideFrom,
    string? OverrideLabel,
    bool IsOverridden,
    ImmutableArray<ContextArgument> ContextArguments)
{
    /// <summary>True when the subgraph itself answers the field.</summary>
    public bool IsResolvable => !IsExternal && !IsOverridden;
}

/// <summary>An argument that a subgraph's field takes from an object above it (<c>@fromContext</c>).</summary>
/// <param name="Context">The context's name.</param>
/// <param name="Name">The argument.</param>
/// <param name="Type">Its type there.</param>
/// <param name="Selection">What is selected of the context's object.</param>
public sealed record ContextArgument(string Context, string Name, string Type, FieldSet Selection);

/// <summary>A merged field with what the supergraph says of it.</summary>
/// <param name="Definition">The merged field.</param>
/// <param name="Parts">One for each subgraph that defines it, in subgraph order.</param>
/// <param name="Contributed">How several agencies' parts of the list are merged, or null.</param>
/// <param name="Gathered">From which persons' lists it is gathered, or null.</param>
/// <param name="Labels">What it says of its data.</param>
public sealed record JoinedField(
    FieldDefinition Definition,
    ImmutableArray<FieldPart> Parts,
    ContributedList? Contributed,
    GatheredList? Gathered,
    FieldLabels Labels)
{
    /// <summary>What it demands of whoever asks. Default nothing.</summary>
    public ImmutableArray<AccessDemand> Demands { get; init; } = [];

    /// <summary>What <paramref name="subgraph"/> has of the field, or null.</summary>
    /// <param name="subgraph">The subgraph's index.</param>
    public FieldPart? In(int subgraph) => Parts.FirstOrDefault(part => part.Subgraph.Index == subgraph);
}

/// <summary>How the parts of a list that several agencies hold are merged.</summary>
/// <param name="OrderBy">The item's scalar field that orders the list.</param>
/// <param name="Key">The item's scalar field that names an item.</param>
public sealed record ContributedList(string OrderBy, string Key);

/// <summary>A list gathered from the lists of other entities.</summary>
/// <param name="FromType">The entity whose lists are gathered.</param>
/// <param name="FromField">The contributed field there.</param>
/// <param name="Over">The field set, on the gathering type, that ends in the entities' key.</param>
public sealed record GatheredList(string FromType, string FromField, FieldSet Over);

/// <summary>What a field says of its data.</summary>
/// <param name="Classes">Classes of <c>@sensitive</c> on the field.</param>
/// <param name="DerivedFrom">Classes of <c>@derivedFrom</c>.</param>
/// <param name="Declassify">Its declassification, or null.</param>
/// <param name="VariantOf">The sibling field that it is a generalised twin of, or null.</param>
/// <param name="VariantEffect">The effect it stands for, or null.</param>
public sealed record FieldLabels(
    ImmutableArray<string> Classes,
    ImmutableArray<string> DerivedFrom,
    DeclassifyLabel? Declassify,
    string? VariantOf,
    string? VariantEffect)
{
    /// <summary>No label.</summary>
    public static readonly FieldLabels None = new([], [], null, null, null);
}

/// <summary>A claim that a field carries less than its inputs.</summary>
/// <param name="From">The classes it no longer carries.</param>
/// <param name="Reason">Why.</param>
/// <param name="StandingDecision">The standing decision that must list it.</param>
public sealed record DeclassifyLabel(ImmutableArray<string> From, string Reason, string StandingDecision);

/// <summary>Whose data an object is.</summary>
/// <param name="Key">A field set on the object that ends in a person's id.</param>
/// <param name="Role">CONFIDER, CHILD, PERSON_OF_CONCERN, THIRD_PARTY or NAMED.</param>
public sealed record SubjectLabel(FieldSet Key, string Role);
