using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// Demands on callers that a place has from others: an implementation from the interface objects that add its fields,
/// and an interface from all that can stand behind it, as other gateways look at what is selected and not at what is
/// behind. This gateway does, so that where labels make a supergraph its own an interface demands nothing for others.
/// </summary>
internal sealed class InheritedDemands
{
    /// <summary>The directives that demand something of callers.</summary>
    public static readonly ImmutableArray<string> Directives =
        [Names.Authenticated, Names.RequiresScopes, Names.Policy];

    private readonly ILookup<string, string> _interfaces;
    private readonly ILookup<string, string> _implementations;
    private readonly ILookup<string, Sourced<AppliedDirective>> _byCoordinate;

    public InheritedDemands(SupergraphParts parts)
    {
        var pairs = parts.Types
            .Where(type => type.Kind == TypeKind.Object)
            .SelectMany(type => type.Parts
                .SelectMany(part => part.Item.Interfaces)
                .Distinct(StringComparer.Ordinal)
                .Select(of => (Type: type.Name, Interface: of)))
            .ToList();
        _interfaces = pairs.ToLookup(pair => pair.Type, pair => pair.Interface, StringComparer.Ordinal);
        _implementations = pairs.ToLookup(pair => pair.Interface, pair => pair.Type, StringComparer.Ordinal);
        var isForInterfaces = !parts.IsLabelled;
        _byCoordinate = parts.Types
            .SelectMany(type => type.Parts)
            .Where(part => part.Item.Kind == TypeKind.Object)
            .SelectMany(part => From(part, isForInterfaces))
            .ToLookup(each => each.Coordinate, each => each.Demand, StringComparer.Ordinal);
    }

    /// <summary>What a type or field has from others, in the form in which directives are merged.</summary>
    public IEnumerable<(Subgraph Subgraph, ImmutableArray<AppliedDirective> Applied)> On(string coordinate) =>
        _byCoordinate[coordinate].Select(each => (each.Subgraph, ImmutableArray.Create(each.Item)));

    private IEnumerable<(string Coordinate, Sourced<AppliedDirective> Demand)> From(
        Sourced<TypeDefinition> part, bool isForInterfaces)
    {
        var ofType = isForInterfaces
            ? from applied in part.Item.Directives
              where Directives.Contains(applied.Name)
              from name in _interfaces[part.Item.Name]
              select (name, new Sourced<AppliedDirective>(part.Subgraph, applied))
            : [];
        var ofFields =
            from field in part.Item.Fields
            where !part.Subgraph.Facts.IsExternal(part.Item, field)
            from applied in field.Directives
            where Directives.Contains(applied.Name)
            from name in Heirs(part.Item, isForInterfaces)
            select ($"{name}.{field.Name}", new Sourced<AppliedDirective>(part.Subgraph, applied));
        return ofType.Concat(ofFields);
    }

    private IEnumerable<string> Heirs(TypeDefinition type, bool isForInterfaces)
    {
        var isInterfaceObject = SubgraphFacts.IsInterfaceObject(type);
        var implementations = isInterfaceObject ? [.. _implementations[type.Name]] : new[] { type.Name };
        var interfaces = isForInterfaces
            ? implementations.SelectMany(name => _interfaces[name]).Distinct().Where(name => name != type.Name)
            : [];
        return isInterfaceObject ? implementations.Concat(interfaces) : interfaces;
    }
}
