namespace Aggregator.Composition;

/// <summary>Something can be asked for.</summary>
internal static class QueryRule
{
    public static void Check(SupergraphParts parts, FindingLog log)
    {
        if (!parts.FieldsOf("Query").Any(field => field.Resolving.Any()))
        {
            log.Error(SchemaCodes.NoQueries, "no subgraph has a field on `Query`");
        }
    }
}
