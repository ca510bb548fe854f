namespace Aggregator.Composition;

/// <summary>What must hold of the merged types.</summary>
internal static class MergedRuleList
{
    private static readonly Action<SupergraphParts, MergedSupergraph, FindingLog>[] Rules =
    [
        MergedInterfacesRule.Check,
        MergedTypesRule.Check,
        HiddenReferencesRule.Check,
        HiddenImplementationsRule.Check,
        HiddenInputsRule.Check,
        EmptyTypesRule.Check,
        TransitiveDemandsRule.Check,
        GatheredRule.Check,
        WhoseDataRule.Check,
    ];

    public static void Check(SupergraphParts parts, MergedSupergraph merged, FindingLog log)
    {
        foreach (var rule in Rules)
        {
            rule(parts, merged, log);
        }
    }
}
