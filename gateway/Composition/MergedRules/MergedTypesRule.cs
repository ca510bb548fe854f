using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// What is merged of types that GraphQL allows each by itself is allowed too: implementations fit their interfaces,
/// inputs can be written, defaults are values of their types, and unions are of objects.
/// </summary>
internal static class MergedTypesRule
{
    public static void Check(SupergraphParts parts, MergedSupergraph merged, FindingLog log)
    {
        var faults = Implementations.Faults(merged.Types)
            .Concat(InputCycles.Faults(merged.Types))
            .Concat(InputValues.Faults(merged.Supergraph, merged.Types, merged.OwnDirectives))
            .Concat(MemberFaults(merged));
        foreach (var fault in faults)
        {
            log.Error(SchemaCodes.InvalidGraphql, "after merging, " + fault.Message, Places(parts, fault));
        }
    }

    private static IEnumerable<TypeFault> MemberFaults(MergedSupergraph merged) =>
        from union in merged.Types
        from member in union.Members
        where merged.Type(member) is { Kind: not TypeKind.Object }
        select new TypeFault(
            $"`{member}` of the union `{union.Name}` is no object type: an interface object stands for an interface",
            union.Name,
            null,
            union.At);

    private static IEnumerable<SubgraphPlace> Places(SupergraphParts parts, TypeFault fault) =>
        fault.Type.StartsWith('@')
            ? Visibility.PlacesOfDirective(parts, fault.Type)
            : fault.Field is not null && parts.Field(fault.Type, fault.Field) is not null
                ? Visibility.Places(parts, fault.Type, fault.Field)
                : Visibility.Places(parts, fault.Type);
}
