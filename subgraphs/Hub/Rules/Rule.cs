using NodaTime;

namespace Aggregator.Hub.Rules;

/// <summary>The rules by name, as users see them in upper case.</summary>
internal enum RuleCode
{
    ParentSelfHarm, Under2DaNotify, ChildImpactDa, ClusterU2, RepeatReferrals, DecisionCheck, NotedNoDecision,
    ConsentScopeGap, IntendedShareNotRecorded, MarkerPropagate, ReferralChaseDue, NoFeedback, FyiWithRisk, UnbornLink,
    RepeatIncidents, SilenceAfterClosure, ContactWithUnseenConcerns, ReferralAckDue, MultiAddressU1,
    UnmetRequestParentU1, MhScoreParentU1, UninformedAgency, RecordInsufficient, SourceIncomplete,
    Discontinuity, LegalHold,
}

internal enum Severity { Inform, ActToday, Immediate }

/// <summary>Where what a rule finds is seen. Only `Card` is an alert.</summary>
internal enum Placement { Card, Banner, Chronology, Queue, Matrix, SourceStrip }

/// <summary>What a card asks of its recipient.</summary>
internal enum Ask
{
    CheckOnChild, TalkToOriginator, TalkToHealthDesk, ReviewServiceLevel, TellThoseNotTold, RecordImpactOnChild,
    RecordDecision, RecordBasisDecision, GiveReasonForNotAssessing, Acknowledge, GiveFeedback, ChaseReferral,
    AskWhatIsWanted, RecordOutcomeOfIntention, IdentifyOtherFamily, VisitSafely, LookAgain, CompleteRecord,
    NameALead, KeepEverything,
}

/// <summary>What a card says is not there.</summary>
internal enum MissingCode
{
    NotInformed, NobodyInformed, NoAgencyChecks, NoImpactStatement, EarlyHelpNotConsidered, ReferrerNotSpokenTo,
    FatherNotSpokenTo, GrandparentsNotSpokenTo, SupportDeclinedWithRisk, SafeAddressNotChecked, LetterNotReviewed,
    NoAcknowledgement, NoFeedback, NoDecision, NoOutcomeOfIntention, NoBasisDecision, NoContactSinceClosure,
    SourceNotAnswering, NoLead,
}

/// <summary>One thing that is missing, and whether that could be told.</summary>
/// <param name="Code">What.</param>
/// <param name="RecordId">Of which record; blank when of none in particular.</param>
/// <param name="Agency">Whom it concerns, if anyone.</param>
/// <param name="CouldNotCheck">Who did not answer; empty: it was looked for everywhere that could hold it.</param>
internal sealed record MissingItem(
    MissingCode Code, string? RecordId, AgencyCode? Agency, IReadOnlyList<AgencyCode> CouldNotCheck)
{
    public bool CannotTell => CouldNotCheck.Count > 0;
}

/// <summary>One component of a cluster, with the records that show it.</summary>
internal sealed record ClusterComponent(string Name, Certainty Certainty, IReadOnlyList<SafeguardingFact> Sources);

/// <summary>What one rule found once: the records that caused it and who should know.</summary>
internal sealed record Finding
{
    public required IReadOnlyList<SafeguardingFact> Because { get; init; }

    public required IReadOnlyList<AgencyCode> For { get; init; }

    public required Instant FiredAt { get; init; }

    /// <summary>Blank: the rule's own.</summary>
    public Severity? Severity { get; init; }

    public IReadOnlyList<MissingItem> Missing { get; init; } = [];

    public IReadOnlyList<Ask> Asks { get; init; } = [];

    public Instant? OverdueFrom { get; init; }

    public IReadOnlyList<ClusterComponent> Components { get; init; } = [];

    public ReferralEntry? Referral { get; init; }

    /// <summary>True when all that may be shown is that there is a concern and which desk to talk to.</summary>
    public bool ContactOnly { get; init; }
}

/// <summary>A rule: a name, where what it finds is seen, under which standing decision, and a pure function.</summary>
internal sealed record Rule
{
    public required RuleCode Code { get; init; }

    public required Placement Placement { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>The standing decision that lets it show anything to anybody outside the hub.</summary>
    public required string StandingDecision { get; init; }

    public required Func<Evidence, IEnumerable<Finding>> Find { get; init; }
}
