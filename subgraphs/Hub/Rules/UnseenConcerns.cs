using NodaTime;

namespace Aggregator.Hub.Rules;

/// <summary>A record of concern that the viewer's agency has not been shown or told of.</summary>
internal sealed record UnseenConcern(
    string RecordId, AgencyCode Agency, EventKind Kind, Instant At, IReadOnlyList<ConcernCategory> Categories);

/// <summary>
/// `CONTACT_WITH_UNSEEN_CONCERNS`: what a practitioner who opens or records a contact was not shown before. Only what
/// others hold; only incidents, consultations, sessions and advice contacts.
/// </summary>
internal static class UnseenConcerns
{
    private static readonly EventKind[] Kinds =
        [EventKind.PoliceIncident, EventKind.Consultation, EventKind.TherapySession, EventKind.AdviceLineContact];

    private static readonly AgencyCode[] Viewers = [AgencyCode.HV, AgencyCode.MID, AgencyCode.GP];

    /// <summary>Oldest first; nothing for a viewer the standing decision does not name.</summary>
    public static IReadOnlyList<UnseenConcern> For(Evidence evidence, AgencyCode viewer)
    {
        return !IsAllowed(evidence, viewer) || !Viewers.Contains(viewer)
            ? []
            : Grouped(evidence.CloseFacts
                .Where(fact => fact.Agency != viewer && IsOfKind(fact) && IsConcern(fact))
                .Where(fact => !WasShown(evidence, viewer, fact)));
    }

    /// <summary>What came to be known after an instant, oldest first; null for a viewer the standing decision does not
    /// name.</summary>
    public static IReadOnlyList<UnseenConcern>? Since(Evidence evidence, AgencyCode viewer, Instant since) =>
        IsAllowed(evidence, viewer)
            ? Grouped(evidence.CloseFacts.Where(fact => fact.HeldFrom > since && IsOfKind(fact) && IsConcern(fact)))
            : null;

    private static IReadOnlyList<UnseenConcern> Grouped(IEnumerable<SafeguardingFact> facts) =>
    [
        .. facts.GroupBy(fact => fact.Record, StringComparer.Ordinal)
            .Select(record => new UnseenConcern(
                record.Key,
                record.First().Agency,
                record.First().RecordKind!.Value,
                record.First().HappenedAt,
                [.. record.Select(fact => fact.Category!.Value).Distinct().Order()]))
            .OrderBy(concern => concern.At).ThenBy(concern => concern.RecordId, StringComparer.Ordinal),
    ];

    private static bool IsAllowed(Evidence evidence, AgencyCode viewer) =>
        evidence.Register.StandingDecisions.Any(decision =>
            decision.Id == StandingDecisions.ChildConcern && evidence.IsInForce(decision) &&
            decision.Recipients.Contains(viewer));

    private static bool IsOfKind(SafeguardingFact fact) => fact.RecordKind is { } kind && Kinds.Contains(kind);

    private static bool WasShown(Evidence evidence, AgencyCode viewer, SafeguardingFact fact) =>
        evidence.Told(viewer, fact).IsYes ||
        evidence.Register.Shown.Any(shown => shown.Agency == viewer && ShownConcerns.Says(shown, fact));

    // What is dangerous to show is not part of the banner's categories.
    private static bool IsConcern(SafeguardingFact fact) =>
        fact.Category is not (null or ConcernCategory.Contact or ConcernCategory.UniversalContact
            or ConcernCategory.Birth or ConcernCategory.ItemsFound or ConcernCategory.Weapons
            or ConcernCategory.Substance or ConcernCategory.Marker or ConcernCategory.StatedIntention
            or ConcernCategory.Referral or ConcernCategory.RecordInsufficient or ConcernCategory.HalfSibling);
}
