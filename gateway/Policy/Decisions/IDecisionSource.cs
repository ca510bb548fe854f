using System.Collections.Immutable;

namespace Aggregator.Policy;

/// <summary>
/// What the hub's register knows about a caller and some persons. The facts behind decisions, never the decisions.
/// Over HTTP it is <c>POST /register/decisions</c> of the hub.
/// </summary>
public interface IDecisionSource
{
    /// <summary>Reads the facts, as they are now, in one call for all persons.</summary>
    /// <param name="question">Who asks about whom.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// The facts. A person it does not name is one the caller has no link to. Never throws for what the hub does:
    /// a hub that cannot be reached is <see cref="RegisterAnswer.Unavailable"/>, one that does not say
    /// <see cref="RegisterAnswer.Refused"/>.
    /// </returns>
    ValueTask<RegisterAnswer> AskAsync(RegisterQuestion question, CancellationToken cancellationToken);

    /// <summary>Whether broken glass is in force for a caller. Nobody else's is, nor any that has ended.</summary>
    /// <param name="question">Who asks, about nobody.</param>
    /// <param name="glass">The id that the request names.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null where nobody can say, as while the hub cannot be reached.</returns>
    ValueTask<bool?> IsInForceAsync(RegisterQuestion question, string glass, CancellationToken cancellationToken) =>
        ValueTask.FromResult<bool?>(null);

    /// <summary>Forgets whatever it remembers: this instance has just changed something.</summary>
    void Forget()
    {
    }
}

/// <summary>Who asks about whom.</summary>
/// <param name="Recipient">The worker or desk that relationships are held for.</param>
/// <param name="Agency">The caller's agency code.</param>
/// <param name="Role">The caller's role.</param>
/// <param name="Purpose">The stated purpose; empty when none was stated.</param>
/// <param name="Persons">The persons, each once; at most 500.</param>
public sealed record RegisterQuestion(
    string Recipient, string Agency, string Role, string Purpose, ImmutableArray<string> Persons)
{
    /// <summary>The glass that the caller breaks while the hub cannot be reached; null for none.</summary>
    public OfflineGlass? Glass { get; init; }

    /// <summary>True when the answer goes on to another agency: no shielded child's case counts for a stage then,
    /// whoever asks.</summary>
    public bool PassesOn { get; init; }

    /// <summary>A caller's question.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="persons">About whom.</param>
    public static RegisterQuestion Of(Caller caller, ImmutableArray<string> persons)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return new(caller.Recipient, caller.Agency, caller.Role, caller.Purpose ?? "", persons)
        {
            PassesOn = caller.OnwardTo is not null,
        };
    }
}

/// <summary>
/// Breaking the glass while the hub, which else records it, cannot be reached. The role may, and the reason is one of
/// the policy's; it is recorded in the access log.
/// </summary>
/// <param name="Caller">The caller's pseudonym.</param>
/// <param name="Person">The one person.</param>
/// <param name="Lasts">How long from the first use.</param>
public sealed record OfflineGlass(string Caller, string Person, TimeSpan Lasts)
{
    /// <summary>What the id of such a break-glass begins with; the person's id follows.</summary>
    public const string Prefix = "offline:";

    /// <summary>The id that the caller names.</summary>
    public string Id => Prefix + Person;
}

/// <summary>What the register answered.</summary>
/// <param name="State">How far it can be relied on.</param>
/// <param name="Persons">The facts of each person the caller has any link to, and of the shielded; others are
/// absent.</param>
/// <param name="Standing">The standing decisions in force.</param>
public sealed record RegisterAnswer(
    RegisterState State,
    ImmutableDictionary<string, PersonFacts> Persons,
    ImmutableArray<StandingDecisionFact> Standing)
{
    /// <summary>Nobody was asked about yet.</summary>
    public static readonly RegisterAnswer Nobody =
        new(RegisterState.Current, ImmutableDictionary<string, PersonFacts>.Empty, []);

    /// <summary>The register could not be asked and nothing earlier holds: everything about persons is
    /// withheld.</summary>
    public static readonly RegisterAnswer Unavailable = new(
        RegisterState.Unavailable, ImmutableDictionary<string, PersonFacts>.Empty, []);

    /// <summary>It was reached and did not say, as where a person has more entries than it reads. Then nothing that was
    /// known earlier stands in for it, and no glass is broken without it.</summary>
    public static readonly RegisterAnswer Refused = Unavailable with { IsRefused = true };

    /// <summary>True when it was reached and did not say.</summary>
    public bool IsRefused { get; init; }

    /// <summary>What it said when it was decided whom to ask, where that was something else; null where it was not.
    /// Open is what is open by both.</summary>
    public RegisterAnswer? Earlier { get; init; }

    /// <summary>What it says of some persons alone.</summary>
    /// <param name="persons">Their ids.</param>
    public RegisterAnswer Of(IReadOnlyCollection<string> persons) => this with
    {
        Persons = Persons.RemoveRange(Persons.Keys.Except(persons)),
        Earlier = Earlier?.Of(persons),
    };

    /// <summary>True when another answer says the same of these persons, and can be relied on as far.</summary>
    /// <param name="persons">Their ids.</param>
    /// <param name="other">The other.</param>
    public bool SaysOfEach(IEnumerable<string> persons, RegisterAnswer other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return State == other.State
            && Standing.Length == other.Standing.Length && !Standing.Except(other.Standing).Any()
            && persons.All(person => Equals(
                Persons.GetValueOrDefault(person), other.Persons.GetValueOrDefault(person)));
    }

    /// <summary>Those of whom nothing may tell that they are there: see <see cref="Seal"/>.</summary>
    public ImmutableHashSet<string> Hidden { get; init; } = [];

    /// <summary>Of those whom nothing may tell the caller of either, whoever it is passed on to.</summary>
    public ImmutableHashSet<string> HiddenFromCaller { get; init; } = [];

    /// <summary>Those of whom no more may be told than that they are there: see <see cref="Seal"/>.</summary>
    public ImmutableHashSet<string> Sealed { get; init; } = [];

    /// <summary>These persons with what it says of each.</summary>
    /// <param name="subjects">The persons.</param>
    public ImmutableArray<DecidedSubject> Knowing(ImmutableArray<DecidedSubject> subjects) =>
        [.. subjects.Select(subject => subject with { Facts = Persons.GetValueOrDefault(subject.Person) })];
}

/// <summary>How far a register's answer can be relied on.</summary>
public enum RegisterState
{
    /// <summary>As it is now.</summary>
    Current,

    /// <summary>Last known links, signed, at most 24 hours old: identity, involvement and duty contacts only.</summary>
    LastKnown,

    /// <summary>Nothing is known.</summary>
    Unavailable,
}

/// <summary>What the register knows about the caller and one person.</summary>
public sealed record PersonFacts
{
    /// <summary>The caller's links to the person, direct or through another. Ended ones are not listed.</summary>
    public ImmutableArray<RegisterLink> Links { get; init; } = [];

    /// <summary>The stage recorded for the child whose case the person is in; null when no enquiry is open.</summary>
    public Stage? Stage { get; init; }

    /// <summary>The person's own agreements and refusals, latest of each scope, as a confider.</summary>
    public ImmutableArray<ConsentFact> Consents { get; init; } = [];

    /// <summary>Recorded decisions to share something about the person, or not to.</summary>
    public ImmutableArray<SharingFact> Sharing { get; init; } = [];

    /// <summary>The caller's open break-glass for this person; null for none.</summary>
    public BreakGlassFact? BreakGlass { get; init; }

    /// <summary>True when the caller has a link to the person, or has broken the glass.</summary>
    public bool IsReached => !Links.IsEmpty || BreakGlass is not null;

    /// <summary>Whether the person is shielded. Of whom the seal is closed nothing here counts.</summary>
    public SealState Seal { get; init; }

    /// <inheritdoc/>
    public bool Equals(PersonFacts? other) => ReferenceEquals(this, other) || (other is not null
        && (Stage, BreakGlass, Seal) == (other.Stage, other.BreakGlass, other.Seal)
        && Links.SequenceEqual(other.Links)
        && Consents.SequenceEqual(other.Consents)
        && Sharing.SequenceEqual(other.Sharing));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Links.Length, Stage, BreakGlass, Seal);
}

/// <summary>Whether a person is shielded, and opened to the caller.</summary>
public enum SealState
{
    /// <summary>Not shielded.</summary>
    None,

    /// <summary>Shielded.</summary>
    Closed,

    /// <summary>Shielded, and opened to this caller: see <see cref="Policy.Seal"/>.</summary>
    Opened,
}

/// <summary>A link between the caller and a person.</summary>
/// <param name="Kind">
/// What kind: OPEN_ENQUIRY, ALLOCATED, CASELOAD, PATIENT, OWN_CLIENT, REFERRAL, ROUTED_ALERT
/// (schema/policy/links.yaml).
/// </param>
/// <param name="Via">
/// The person whom the caller is linked to: the same person for a direct link, otherwise one of the same case.
/// </param>
/// <param name="Reach">How far the link goes.</param>
/// <param name="Record">The record it rests on, such as a referral's id; null for none.</param>
/// <param name="Until">When it ends; null when it has no end yet.</param>
public sealed record RegisterLink(string Kind, string Via, LinkReach Reach, string? Record, DateTimeOffset? Until)
{
    /// <summary>True when whom it goes through is shielded: such a link counts only once <see cref="Seal"/> has opened
    /// it.</summary>
    public bool IsSealed { get; init; }
}

/// <summary>How far a link goes.</summary>
public enum LinkReach
{
    /// <summary>
    /// To the person and everything in the view of the child: a link to the child or to its main carer.
    /// </summary>
    View,

    /// <summary>
    /// To a half-sibling or that child's other parent, from the view of the child: what is known of them as it bears on
    /// the child, and who they are only as far as the class of the other parent's identity allows.
    /// </summary>
    OtherHousehold,

    /// <summary>
    /// To this person, but through another (the other parent, a half-sibling, that child's other parent): of this
    /// person, an alert's category and a contact, nothing else.
    /// </summary>
    AlertOnly,

    /// <summary>To somebody who is shielded, of whom the caller may know no more than that: never of the
    /// register.</summary>
    Presence,
}

/// <summary>A person's agreement or refusal.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">GIVEN, GIVEN_WITH_RELUCTANCE, REFUSED, WITHDRAWN … (domain code list ConsentState).</param>
/// <param name="Scope">The agency codes it is about.</param>
/// <param name="ExpiresAt">The first instant at which it no longer holds; null for none.</param>
public sealed record ConsentFact(string Id, string State, ImmutableArray<string> Scope, DateTimeOffset? ExpiresAt)
{
    /// <summary>The agency whose records it is about: the one that asked; null for everybody's.</summary>
    public string? From { get; init; }

    /// <inheritdoc/>
    public bool Equals(ConsentFact? other) => other is not null
        && (Id, State, ExpiresAt, From) == (other.Id, other.State, other.ExpiresAt, other.From)
        && Scope.SequenceEqual(other.Scope);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, State, ExpiresAt, From);
}

/// <summary>A recorded decision about sharing.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Decision">SHARE, SHARE_PART or DO_NOT_SHARE.</param>
/// <param name="Recipients">The agency codes it is about.</param>
/// <param name="Classes">The classes it releases or keeps back; empty for all that sharing decisions may touch.</param>
/// <param name="Basis">The lawful basis, as in schema/policy/bases.yaml.</param>
/// <param name="ExpiresAt">The first instant at which it no longer holds; null for none.</param>
public sealed record SharingFact(
    string Id,
    string Decision,
    ImmutableArray<string> Recipients,
    ImmutableArray<string> Classes,
    string Basis,
    DateTimeOffset? ExpiresAt)
{
    /// <summary>The agency code whose records it is about. Default null: whosever.</summary>
    public string? From { get; init; }

    /// <summary>The ids of the records it is about. Default empty: all of them.</summary>
    public ImmutableArray<string> Records { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(SharingFact? other) => other is not null
        && (Id, Decision, Basis, ExpiresAt, From)
            == (other.Id, other.Decision, other.Basis, other.ExpiresAt, other.From)
        && Recipients.SequenceEqual(other.Recipients)
        && Classes.SequenceEqual(other.Classes)
        && Records.SequenceEqual(other.Records);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Decision, Basis, ExpiresAt, From);
}

/// <summary>An open break-glass.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Until">The first instant at which it no longer holds.</param>
public sealed record BreakGlassFact(string Id, DateTimeOffset Until);

/// <summary>A standing decision in force.</summary>
/// <param name="Id">Its id, such as <c>SD-1</c>.</param>
/// <param name="Version">Its version, from 1.</param>
public sealed record StandingDecisionFact(string Id, int Version);
