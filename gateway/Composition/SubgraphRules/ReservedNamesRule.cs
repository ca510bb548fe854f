namespace Aggregator.Composition;

/// <summary>No type is named like those of the specifications that a supergraph is made of.</summary>
internal static class ReservedNamesRule
{
    private static readonly string[] Reserved = ["join__", "link__", "core__", DisclosureSpecification.Prefix, "__"];

    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var type in subgraph.Schema.Ordered)
        {
            if (Reserved.FirstOrDefault(prefix => type.Name.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix)
            {
                log.Error(
                    SchemaCodes.ReservedName, $"the type `{type.Name}` begins with `{prefix}`", subgraph.At(type));
            }
        }
    }
}
