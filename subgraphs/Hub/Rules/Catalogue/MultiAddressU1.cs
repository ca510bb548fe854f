namespace Aggregator.Hub.Rules;

/// <summary>A baby stays at more than one address.</summary>
internal static class MultiAddressU1
{
    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.MultiAddressU1,
        Placement = Placement.Chronology,
        Severity = Severity.Inform,
        StandingDecision = StandingDecisions.ChildConcern,
        Find = Find,
    };

    private static IEnumerable<Finding> Find(Evidence evidence) =>
        from fact in Evidence.Originals(
            evidence.CloseFacts.Where(fact => fact.Category == ConcernCategory.MultiResidence)).Take(1)
        where evidence.IsUnder(evidence.Thresholds.BabyYears, evidence.AsAt)
        select new Finding
        {
            Because = [fact],
            For = [AgencyCode.HV, AgencyCode.HST, AgencyCode.HUB],
            FiredAt = fact.HeldFrom,
        };
}
