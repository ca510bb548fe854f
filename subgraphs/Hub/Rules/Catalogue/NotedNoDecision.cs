namespace Aggregator.Hub.Rules;

/// <summary>A referral that was only noted, or has no decision one working day after receipt.</summary>
internal static class NotedNoDecision
{
    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.NotedNoDecision,
        Placement = Placement.Card,
        Severity = Severity.ActToday,
        StandingDecision = StandingDecisions.ReferrerFeedback,
        Find = Find,
    };

    private static IEnumerable<Finding> Find(Evidence evidence)
    {
        foreach (var referral in evidence.Referrals.Where(entry => entry.IsToSocialCare))
        {
            var noted = referral.Outcome == ScreeningOutcome.NotedNoDecision;
            var undecided = referral.DecidedAt is null && evidence.AsAt >= referral.AckDueAt;
            if (noted || undecided)
            {
                yield return new Finding
                {
                    Because = [noted ? referral.Decision : referral.Facts[0]],
                    For = [AgencyCode.HUB, .. ReferrerOf(referral)],
                    FiredAt = noted ? referral.DecidedAt ?? referral.ReceivedAt : referral.AckDueAt,
                    Referral = referral,
                    Missing =
                    [
                        new(MissingCode.NoDecision, referral.Id, referral.To,
                            Answer.NotFound([AgencyCode.CSC], evidence.Missing).CouldNotCheck),
                    ],
                    Asks = [Ask.RecordDecision],
                };
            }
        }
    }

    internal static IEnumerable<AgencyCode> ReferrerOf(ReferralEntry referral) =>
        new[] { referral.From }.OfType<AgencyCode>();
}
