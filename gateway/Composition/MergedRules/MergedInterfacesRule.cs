using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>After merging, every implementation has every field of its interfaces.</summary>
internal static class MergedInterfacesRule
{
    public static void Check(SupergraphParts parts, MergedSupergraph merged, FindingLog log)
    {
        foreach (var type in merged.Types.Where(each => !each.Interfaces.IsEmpty))
        {
            foreach (var demanded in type.Interfaces.Select(merged.Type).OfType<TypeDefinition>())
            {
                foreach (var field in demanded.Fields.Where(field => type.Field(field.Name) is null))
                {
                    var of = parts.Field(demanded.Name, field.Name);
                    log.Error(
                        AgreementCodes.InterfaceFieldMissing,
                        $"`{type.Name}` implements `{demanded.Name}` but has no field `{field.Name}` in any subgraph; "
                            + $"{Spoken.List(of?.Sources.Select(source => source.Subgraph) ?? [])} has it there",
                        of?.Sources.Select(source => source.Place) ?? []);
                }
            }
        }
    }
}
