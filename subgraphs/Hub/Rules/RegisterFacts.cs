using NodaTime;

namespace Aggregator.Hub.Rules;

/// <summary>
/// What the hub's own register adds to the agencies' facts. Each entry has the instant it was recorded.
/// </summary>
internal sealed record RegisterFacts
{
    public IReadOnlyList<ConsentFact> Consents { get; init; } = [];

    public IReadOnlyList<SharingDecisionFact> SharingDecisions { get; init; } = [];

    public IReadOnlyList<StandingDecision> StandingDecisions { get; init; } = [];

    public IReadOnlyList<ToldFact> Told { get; init; } = [];

    public IReadOnlyList<ReplyFact> Replies { get; init; } = [];

    public IReadOnlyList<ShownFact> Shown { get; init; } = [];

    /// <summary>When the worker who asks last looked at the child; null for a first look.</summary>
    public Instant? LastLook { get; init; }

    public IReadOnlyList<HoldFact> Holds { get; init; } = [];

    public IReadOnlyList<DecisionCheckFact> DecisionChecks { get; init; } = [];

    /// <summary>
    /// Agencies with a continuing link to the child or a parent: caseload, registered patient, allocated.
    /// </summary>
    public IReadOnlyList<InvolvedFact> Involved { get; init; } = [];

    public IReadOnlyDictionary<AgencyCode, DutyContact> Contacts { get; init; } =
        new Dictionary<AgencyCode, DutyContact>();
}

/// <summary>Agreement of the person in whose confidence something was said, and whom it names.</summary>
internal sealed record ConsentFact(
    string Id, string Confider, AgencyCode ObtainedBy, string State, IReadOnlyList<AgencyCode> Scope, Instant At);

/// <summary>A case decision to share something about a person, with its basis, for one or more recipients.</summary>
internal sealed record SharingDecisionFact(
    string Id,
    string Person,
    string Decision,
    IReadOnlyList<AgencyCode> To,
    IReadOnlyList<string> RecordIds,
    Instant At);

/// <summary>An agreed flow that rules may execute. `Until` is blank while it is in force.</summary>
internal sealed record StandingDecision(
    string Id,
    int Version,
    string Title,
    IReadOnlyList<AgencyCode> Recipients,
    Instant From,
    Instant? Until = null,
    bool RestsOnConsent = false);

/// <summary>The hub's record that an agency was told of a record.</summary>
internal sealed record ToldFact(string RecordId, AgencyCode Agency, Instant At, Instant? AcknowledgedAt = null);

/// <summary>What an agency replied to a rule's card about a child.</summary>
/// <param name="Rule">The rule of the card.</param>
/// <param name="Agency">Who replied.</param>
/// <param name="At">When.</param>
/// <param name="Acted">True when an action was recorded, not just receipt.</param>
/// <param name="OverriddenBecause">The reason, when the card was set aside.</param>
/// <param name="RecordIds">The records the card rested on when the agency replied.</param>
internal sealed record ReplyFact(
    RuleCode Rule,
    AgencyCode Agency,
    Instant At,
    bool Acted,
    string? OverriddenBecause,
    IReadOnlyList<string> RecordIds);

/// <summary>A record that was on the screen of an agency. Shown is not told.</summary>
/// <param name="RecordId">The record.</param>
/// <param name="Agency">Who saw it.</param>
/// <param name="At">When first.</param>
/// <param name="Classes">The classes of the policy that were shown of it in full.</param>
internal sealed record ShownFact(string RecordId, AgencyCode Agency, Instant At, IReadOnlyList<string> Classes);

/// <summary>A legal hold on one of the circle.</summary>
internal sealed record HoldFact(Instant At, Instant? LiftedAt);

/// <summary>What a decision-maker recorded about a decision: the gaps it closes.</summary>
internal sealed record DecisionCheckFact(string ReferralId, IReadOnlyList<DecisionGap> Closes, Instant At);

/// <summary>An agency's continuing link; it leads when the case is allocated to somebody there.</summary>
internal sealed record InvolvedFact(AgencyCode Agency, Instant From, Instant? To = null, bool Leads = false);

/// <summary>An agency's desk that answers questions about its records.</summary>
internal sealed record DutyContact(string Team, string? Name, string? Phone, string? Hours);
