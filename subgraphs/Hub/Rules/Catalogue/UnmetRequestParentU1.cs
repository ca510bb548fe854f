namespace Aggregator.Hub.Rules;

/// <summary>A parent of a baby asked for an appointment, and no consultation with that service has followed.</summary>
internal static class UnmetRequestParentU1
{
    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.UnmetRequestParentU1,
        Placement = Placement.Chronology,
        Severity = Severity.Inform,
        StandingDecision = StandingDecisions.ChildConcern,
        Find = Find,
    };

    private static IEnumerable<Finding> Find(Evidence evidence) =>
        from request in evidence.CloseFacts
        where request.RecordKind == EventKind.AppointmentRequest && evidence.IsAboutAParent(request)
        where evidence.IsUnder(evidence.Thresholds.BabyYears, request.HappenedAt)
        where !evidence.CloseFacts.Any(fact =>
            fact.RecordKind == EventKind.Consultation && fact.Agency == request.Agency &&
            fact.HappenedAt > request.HappenedAt && fact.About.Any(request.About.Contains))
        select new Finding
        {
            Because = [request],
            For = [AgencyCode.GP, AgencyCode.HV],
            FiredAt = request.HeldFrom,
        };
}
