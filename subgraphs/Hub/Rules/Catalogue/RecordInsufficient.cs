namespace Aggregator.Hub.Rules;

/// <summary>
/// A record exists and is too thin to tell what was known or who was told: neither "nothing" nor "down".
/// </summary>
internal static class RecordInsufficient
{
    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.RecordInsufficient,
        Placement = Placement.SourceStrip,
        Severity = Severity.Inform,
        StandingDecision = StandingDecisions.HubScreening,
        Find = Find,
    };

    private static IEnumerable<Finding> Find(Evidence evidence) =>
        from fact in evidence.CloseFacts
        where fact.Category == ConcernCategory.RecordInsufficient
        select new Finding
        {
            Because = [fact],
            For = [AgencyCode.HUB, AgencyCode.HST],
            FiredAt = fact.HeldFrom,
            Asks = [Ask.TalkToOriginator],
        };
}
