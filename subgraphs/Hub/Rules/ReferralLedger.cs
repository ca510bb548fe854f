using NodaTime;

namespace Aggregator.Hub.Rules;

/// <summary>One referral with the sender's and the receiver's part of it side by side.</summary>
internal sealed record ReferralEntry
{
    public required string Id { get; init; }

    public required IReadOnlyList<SafeguardingFact> Facts { get; init; }

    public AgencyCode? From { get; init; }

    public AgencyCode? To { get; init; }

    public ReferralIntent? Intent { get; init; }

    public required Instant SentAt { get; init; }

    /// <summary>When the receiver had it; when it was sent, while the receiver does not say.</summary>
    public required Instant ReceivedAt { get; init; }

    public required Instant AckDueAt { get; init; }

    public required Instant ChaseFrom { get; init; }

    public Instant? AcknowledgedAt { get; init; }

    public Instant? DecidedAt { get; init; }

    public ScreeningOutcome? Outcome { get; init; }

    public bool Closed { get; init; }

    public IReadOnlyList<DecisionGap> Gaps { get; init; } = [];

    public Instant? FeedbackAt { get; init; }

    /// <summary>What tells of the decision that stands; there is none before it is made.</summary>
    public SafeguardingFact Decision => Facts.Last(fact => fact.Referral!.DecidedAt == DecidedAt);

    public bool IsToSocialCare => To == AgencyCode.CSC;

    /// <summary>Who could hold a record about it.</summary>
    public IEnumerable<AgencyCode> Parties => new[] { From, To }.OfType<AgencyCode>();

    /// <summary>The outcome ends it without help: closed, advised, no further action.</summary>
    public bool EndedWithoutHelp =>
        DecidedAt is not null && (Closed || Outcome is ScreeningOutcome.NoFurtherAction
            or ScreeningOutcome.InformationAndAdvice or ScreeningOutcome.NotedNoDecision);
}

/// <summary>Joins the facts that speak of the same referral.</summary>
internal static class ReferralLedger
{
    public static IReadOnlyList<ReferralEntry> Read(IEnumerable<SafeguardingFact> facts, WorkingDays calendar) =>
    [
        .. facts.Where(fact => fact.Referral is not null)
            .GroupBy(fact => fact.Referral!.ReferralId ?? fact.Record, StringComparer.Ordinal)
            .Select(group => Join(group.Key, group, calendar))
            .OrderBy(entry => entry.SentAt).ThenBy(entry => entry.Id, StringComparer.Ordinal),
    ];

    private static ReferralEntry Join(string id, IEnumerable<SafeguardingFact> facts, WorkingDays calendar)
    {
        SafeguardingFact[] ordered =
        [
            .. facts.OrderBy(fact => fact.HeldFrom).ThenBy(fact => fact.Agency)
                .ThenBy(fact => fact.Id, StringComparer.Ordinal),
        ];
        ReferralFact[] parts = [.. ordered.Select(fact => fact.Referral!)];
        var sent = First(parts, part => part.SentAt) ?? ordered[0].HappenedAt;
        var received = First(parts, part => part.ReceivedAt) ?? sent;
        // A referral may be noted first and decided later: the last decision stands.
        var decision = parts.Where(part => part.DecidedAt is not null).MaxBy(part => part.DecidedAt);
        return new ReferralEntry
        {
            Id = id,
            Facts = ordered,
            From = First(parts, part => part.From),
            To = First(parts, part => part.To),
            Intent = First(parts, part => part.Intent),
            SentAt = sent,
            ReceivedAt = received,
            AckDueAt = First(parts, part => part.AckDueAt) ?? calendar.AckDueAt(received),
            ChaseFrom = First(parts, part => part.ChaseFrom) ?? calendar.ChaseFrom(received),
            AcknowledgedAt = First(parts, part => part.AcknowledgedAt),
            DecidedAt = decision?.DecidedAt,
            Outcome = decision?.Outcome,
            Closed = decision?.Closed ?? false,
            Gaps = [.. parts.Where(part => part.DecidedAt == decision?.DecidedAt).SelectMany(part => part.Lacks)
                .Distinct().Order()],
            FeedbackAt = First(parts, part => part.FeedbackAt),
        };
    }

    private static T? First<T>(IEnumerable<ReferralFact> parts, Func<ReferralFact, T?> of)
        where T : struct => parts.Select(of).FirstOrDefault(value => value is not null);
}
