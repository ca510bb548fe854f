using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>What callers must be allowed stands on what is resolved: not on interfaces and interface objects.</summary>
internal static class AuthorisationPlaceRule
{
    public static void Check(Subgraph subgraph, FindingLog log)
    {
        var abstractions = subgraph.WithFields
            .Where(type => type.Kind == TypeKind.Interface || SubgraphFacts.IsInterfaceObject(type));
        foreach (var type in abstractions)
        {
            Check(subgraph, type.Name, type.Directives, log);
            foreach (var field in type.Fields)
            {
                Check(subgraph, $"{type.Name}.{field.Name}", field.Directives, log);
            }
        }
    }

    private static void Check(
        Subgraph subgraph, string coordinate, IEnumerable<AppliedDirective> directives, FindingLog log)
    {
        foreach (var applied in directives.Where(each =>
            each.Name is Names.Authenticated or Names.RequiresScopes or Names.Policy))
        {
            log.Error(
                ApiCodes.AuthorisationOnInterface,
                $"`{subgraph.Links.Spoken(applied.Name)}` is on `{coordinate}`, which stands for several types",
                subgraph.At(applied));
        }
    }
}
