namespace Aggregator.Composition;

/// <summary>What must hold in each subgraph by itself.</summary>
internal static class SubgraphRuleList
{
    private static readonly Action<Subgraph, FindingLog>[] Rules =
    [
        KnownTypesRule.Check,
        KnownDirectivesRule.Check,
        DirectiveUseRule.Check,
        ReservedNamesRule.Check,
        ImplementedInterfacesRule.Check,
        InputValuesRule.Check,
        InputCyclesRule.Check,
        FieldSetsRule.Check,
        RequirementsAreExternalRule.Check,
        ExternalUseRule.Check,
        ShareableUseRule.Check,
        OverrideUseRule.Check,
        InterfaceKeysRule.Check,
        InterfaceObjectUseRule.Check,
        AuthorisationPlaceRule.Check,
        ContextsRule.Check,
        ContextArgumentsRule.Check,
        CostsRule.Check,
        AgencyRule.Check,
        ClassesRule.Check,
        NullableLabelsRule.Check,
        SubjectsRule.Check,
        VariantsRule.Check,
        ProbingArgumentsRule.Check,
        ContributedShapeRule.Check,
    ];

    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var rule in Rules)
        {
            rule(subgraph, log);
        }
    }
}
