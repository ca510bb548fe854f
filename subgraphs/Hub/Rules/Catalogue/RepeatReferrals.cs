namespace Aggregator.Hub.Rules;

/// <summary>
/// Several referrals to social care about the child or its household within the window. From the third, with a cluster,
/// a reason for not assessing is asked.
/// </summary>
internal static class RepeatReferrals
{
    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.RepeatReferrals,
        Placement = Placement.Card,
        Severity = Severity.ActToday,
        StandingDecision = StandingDecisions.HubScreening,
        Find = Find,
    };

    /// <summary>The referrals to social care within the window that ends with the last of them.</summary>
    public static IReadOnlyList<ReferralEntry> Within(Evidence evidence)
    {
        ReferralEntry[] toSocialCare = [.. evidence.Referrals.Where(entry => entry.IsToSocialCare)];
        return toSocialCare.Length == 0
            ? []
            :
            [
                .. toSocialCare.Where(entry =>
                    entry.SentAt >= toSocialCare[^1].SentAt - evidence.Thresholds.RepeatWindow),
            ];
    }

    private static IEnumerable<Finding> Find(Evidence evidence)
    {
        var within = Within(evidence);
        if (within.Count >= evidence.Thresholds.RepeatCount)
        {
            var last = within[^1];
            var askWhy = within.Count >= evidence.Thresholds.ReasonAskedCount &&
                ClusterU2.IsCluster(evidence, evidence.AsAt);
            yield return new Finding
            {
                Because = [.. within.Select(entry => entry.Facts[0])],
                For = [AgencyCode.HUB],
                FiredAt = last.SentAt,
                Referral = last,
                Asks = askWhy ? [Ask.GiveReasonForNotAssessing] : [Ask.LookAgain],
            };
        }
    }
}
