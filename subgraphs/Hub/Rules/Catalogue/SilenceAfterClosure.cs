using NodaTime;

namespace Aggregator.Hub.Rules;

/// <summary>
/// Weeks without other than universal contact after a closure, while what led to it is still open. Silence is a pattern
/// to look at, not an all-clear; with a source missing it cannot be told.
/// </summary>
internal static class SilenceAfterClosure
{
    public static Rule Rule { get; } = new()
    {
        Code = RuleCode.SilenceAfterClosure,
        Placement = Placement.Card,
        Severity = Severity.Inform,
        StandingDecision = StandingDecisions.HubScreening,
        Find = Find,
    };

    private static IEnumerable<Finding> Find(Evidence evidence)
    {
        var closure = evidence.Referrals.Where(entry => entry.IsToSocialCare && entry.EndedWithoutHelp)
            .MaxBy(entry => entry.DecidedAt);
        if (closure is null)
        {
            yield break;
        }

        var closed = closure.DecidedAt!.Value;
        var due = closed + Duration.FromDays(evidence.Thresholds.SilenceDays);
        var contactSince = evidence.CloseFacts.Any(fact => fact.HappenedAt > closed && !IsUniversal(fact));
        if (evidence.AsAt >= due && !contactSince && ClusterU2.IsCluster(evidence, closed))
        {
            yield return new Finding
            {
                Because = [closure.Decision],
                For = [AgencyCode.HUB],
                FiredAt = due,
                Referral = closure,
                Missing =
                [
                    new(MissingCode.NoContactSinceClosure, closure.Id, null, [.. evidence.Missing.Order()]),
                ],
                Asks = [Ask.LookAgain],
            };
        }
    }

    private static bool IsUniversal(SafeguardingFact fact) =>
        fact.Category is ConcernCategory.UniversalContact or ConcernCategory.Birth or ConcernCategory.Marker;
}
