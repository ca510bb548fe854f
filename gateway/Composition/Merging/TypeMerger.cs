using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Merges the definitions of one type, by the rule of its kind.</summary>
internal sealed class TypeMerger(SupergraphParts parts, DirectiveMerger directives, FindingLog log)
{
    private readonly FieldMerger _fields = new(parts, directives, log);
    private readonly InputMerger _inputs = new(directives, log);
    private readonly EnumMerger _enums = new(parts, directives, log);

    /// <summary>The merged type, or null when nothing of it is left.</summary>
    public TypeDefinition? Merge(TypeParts type)
    {
        var kind = type.Kind;
        if (!type.IsOneKind)
        {
            // Reported where kinds are compared; nothing to merge.
            return null;
        }

        var fields = kind is TypeKind.Object or TypeKind.Interface ? Fields(type) : [];
        var values = kind == TypeKind.Enum ? _enums.Merge(type) : [];
        var inputs = kind == TypeKind.InputObject ? _inputs.Merge(type) : [];
        var isEmptied = (kind is TypeKind.Object or TypeKind.Interface && fields.IsEmpty)
            || (kind == TypeKind.Enum && values.IsEmpty)
            || (kind == TypeKind.InputObject && inputs.IsEmpty);
        return isEmptied ? null : new TypeDefinition
        {
            Name = type.Name,
            Kind = kind,
            Description = directives.Description(
                type.Name,
                [.. type.Parts.Select(part => (part.Subgraph, part.Item.Description, part.Subgraph.At(part.Item)))]),
            Directives =
            [
                .. Implements(type),
                .. JoinTypes(type),
                .. kind == TypeKind.Union ? UnionMembers(type) : [],
                .. directives.Merge(type.Name, type.Parts
                    .Select(part => (part.Subgraph, part.Item.Directives))
                    .Concat(parts.InheritedDemands.On(type.Name))),
            ],
            Fields = fields,
            Interfaces = Union(type.Parts, part => part.Interfaces),
            Members = Union(type.Parts, part => part.Members),
            Values = values,
            InputFields = inputs,
            At = type.Parts[0].Item.At,
        };
    }

    private static ImmutableArray<string> Union(
        ImmutableArray<Sourced<TypeDefinition>> parts, Func<TypeDefinition, ImmutableArray<string>> of) =>
        [.. parts.SelectMany(part => of(part.Item)).Distinct().Order(StringComparer.Ordinal)];

    private ImmutableArray<FieldDefinition> Fields(TypeParts type) =>
    [
        .. parts.FieldsOf(type.Name)
            .Select(_fields.Merge)
            .OfType<FieldDefinition>(),
    ];

    private static IEnumerable<AppliedDirective> Implements(TypeParts type) => type.Parts
        .SelectMany(part => part.Item.Interfaces.Select(of => Join.Implements(part.Subgraph, of)));

    // Every subgraph has a query root, if only for the service fields that no schema shows.
    private IEnumerable<AppliedDirective> JoinTypes(TypeParts type) => type.Name == "Query"
        ? parts.Subgraphs.SelectMany(subgraph => type.In(subgraph) is { } part
            ? JoinTypes(part)
            : [Join.Type(subgraph, type.Parts[0].Item, key: null)])
        : type.Parts.SelectMany(JoinTypes);

    private static IEnumerable<AppliedDirective> JoinTypes(Sourced<TypeDefinition> part)
    {
        var keys = SubgraphFacts.Keys(part.Item);
        return keys.IsEmpty
            ? [Join.Type(part.Subgraph, part.Item, key: null)]
            : keys.DistinctBy(key => key.Fields.Text).Select(key => Join.Type(part.Subgraph, part.Item, key));
    }

    private static IEnumerable<AppliedDirective> UnionMembers(TypeParts type) => type.Parts
        .SelectMany(part => part.Item.Members.Select(member => Join.UnionMember(part.Subgraph, member)));
}
