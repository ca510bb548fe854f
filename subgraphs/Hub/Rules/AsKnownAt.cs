using NodaTime;

namespace Aggregator.Hub.Rules;

/// <summary>
/// Takes out of facts what was recorded after an instant, so that nothing later leaks into an earlier view.
/// </summary>
internal static class AsKnownAt
{
    /// <summary>The fact as it stood, or null when its holder did not have it yet.</summary>
    public static SafeguardingFact? Trim(SafeguardingFact fact, Instant asAt) =>
        fact.HeldFrom > asAt
            ? null
            : fact with
            {
                ConsideredAt = NotAfter(fact.ConsideredAt, asAt),
                Informed = [.. fact.Informed.Where(told => told.At <= asAt).Select(told => Trim(told, asAt))],
                Referral = fact.Referral is { } referral ? Trim(referral, asAt) : null,
                Intention = fact.Intention is { } intention ? Trim(intention, asAt) : null,
            };

    /// <summary>
    /// The register as it stood. Standing decisions and contacts hold as they are now: they are access.
    /// </summary>
    public static RegisterFacts Trim(RegisterFacts register, Instant asAt) => register with
    {
        Consents = [.. register.Consents.Where(entry => entry.At <= asAt)],
        SharingDecisions = [.. register.SharingDecisions.Where(entry => entry.At <= asAt)],
        Told =
        [
            .. register.Told.Where(entry => entry.At <= asAt)
                .Select(entry => entry with { AcknowledgedAt = NotAfter(entry.AcknowledgedAt, asAt) }),
        ],
        Replies = [.. register.Replies.Where(entry => entry.At <= asAt)],
        Shown = [.. register.Shown.Where(entry => entry.At <= asAt)],
        LastLook = NotAfter(register.LastLook, asAt),
        Holds =
        [
            .. register.Holds.Where(entry => entry.At <= asAt)
                .Select(entry => entry with { LiftedAt = NotAfter(entry.LiftedAt, asAt) }),
        ],
        DecisionChecks = [.. register.DecisionChecks.Where(entry => entry.At <= asAt)],
        Involved = [.. register.Involved.Where(entry => entry.From <= asAt && !(entry.To < asAt))],
    };

    private static Informed Trim(Informed told, Instant asAt) =>
        told with { AcknowledgedAt = NotAfter(told.AcknowledgedAt, asAt) };

    private static ReferralFact Trim(ReferralFact referral, Instant asAt)
    {
        var undecided = referral.DecidedAt > asAt;
        return referral with
        {
            ReceivedAt = NotAfter(referral.ReceivedAt, asAt),
            AcknowledgedAt = NotAfter(referral.AcknowledgedAt, asAt),
            FeedbackAt = NotAfter(referral.FeedbackAt, asAt),
            DecidedAt = NotAfter(referral.DecidedAt, asAt),
            Outcome = undecided ? null : referral.Outcome,
            Closed = undecided ? null : referral.Closed,
            Gaps = undecided ? [] : referral.Gaps,
            Contacts = undecided ? [] : referral.Contacts,
        };
    }

    private static IntentionFact Trim(IntentionFact intention, Instant asAt) =>
        intention.OutcomeAt > asAt ? intention with { Outcome = null, OutcomeAt = null } : intention;

    private static Instant? NotAfter(Instant? instant, Instant asAt) => instant > asAt ? null : instant;
}
