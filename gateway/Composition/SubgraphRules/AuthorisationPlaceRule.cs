using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// What callers must be allowed stands on what is resolved: not on interfaces and what is in them, and on an interface
/// object's fields, but not on itself.
/// </summary>
internal static class AuthorisationPlaceRule
{
    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var type in subgraph.WithFields)
        {
            var isInterface = type.Kind == TypeKind.Interface;
            if (isInterface || SubgraphFacts.IsInterfaceObject(type))
            {
                Check(subgraph, type.Name, type.Directives, log);
            }

            foreach (var field in isInterface ? type.Fields : [])
            {
                Check(subgraph, $"{type.Name}.{field.Name}", field.Directives, log);
            }
        }
    }

    private static void Check(
        Subgraph subgraph, string coordinate, IEnumerable<AppliedDirective> directives, FindingLog log)
    {
        foreach (var applied in directives.Where(each =>
            InheritedDemands.Directives.Contains(each.Name)))
        {
            log.Error(
                ApiCodes.AuthorisationOnInterface,
                $"`{subgraph.Links.Spoken(applied.Name)}` is on `{coordinate}`, which stands for several types",
                subgraph.At(applied));
        }
    }
}
