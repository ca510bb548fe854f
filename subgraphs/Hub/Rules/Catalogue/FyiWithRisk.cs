namespace Aggregator.Hub.Rules;

/// <summary>
/// A referral sent for information although a raised grade, a young child or a cluster says otherwise.
/// </summary>
internal static class FyiWithRisk
{
    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.FyiWithRisk,
        Placement = Placement.Card,
        Severity = Severity.Inform,
        StandingDecision = StandingDecisions.ReferrerFeedback,
        Find = Find,
    };

    private static IEnumerable<Finding> Find(Evidence evidence) =>
        from referral in evidence.Referrals
        where referral.Intent == ReferralIntent.ForInformation && IsRisk(evidence, referral)
        select new Finding
        {
            Because = [referral.Facts[0]],
            For = [.. NotedNoDecision.ReferrerOf(referral), AgencyCode.HUB],
            FiredAt = referral.SentAt,
            Referral = referral,
            Asks = [Ask.AskWhatIsWanted],
        };

    private static bool IsRisk(Evidence evidence, ReferralEntry referral) =>
        evidence.IsYoungAt(referral.SentAt) || ClusterU2.IsCluster(evidence, evidence.AsAt) ||
        evidence.CloseFacts.Any(fact => fact.Agency == referral.From && fact.HappenedAt <= referral.SentAt &&
            fact.Grade is { } grade && evidence.Thresholds.RaisedGrades.Contains(grade));
}
