namespace Aggregator.Hub.Rules;

/// <summary>
/// A decision about a young child to close, advise or take no further action, with what its record does not have.
/// What a decision-maker has since recorded in the hub is no longer missing.
/// </summary>
internal static class DecisionCheck
{
    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.DecisionCheck,
        Placement = Placement.Card,
        Severity = Severity.ActToday,
        StandingDecision = StandingDecisions.HubScreening,
        Find = Find,
    };

    private static IEnumerable<Finding> Find(Evidence evidence)
    {
        foreach (var referral in evidence.Referrals.Where(entry => entry.EndedWithoutHelp))
        {
            var gaps = OpenGaps(evidence, referral);
            if (gaps.Count > 0 && evidence.IsYoungAt(referral.DecidedAt!.Value))
            {
                yield return new Finding
                {
                    Because = [referral.Decision],
                    For = [AgencyCode.HUB],
                    FiredAt = referral.DecidedAt.Value,
                    Referral = referral,
                    Missing = [.. gaps.Select(gap => Item(evidence, referral, gap))],
                    Asks = [Ask.RecordImpactOnChild, Ask.TellThoseNotTold],
                };
            }
        }
    }

    private static List<DecisionGap> OpenGaps(Evidence evidence, ReferralEntry referral)
    {
        var closed = evidence.Register.DecisionChecks.Where(check => check.ReferralId == referral.Id)
            .SelectMany(check => check.Closes).ToHashSet();
        return [.. referral.Gaps.Where(gap => !closed.Contains(gap))];
    }

    // A gap is an absence in the receiver's own record: only the receiver could hold more.
    private static MissingItem Item(Evidence evidence, ReferralEntry referral, DecisionGap gap) =>
        new(Enum.Parse<MissingCode>(gap.ToString()), referral.Id, null, Answer.NotFound(
            new[] { referral.To }.OfType<AgencyCode>(), evidence.Missing).CouldNotCheck);
}
