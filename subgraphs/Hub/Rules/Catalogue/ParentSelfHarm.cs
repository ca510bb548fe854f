namespace Aggregator.Hub.Rules;

/// <summary>
/// Self-harm concern or ideation recorded for a parent or carer of a young child, and services not told.
/// </summary>
internal static class ParentSelfHarm
{
    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.ParentSelfHarm,
        Placement = Placement.Card,
        Severity = Severity.ActToday,
        StandingDecision = StandingDecisions.ChildConcern,
        Find = Find,
    };

    private static IEnumerable<Finding> Find(Evidence evidence) =>
        Recipients.Notify(
            evidence,
            Evidence.Originals(evidence.CloseFacts.Where(fact =>
                fact.Category is ConcernCategory.ParentSelfHarm or ConcernCategory.ParentSuicidalIdeation &&
                evidence.IsAboutAParent(fact) && evidence.IsYoungAt(fact.HappenedAt))),
            fact => evidence.IsUnder(evidence.Thresholds.BabyYears, fact.HappenedAt) ? Severity.Immediate : null);
}
