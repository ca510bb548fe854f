namespace Aggregator.Hub.Rules;

/// <summary>
/// The case is frozen: nothing of it is taken out of the register or the access log. Shown beside the sources to those
/// who keep it, and to nobody else.
/// </summary>
internal static class LegalHold
{
    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.LegalHold,
        Placement = Placement.SourceStrip,
        Severity = Severity.Inform,
        StandingDecision = StandingDecisions.HubScreening,
        Find = Find,
    };

    private static IEnumerable<Finding> Find(Evidence evidence) =>
        from hold in evidence.Register.Holds
        where hold.LiftedAt is null
        select new Finding
        {
            Because = [],
            For = [AgencyCode.HUB],
            FiredAt = hold.At,
            Asks = [Ask.KeepEverything],
        };
}
