namespace Aggregator.Composition;

/// <summary>What is extended is defined somewhere.</summary>
internal static class ExtensionsRule
{
    public static void Check(SupergraphParts parts, FindingLog log)
    {
        foreach (var type in parts.Types.Where(type => !Subgraph.RootNames.Contains(type.Name)
            && type.Parts.All(part => part.Item.IsExtensionOnly)))
        {
            log.Error(
                SchemaCodes.ExtensionWithNoBase,
                $"`{type.Name}` is only extended: no subgraph defines it",
                type.Parts.Select(part => part.Subgraph.At(part.Item)));
        }
    }
}
