namespace Aggregator.Hub.Rules;

/// <summary>Three working days after receipt without acknowledgement: the referrer may chase.</summary>
internal static class ReferralChaseDue
{
    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.ReferralChaseDue,
        Placement = Placement.Card,
        Severity = Severity.Inform,
        StandingDecision = StandingDecisions.ReferrerFeedback,
        Find = Find,
    };

    private static IEnumerable<Finding> Find(Evidence evidence) =>
        from referral in evidence.Referrals
        where referral.IsToSocialCare && evidence.AsAt >= referral.ChaseFrom
        where referral.AcknowledgedAt is null && referral.FeedbackAt is null
        select new Finding
        {
            Because = [referral.Facts[0]],
            For = [.. NotedNoDecision.ReferrerOf(referral), AgencyCode.HUB],
            FiredAt = referral.ChaseFrom,
            Referral = referral,
            Missing =
            [
                new(MissingCode.NoAcknowledgement, referral.Id, referral.To,
                    Answer.NotFound(referral.Parties, evidence.Missing).CouldNotCheck),
            ],
            Asks = [Ask.ChaseReferral],
        };
}
