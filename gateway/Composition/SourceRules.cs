namespace Aggregator.Composition;

/// <summary>Checks the list of subgraphs before any schema is read.</summary>
internal static class SourceRules
{
    public static void Check(IReadOnlyList<SubgraphSource> sources, CompositionOptions options, FindingLog log)
    {
        if (sources.Count == 0 || sources.Count > options.MaxSubgraphs)
        {
            log.Error(
                SchemaCodes.TooManySubgraphs,
                $"there are {sources.Count} subgraphs; from 1 to {options.MaxSubgraphs} can be composed");
        }

        foreach (var name in sources.Select(source => source.Name).Where(name => name.Trim() is "" or "_").Distinct())
        {
            log.Error(SchemaCodes.InvalidSubgraphName, $"`{name}` cannot be the name of a subgraph");
        }

        foreach (var name in sources.GroupBy(source => source.Name).Where(group => group.Count() > 1))
        {
            log.Error(SchemaCodes.InvalidSubgraphName, $"`{name.Key}` is the name of more than one subgraph");
        }
    }
}
