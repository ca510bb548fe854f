using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>In a labelled supergraph the gateway answers about its own answers; no subgraph defines that.</summary>
internal static class GatewayNamesRule
{
    public static void Check(SupergraphParts parts, FindingLog log)
    {
        if (!parts.IsLabelled)
        {
            return;
        }

        foreach (var name in DisclosureApi.TypeNames)
        {
            foreach (var part in parts.Type(name)?.Parts ?? [])
            {
                log.Error(
                    SchemaCodes.ReservedForGateway,
                    $"the type `{name}` is the gateway's own in a labelled supergraph",
                    part.Subgraph.At(part.Item));
            }
        }

        if (parts.Field("Query", DisclosureApi.Field) is { } field)
        {
            log.Error(
                SchemaCodes.ReservedForGateway,
                $"`{field.Coordinate}` is the gateway's own in a labelled supergraph",
                field.Sources.Select(source => source.Place));
        }
    }
}
