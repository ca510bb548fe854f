namespace Aggregator.Composition;

/// <summary>What must hold of the subgraphs together, before anything is merged.</summary>
internal static class SupergraphRuleList
{
    private static readonly Action<SupergraphParts, FindingLog>[] Rules =
    [
        QueryRule.Check,
        TypeKindsRule.Check,
        ExtensionsRule.Check,
        InterfaceObjectsRule.Check,
        ExternalBaseRule.Check,
        RequiredArgumentsRule.Check,
        FieldSharingRule.Check,
        SharedRuntimeTypesRule.Check,
        PartialTypesRule.Check,
        ContextualArgumentsAgreeRule.Check,
        ContributorsAgreeRule.Check,
        AgencyCodesRule.Check,
        GatewayNamesRule.Check,
        UnlabelledFieldsRule.Check,
        NeedsThisGatewayRule.Check,
    ];

    public static void Check(SupergraphParts parts, FindingLog log)
    {
        foreach (var rule in Rules)
        {
            rule(parts, log);
        }
    }
}
