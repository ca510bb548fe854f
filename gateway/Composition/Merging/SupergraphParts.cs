using System.Collections.Frozen;
using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Everything the subgraphs say, put side by side: what rules look at and merging starts from.</summary>
internal sealed class SupergraphParts
{
    private readonly ILookup<string, FieldParts> _byType;

    public SupergraphParts(ImmutableArray<Subgraph> subgraphs, FindingLog log)
    {
        Subgraphs = subgraphs;
        Overrides = new OverrideTable(subgraphs, log);
        Refs = new TypeRefs([.. subgraphs.SelectMany(each => each.Schema.Ordered)]);
        Types = [.. subgraphs
            .SelectMany(subgraph => subgraph.Schema.Ordered.Select(type => new Sourced<TypeDefinition>(subgraph, type)))
            .GroupBy(part => part.Item.Name, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new TypeParts(group.Key, [.. group]))];
        ByName = Types.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);
        Fields = [.. Types.SelectMany(Gather)];
        _byType = Fields.ToLookup(field => field.Parent.Name, StringComparer.Ordinal);
        EnumUses = new EnumUses(this);
        InheritedDemands = new InheritedDemands(this);
    }

    /// <summary>In the order of their names.</summary>
    public ImmutableArray<Subgraph> Subgraphs { get; }

    public OverrideTable Overrides { get; }

    public TypeRefs Refs { get; }

    /// <summary>In the order of their names.</summary>
    public ImmutableArray<TypeParts> Types { get; }

    public FrozenDictionary<string, TypeParts> ByName { get; }

    /// <summary>Every field of every object and interface, by type; within it in order of first appearance.</summary>
    public ImmutableArray<FieldParts> Fields { get; }

    public EnumUses EnumUses { get; }

    public InheritedDemands InheritedDemands { get; }

    /// <summary>True when any label of the disclosure specification is used.</summary>
    public bool IsLabelled => Subgraphs.Any(subgraph => subgraph.Schema.SchemaDirectives
        .Select(applied => applied.Name)
        .Concat(Places.All(subgraph.Schema).Select(place => place.Applied.Name))
        .Any(Names.IsDisclosure));

    public TypeParts? Type(string name) => ByName.GetValueOrDefault(name);

    public IEnumerable<FieldParts> FieldsOf(string type) => _byType[type];

    public FieldParts? Field(string type, string name) => _byType[type].FirstOrDefault(field => field.Name == name);

    private IEnumerable<FieldParts> Gather(TypeParts type) => type.Parts
        .SelectMany(part => part.Item.Fields.Select(field => new FieldSource(part.Subgraph, part.Item, field)
        {
            IsExternal = part.Subgraph.Facts.IsExternal(part.Item, field),
            IsTaken = Overrides.IsTaken(part.Subgraph, part.Item, field.Name),
        }))
        .GroupBy(source => source.Field.Name, StringComparer.Ordinal)
        .Select(group => new FieldParts(type, group.Key, [.. group]));
}

/// <summary>All definitions of one type.</summary>
/// <param name="Name">The type.</param>
/// <param name="Parts">One for each subgraph that has it, in the order of their names.</param>
internal sealed record TypeParts(string Name, ImmutableArray<Sourced<TypeDefinition>> Parts)
{
    /// <summary>Its kind in the supergraph; an interface object counts as the interface it stands for.</summary>
    public TypeKind Kind => KindOf(Parts[0].Item);

    /// <summary>True when it is of the same kind wherever it is defined.</summary>
    public bool IsOneKind => Parts.All(part => KindOf(part.Item) == Kind);

    public bool IsRoot => Subgraph.RootNames.Contains(Name);

    /// <summary>True when a key makes its values findable in some subgraph.</summary>
    public bool IsEntity => Parts.Any(part => part.Item.Directive(Names.Key) is not null);

    public Sourced<TypeDefinition>? In(Subgraph subgraph)
    {
        foreach (var part in Parts)
        {
            if (part.Subgraph == subgraph)
            {
                return part;
            }
        }

        return null;
    }

    public static TypeKind KindOf(TypeDefinition type) =>
        type.Kind == TypeKind.Object && SubgraphFacts.IsInterfaceObject(type) ? TypeKind.Interface : type.Kind;
}

/// <summary>One field in one subgraph.</summary>
internal sealed record FieldSource(Subgraph Subgraph, TypeDefinition Type, FieldDefinition Field)
{
    /// <summary>Named there but resolved elsewhere.</summary>
    public bool IsExternal { get; init; }

    /// <summary>Overridden by another subgraph for every request.</summary>
    public bool IsTaken { get; init; }

    /// <summary>Overridden, but a key or the like there still needs it.</summary>
    public bool IsUsedThough => IsTaken && Subgraph.Facts.IsUsed(Type, Field);

    /// <summary>True when the subgraph answers the field.</summary>
    public bool Resolves => !IsExternal && !IsTaken;

    public SubgraphPlace Place => Subgraph.At(Field);
}

/// <summary>All definitions of one field.</summary>
/// <param name="Parent">Its type.</param>
/// <param name="Name">The field.</param>
/// <param name="Sources">One for each subgraph that has it, in the order of their names; never empty.</param>
internal sealed record FieldParts(TypeParts Parent, string Name, ImmutableArray<FieldSource> Sources)
{
    public string Coordinate => Parent.Name + "." + Name;

    public IEnumerable<FieldSource> Resolving => Sources.Where(source => source.Resolves);

    /// <summary>The first application of that directive anywhere, or null.</summary>
    public AppliedDirective? Directive(string canonical) => Sources
        .Select(source => source.Field.Directive(canonical))
        .FirstOrDefault(applied => applied is not null);
}
