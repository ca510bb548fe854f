namespace Aggregator.Hub.Rules;

/// <summary>A referral decided, and one working day later no record that the referrer was told the outcome.</summary>
internal static class NoFeedback
{
    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.NoFeedback,
        Placement = Placement.Card,
        Severity = Severity.Inform,
        StandingDecision = StandingDecisions.ReferrerFeedback,
        Find = Find,
    };

    private static IEnumerable<Finding> Find(Evidence evidence) =>
        from referral in evidence.Referrals
        where referral.IsToSocialCare && referral.FeedbackAt is null && referral.DecidedAt is not null
        let due = evidence.Input.Calendar.AckDueAt(referral.DecidedAt!.Value)
        where evidence.AsAt >= due
        select new Finding
        {
            Because = [referral.Decision],
            For = [.. NotedNoDecision.ReferrerOf(referral), AgencyCode.HUB],
            FiredAt = due,
            Referral = referral,
            Missing =
            [
                new(MissingCode.NoFeedback, referral.Id, referral.From,
                    Answer.NotFound(referral.Parties, evidence.Missing).CouldNotCheck),
            ],
            Asks = [Ask.GiveFeedback],
        };
}
