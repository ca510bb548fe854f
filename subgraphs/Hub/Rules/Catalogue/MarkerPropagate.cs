namespace Aggregator.Hub.Rules;

/// <summary>A marker held against a person reaches the addresses where that person's child stays.</summary>
internal static class MarkerPropagate
{
    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.MarkerPropagate,
        Placement = Placement.Card,
        Severity = Severity.Inform,
        StandingDecision = StandingDecisions.LoneWorkerSafety,
        Find = Find,
    };

    private static IEnumerable<Finding> Find(Evidence evidence) =>
        from marker in MarkerPaths.Find(evidence)
        where marker.AddressId != marker.HeldAgainst
        select new Finding
        {
            Because = [marker.Fact],
            For = [AgencyCode.POL, AgencyCode.HST, AgencyCode.HV, AgencyCode.HUB],
            FiredAt = marker.Fact.HeldFrom,
            Asks = [Ask.VisitSafely],
            // Held in a household that is not the child's: a visitor learns that there is one and whom to ask.
            ContactOnly = marker.HeldAgainst is null,
        };
}
