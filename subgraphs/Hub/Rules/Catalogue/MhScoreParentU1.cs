namespace Aggregator.Hub.Rules;

/// <summary>
/// A parent of a baby screened positive: for the treating service, GP and health visitor, never on its own for hub or
/// police. A band is a screening result, not a diagnosis.
/// </summary>
internal static class MhScoreParentU1
{
    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.MhScoreParentU1,
        Placement = Placement.Chronology,
        Severity = Severity.Inform,
        StandingDecision = StandingDecisions.ChildConcern,
        Find = Find,
    };

    private static IEnumerable<Finding> Find(Evidence evidence) =>
        from fact in evidence.CloseFacts
        where fact.Category == ConcernCategory.ParentMentalHealth && fact.Certainty == Certainty.ScreenPositive
        where evidence.IsAboutAParent(fact) && evidence.IsUnder(evidence.Thresholds.BabyYears, fact.HappenedAt)
        select new Finding
        {
            Because = [fact],
            For = [.. new[] { fact.Agency, AgencyCode.GP, AgencyCode.HV }.Distinct()],
            FiredAt = fact.HeldFrom,
        };
}
