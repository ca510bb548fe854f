namespace Aggregator.Hub.Rules;

/// <summary>
/// A police domestic incident, or domestic abuse disclosed to a doctor, with a young or unborn child in the household
/// or linked by parenthood. Overdue after one working day without a record of telling.
/// </summary>
internal static class Under2DaNotify
{
    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.Under2DaNotify,
        Placement = Placement.Card,
        Severity = Severity.ActToday,
        StandingDecision = StandingDecisions.ChildConcern,
        Find = Find,
    };

    private static IEnumerable<Finding> Find(Evidence evidence) =>
        Recipients.Notify(
            evidence,
            Evidence.Originals(evidence.CloseFacts.Where(fact =>
                fact.Category == ConcernCategory.DomesticAbuse && evidence.IsYoungAt(fact.HappenedAt)))
                .Where(fact => fact.IsRepeated || IsNotified(evidence, fact)),
            _ => null);

    private static bool IsNotified(Evidence evidence, SafeguardingFact fact) =>
        fact.RecordKind is { } kind && evidence.Thresholds.DomesticAbuseSources.Contains(kind);
}
