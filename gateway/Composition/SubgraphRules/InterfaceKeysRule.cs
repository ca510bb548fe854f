using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>A key of an interface is a key of each of its implementations in the same subgraph.</summary>
internal static class InterfaceKeysRule
{
    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var type in subgraph.Schema.Ordered.Where(each => each.Kind == TypeKind.Interface))
        {
            foreach (var key in SubgraphFacts.Keys(type))
            {
                Check(subgraph, type, key, log);
            }
        }
    }

    private static void Check(Subgraph subgraph, TypeDefinition type, EntityKey key, FindingLog log)
    {
        var lacking = subgraph.Schema.PossibleTypes(type)
            .Where(each => !SubgraphFacts.Keys(each).Any(own =>
                own.Fields.Text == key.Fields.Text && (own.IsResolvable || !key.IsResolvable)))
            .ToList();
        if (lacking.Count > 0)
        {
            log.Error(
                InterfaceObjectCodes.InterfaceKeyNotOnImplementation,
                $"`{type.Name}` has the key `{key.Fields.Text}`, which "
                    + $"{Spoken.List(lacking.Select(each => each.Name))} has not, or not resolvable",
                lacking.Select(subgraph.At).Prepend(subgraph.At(key.Applied)));
        }
    }
}
