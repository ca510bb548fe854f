namespace Aggregator.Hub.Rules;

/// <summary>
/// A referral whose acknowledgement is due and not recorded: seen in the receiver's queue, not as a card.
/// </summary>
internal static class ReferralAckDue
{
    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.ReferralAckDue,
        Placement = Placement.Queue,
        Severity = Severity.Inform,
        StandingDecision = StandingDecisions.ReferrerFeedback,
        Find = Find,
    };

    private static IEnumerable<Finding> Find(Evidence evidence) =>
        from referral in evidence.Referrals
        where referral.IsToSocialCare && referral.AcknowledgedAt is null && evidence.AsAt >= referral.AckDueAt
        select new Finding
        {
            Because = [referral.Facts[0]],
            For = [AgencyCode.CSC, AgencyCode.HUB],
            FiredAt = referral.AckDueAt,
            Referral = referral,
            Missing =
            [
                new(MissingCode.NoAcknowledgement, referral.Id, referral.To,
                    Answer.NotFound(referral.Parties, evidence.Missing).CouldNotCheck),
            ],
            Asks = [Ask.Acknowledge],
        };
}
