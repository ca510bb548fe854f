using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>A type is of one kind wherever it is defined.</summary>
internal static class TypeKindsRule
{
    public static void Check(SupergraphParts parts, FindingLog log)
    {
        foreach (var type in parts.Types.Where(type => !type.IsOneKind))
        {
            log.Error(
                SchemaCodes.TypeKindMismatch,
                $"`{type.Name}` is of different kinds: "
                    + Spoken.Each(type.Parts.Select(part => (KindName(part.Item), part.Subgraph))),
                type.Parts.Select(part => part.Subgraph.At(part.Item)));
        }
    }

    private static string KindName(TypeDefinition type) => SubgraphFacts.IsInterfaceObject(type)
        ? "an interface object"
        : type.Kind switch
        {
            TypeKind.Object => "an object",
            TypeKind.InputObject => "an input object",
            TypeKind.Interface => "an interface",
            TypeKind.Enum => "an enum",
            TypeKind.Union => "a union",
            _ => "a scalar",
        };
}
