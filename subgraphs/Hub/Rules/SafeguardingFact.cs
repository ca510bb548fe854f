using NodaTime;

namespace Aggregator.Hub.Rules;

/// <summary>One category coded from one record: all that a rule may read of it (`SafeguardingFact`).</summary>
internal sealed record SafeguardingFact
{
    public required string Id { get; init; }

    public required Instant SortAt { get; init; }

    public required AgencyCode Agency { get; init; }

    public string? RecordId { get; init; }

    public EventKind? RecordKind { get; init; }

    public ConcernCategory? Category { get; init; }

    public Certainty? Certainty { get; init; }

    public AccountOf? AccountOf { get; init; }

    /// <summary>The holder's opaque code of the professional who was seen.</summary>
    public string? Professional { get; init; }

    public Instant? At { get; init; }

    public Instant? RecordedAt { get; init; }

    public Instant? ReceivedAt { get; init; }

    public Instant? ConsideredAt { get; init; }

    /// <summary>Person ids.</summary>
    public IReadOnlyList<string> About { get; init; } = [];

    /// <summary>Whose the record is: person ids; empty where that is not said.</summary>
    public IReadOnlyList<string> RecordOf { get; init; } = [];

    public IReadOnlyList<CodedImpact> ChildImpact { get; init; } = [];

    public IReadOnlyList<Informed> Informed { get; init; } = [];

    /// <summary>
    /// True when the record does not itemise: it follows only from "full information" having been sent.
    /// </summary>
    public bool Presumed { get; init; }

    public string? Grade { get; init; }

    public string? GradeScheme { get; init; }

    public string? AddressId { get; init; }

    public ReferralFact? Referral { get; init; }

    public IntentionFact? Intention { get; init; }

    public MarkerFact? Marker { get; init; }

    /// <summary>Whose it is, or whom it names, besides whom it is about.</summary>
    public IEnumerable<string> TellsOf => RecordOf
        .Concat(ChildImpact.Select(impact => impact.Person).Append(Marker?.Person).Append(Referral?.Person)
            .OfType<string>())
        .Concat(Referral?.Contacts.Select(contact => contact.Person).OfType<string>() ?? []);

    /// <summary>True where its category says something of a child.</summary>
    public bool SaysOfAChild => Category is ConcernCategory.ChildHeldDuringAssault or ConcernCategory.LeftUnattended
        or ConcernCategory.ChildPresent;

    /// <summary>What is coded of one child, or of none in particular.</summary>
    public IEnumerable<ChildImpactCode> ImpactOn(string child) =>
        ChildImpact.Where(impact => impact.IsOf(child)).Select(impact => impact.Code);

    /// <summary>True where its category says something of another child, and nothing of this one.</summary>
    public bool IsOfAnotherThan(string child) =>
        SaysOfAChild && ChildImpact.Count > 0 && !ChildImpact.Any(impact => impact.IsOf(child));

    /// <summary>The record this fact was coded from; a fact without one stands for itself.</summary>
    public string Record => RecordId ?? Id;

    /// <summary>When it happened, as far as anybody says.</summary>
    public Instant HappenedAt => At ?? SortAt;

    /// <summary>When its holder first had it: the instant from which an as-at view may show it.</summary>
    public Instant HeldFrom => ReceivedAt ?? RecordedAt ?? SortAt;

    /// <summary>
    /// True when the holder only repeats what it was sent. Several agencies that repeat one account are one source.
    /// </summary>
    public bool IsRepeated =>
        Presumed || RecordKind is EventKind.Referral or EventKind.ScreeningDecision or EventKind.ReviewStep
            or EventKind.RoleDecision;
}

/// <summary>What was coded of a child.</summary>
/// <param name="Person">Which; null for none in particular who is known.</param>
/// <param name="Code">What.</param>
internal sealed record CodedImpact(string? Person, ChildImpactCode Code)
{
    /// <summary>True where it is this child's, or may be.</summary>
    public bool IsOf(string child) => Person is null || Person == child;
}

/// <summary>A record of telling.</summary>
/// <param name="Agency">Who was told.</param>
/// <param name="At">When.</param>
/// <param name="AcknowledgedAt">When they said so, if they did.</param>
internal sealed record Informed(AgencyCode Agency, Instant At, Instant? AcknowledgedAt = null);

/// <summary>A referral as one of its two parties recorded it; each leaves blank what is the other's to say.</summary>
internal sealed record ReferralFact
{
    public string? ReferralId { get; init; }

    /// <summary>Whose it is; null where nobody says.</summary>
    public string? Person { get; init; }

    public AgencyCode? From { get; init; }

    public AgencyCode? To { get; init; }

    public ReferralIntent? Intent { get; init; }

    public Instant? SentAt { get; init; }

    public Instant? ReceivedAt { get; init; }

    public Instant? AckDueAt { get; init; }

    public Instant? AcknowledgedAt { get; init; }

    public Instant? ChaseFrom { get; init; }

    public Instant? DecidedAt { get; init; }

    public ScreeningOutcome? Outcome { get; init; }

    public bool? Closed { get; init; }

    /// <summary>What the decision does not have, as if it named nobody.</summary>
    public IReadOnlyList<DecisionGap> Gaps { get; init; } = [];

    public IReadOnlyList<DecisionContact> Contacts { get; init; } = [];

    public Instant? FeedbackAt { get; init; }

    /// <summary>What the decision lacks by all that is known of it.</summary>
    public IEnumerable<DecisionGap> Lacks => Gaps.Concat(Contacts.SelectMany(contact => contact.Opens))
        .Except(Contacts.SelectMany(contact => contact.Closes));
}

/// <summary>Somebody whom a decision names: spoken to before it, or written to when it was closed.</summary>
/// <param name="Person">Who; null where nobody known is named.</param>
/// <param name="Closes">What it does not lack by them.</param>
/// <param name="Opens">What it lacks by them.</param>
internal sealed record DecisionContact(
    string? Person, IReadOnlyList<DecisionGap> Closes, IReadOnlyList<DecisionGap> Opens);

/// <summary>Somebody said that they would tell somebody.</summary>
internal sealed record IntentionFact
{
    public IReadOnlyList<AgencyCode> To { get; init; } = [];

    public AgencyCode? StatedBy { get; init; }

    public Instant? StatedAt { get; init; }

    /// <summary>`TOLD`, or why not; blank while nothing is recorded.</summary>
    public string? Outcome { get; init; }

    public Instant? OutcomeAt { get; init; }
}

/// <summary>A warning marker on a person, at an address, or both.</summary>
internal sealed record MarkerFact
{
    public required string MarkerId { get; init; }

    public string? Code { get; init; }

    public string? Person { get; init; }

    public string? AddressId { get; init; }

    public LocalDate? From { get; init; }

    public LocalDate? ReviewDate { get; init; }
}
