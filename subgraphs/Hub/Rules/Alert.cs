using NodaTime;

namespace Aggregator.Hub.Rules;

internal enum AlertState { Open, Acknowledged, Actioned, Overridden }

/// <summary>A record that caused a card, as far as a card may show it.</summary>
internal sealed record Because(
    string RecordId, AgencyCode Agency, EventKind? Kind, Instant At, ConcernCategory? Category, Certainty? Certainty);

/// <summary>What a card shows. No narrative, no names, no addresses.</summary>
internal sealed record AlertShow
{
    public EventKind? Type { get; init; }

    public IReadOnlyList<ConcernCategory> Categories { get; init; } = [];

    public Instant? Date { get; init; }

    public string? Grade { get; init; }

    public string? GradeScheme { get; init; }

    /// <summary>People by what they are to the child.</summary>
    public IReadOnlyList<string> Parties { get; init; } = [];

    public IReadOnlyList<ChildImpactCode> Child { get; init; } = [];

    /// <summary>Where the child stays now, without saying where that is.</summary>
    public string? ChildStays { get; init; }

    public ScreeningOutcome? SocialCareOutcome { get; init; }

    public Instant? SocialCareOutcomeAt { get; init; }

    public IReadOnlyList<Ask> Asked { get; init; } = [];

    public Instant? ReplyBy { get; init; }

    public AgencyCode? ContactAgency { get; init; }

    public DutyContact? Contact { get; init; }

    public string? Reference { get; init; }
}

internal enum SubjectAware { NotRecorded, Aware }

/// <summary>How to handle a card safely.</summary>
/// <param name="SubjectAware">Whether the person in whose confidence it was said knows that it is shared.</param>
/// <param name="DoNotRaiseWith">People, by what they are to the child, not to raise it with.</param>
/// <param name="SafeContact">How to reach the family safely.</param>
/// <param name="HomeVisitSafety">What to do before a home visit; blank: nothing is recorded that says so.</param>
/// <param name="KeepOutOfParentHeldRecords">True: write nothing of it where a parent or visitor can read it.</param>
internal sealed record AlertHandling(
    SubjectAware SubjectAware,
    IReadOnlyList<string> DoNotRaiseWith,
    string SafeContact,
    string? HomeVisitSafety,
    bool KeepOutOfParentHeldRecords);

/// <summary>One component of a cluster as a card shows it.</summary>
internal sealed record ShownComponent(
    string Name, Certainty? Certainty, IReadOnlyList<AgencyCode> Sources, IReadOnlyList<AccountOf> Accounts);

/// <summary>One open card for one rule, child and recipient.</summary>
internal sealed record Alert
{
    /// <summary>Hash of rule, child and records: the same cause is the same alert, whenever it is evaluated. For the
    /// hub's rules alone: whoever guesses a record's id finds it confirmed in it.</summary>
    public required string Id { get; init; }

    /// <summary>What the recipient gets for it: of nothing that the card does not show.</summary>
    public string CardId => AlertId.Of($"{Rule}", Child, $"{Recipient}", $"{FiredAt}");

    public required RuleCode Rule { get; init; }

    public required Placement Placement { get; init; }

    public required string Child { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>Whose card this is: it says what that recipient may read.</summary>
    public required AgencyCode Recipient { get; init; }

    /// <summary>Everybody who has a card of the same alert.</summary>
    public required IReadOnlyList<AgencyCode> For { get; init; }

    public required IReadOnlyList<Because> Because { get; init; }

    public required IReadOnlyList<MissingItem> Missing { get; init; }

    public required StandingDecision StandingDecision { get; init; }

    public required Instant FiredAt { get; init; }

    public required Instant AsAt { get; init; }

    public required AlertState State { get; init; }

    public string? OverriddenBecause { get; init; }

    public bool Overdue { get; init; }

    /// <summary>Who around the child is shielded.</summary>
    public IReadOnlyList<string> Shielded { get; init; } = [];

    /// <summary>For whom of those it stands to whom some of the shielded are open: these sets' names.</summary>
    public IReadOnlyList<string> StandsFor { get; init; } = [];

    /// <summary>The agencies that are hidden from somebody, where it stands only for who may know of them; empty where
    /// it stands for everybody.</summary>
    public IReadOnlyList<AgencyCode> OnlyKnowing { get; init; } = [];

    /// <summary>The same, where it stands only for who may not know of them.</summary>
    public IReadOnlyList<AgencyCode> OnlyNotKnowing { get; init; } = [];

    /// <summary>True when a source did not answer: there may be more to it.</summary>
    public bool MayBeIncomplete { get; init; }

    public IReadOnlyList<ShownComponent> Components { get; init; } = [];

    public required AlertShow Show { get; init; }

    public required AlertHandling Handling { get; init; }
}
