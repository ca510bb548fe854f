using System.Collections.Frozen;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Compares types as the whole supergraph sees them.</summary>
internal sealed class TypeRefs
{
    private readonly FrozenDictionary<string, FrozenSet<string>> _abstractions;

    public TypeRefs(IReadOnlyCollection<TypeDefinition> types)
    {
        _abstractions = types
            .SelectMany(type => type.Interfaces.Select(of => KeyValuePair.Create(type.Name, of)))
            .Concat(types.SelectMany(type => type.Members.Select(member => KeyValuePair.Create(member, type.Name))))
            .GroupBy(pair => pair.Key, pair => pair.Value)
            .ToFrozenDictionary(group => group.Key, group => group.ToFrozenSet());
    }

    /// <summary>True when every value of <paramref name="sub"/> is one of <paramref name="super"/>.</summary>
    public bool IsSubtype(TypeRef super, TypeRef sub) => (super, sub) switch
    {
        _ when super == sub => true,
        (NonNullTypeRef nonNull, NonNullTypeRef other) => IsSubtype(nonNull.Of, other.Of),
        (NonNullTypeRef, _) => false,
        (_, NonNullTypeRef other) => IsSubtype(super, other.Of),
        (ListTypeRef list, ListTypeRef other) => IsSubtype(list.Of, other.Of),
        (NamedTypeRef named, NamedTypeRef other) => IsSubtype(named.TypeName, other.TypeName),
        _ => false,
    };

    /// <summary>The one of the types that all others are subtypes of, or null.</summary>
    public TypeRef? Widest(IReadOnlyCollection<TypeRef> types) =>
        types.FirstOrDefault(candidate => types.All(other => IsSubtype(candidate, other)));

    /// <summary>The one of the input types that all others accept, or null.</summary>
    public static TypeRef? Narrowest(IReadOnlyCollection<TypeRef> types) =>
        types.FirstOrDefault(candidate => types.All(other => Accepts(other, candidate)));

    private bool IsSubtype(string super, string sub) =>
        super == sub || (_abstractions.TryGetValue(sub, out var abstractions) && abstractions.Contains(super));

    private static bool Accepts(TypeRef wide, TypeRef narrow) => (wide, narrow) switch
    {
        (NonNullTypeRef nonNull, NonNullTypeRef other) => Accepts(nonNull.Of, other.Of),
        (NonNullTypeRef, _) => false,
        (_, NonNullTypeRef other) => Accepts(wide, other.Of),
        (ListTypeRef list, ListTypeRef other) => Accepts(list.Of, other.Of),
        _ => wide == narrow,
    };
}
