namespace Aggregator.Hub.Rules;

/// <summary>
/// Coded impact on the child: present at, held during or witness of abuse, or left unattended. One card.
/// </summary>
internal static class ChildImpactDa
{
    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.ChildImpactDa,
        Placement = Placement.Card,
        Severity = Severity.ActToday,
        StandingDecision = StandingDecisions.ChildConcern,
        Find = Find,
    };

    private static IEnumerable<Finding> Find(Evidence evidence) =>
        Recipients.Notify(
            evidence,
            Evidence.Originals(evidence.CloseFacts.Where(fact => HasImpact(fact, evidence.Input.Child.Id))),
            _ => null);

    private static bool HasImpact(SafeguardingFact fact, string child) =>
        (fact.SaysOfAChild && !fact.IsOfAnotherThan(child)) ||
        fact.ImpactOn(child).Any(code => code is ChildImpactCode.PresentDuringAbuse or ChildImpactCode.HeldDuringAbuse
            or ChildImpactCode.Witnessed or ChildImpactCode.LeftUnattended);
}
