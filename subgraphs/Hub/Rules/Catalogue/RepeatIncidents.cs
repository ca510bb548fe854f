namespace Aggregator.Hub.Rules;

/// <summary>Police incidents on two or more distinct days within the window.</summary>
internal static class RepeatIncidents
{
    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.RepeatIncidents,
        Placement = Placement.Card,
        Severity = Severity.Inform,
        StandingDecision = StandingDecisions.HubScreening,
        Find = Find,
    };

    private static IEnumerable<Finding> Find(Evidence evidence)
    {
        SafeguardingFact[] incidents =
        [
            .. evidence.CloseFacts.Where(fact => fact.RecordKind == EventKind.PoliceIncident)
                .DistinctBy(fact => fact.Record).OrderBy(fact => fact.HappenedAt),
        ];
        if (incidents.Length == 0)
        {
            yield break;
        }

        var from = incidents[^1].HappenedAt - evidence.Thresholds.RepeatWindow;
        SafeguardingFact[] within = [.. incidents.Where(fact => fact.HappenedAt >= from)];
        if (within.Select(fact => WorkingDays.DayOf(fact.HappenedAt)).Distinct().Count() >=
            evidence.Thresholds.RepeatCount)
        {
            yield return new Finding
            {
                Because = within,
                For = [AgencyCode.HUB, AgencyCode.POL],
                FiredAt = within.Max(fact => fact.HeldFrom),
                Asks = [Ask.LookAgain],
            };
        }
    }
}
