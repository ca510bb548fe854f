using NodaTime;

namespace Aggregator.Hub.Rules;

/// <summary>When the passing of time alone changes what rules find.</summary>
internal static class DueTimes
{
    /// <summary>The next such instant after the as-at; null when there is none.</summary>
    public static Instant? Next(Evidence evidence) =>
        evidence.Referrals.Where(entry => entry.IsToSocialCare).SelectMany(entry => OfReferral(evidence, entry))
            .Concat(evidence.CloseFacts.SelectMany(fact => OfFact(evidence, fact)))
            // A card that nobody answered becomes overdue.
            .Concat(AlertDesk.Cards(evidence).Select(card => card.Show.ReplyBy).OfType<Instant>())
            .Where(instant => instant > evidence.AsAt)
            .Select(instant => (Instant?)instant)
            .Min();

    private static IEnumerable<Instant> OfReferral(Evidence evidence, ReferralEntry entry)
    {
        yield return entry.AckDueAt;
        yield return entry.ChaseFrom;
        if (entry.DecidedAt is { } decided)
        {
            yield return evidence.Input.Calendar.AckDueAt(decided);
            yield return decided + Duration.FromDays(evidence.Thresholds.SilenceDays);
        }
    }

    private static IEnumerable<Instant> OfFact(Evidence evidence, SafeguardingFact fact)
    {
        if (fact.Intention is { Outcome: null, StatedAt: { } stated })
        {
            yield return evidence.Input.Calendar.EndOfWorkingDay(stated, IntendedShareNotRecorded.DueAfterWorkingDays);
        }

        // What nobody was told of becomes overdue.
        yield return evidence.Input.Calendar.AckDueAt(fact.HeldFrom);
    }
}
