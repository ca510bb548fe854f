using System.Collections.Immutable;

namespace Aggregator.Policy;

/// <summary>
/// The policy as data: who may see what. Read from <c>schema/policy/*.yaml</c> and checked as a whole; immutable. It
/// says
/// nothing about an operation or a person.
/// </summary>
public sealed record PolicyModel
{
    /// <summary>The version that its owners gave it.</summary>
    public required string Version { get; init; }

    /// <summary>The SHA-256 of its files, in hexadecimal: names which policy decided.</summary>
    public required string Hash { get; init; }

    /// <summary>The two people who approved it, by name and office.</summary>
    public required ImmutableArray<string> Approvers { get; init; }

    /// <summary>Counts below it are suppressed. At least 2.</summary>
    public required int MinimumCellSize { get; init; }

    /// <summary>The roles, by code.</summary>
    public required ImmutableSortedDictionary<string, RoleRule> Roles { get; init; }

    /// <summary>The classes, by code; at most <see cref="ClassSet.MaxClasses"/>.</summary>
    public required ImmutableSortedDictionary<string, ClassRule> Classes { get; init; }

    /// <summary>The purposes and who may state them, by code.</summary>
    public required ImmutableSortedDictionary<string, PurposeRule> Purposes { get; init; }

    /// <summary>To which agencies data may be passed on, by agency code. Default none.</summary>
    public ImmutableSortedDictionary<string, OnwardRule> Onward { get; init; } =
        ImmutableSortedDictionary<string, OnwardRule>.Empty;

    /// <summary>Who meets the rules that schemas demand by name (<c>@policy</c>). Default none, which nobody
    /// meets.</summary>
    public ImmutableSortedDictionary<string, NamedRule> NamedRules { get; init; } =
        ImmutableSortedDictionary<string, NamedRule>.Empty;

    /// <summary>What is proposed where a person asks for their own data. Default nothing.</summary>
    public SubjectAccessRules SubjectAccess { get; init; } = SubjectAccessRules.None;

    /// <summary>What is granted; what no grant covers is OMIT.</summary>
    public required ImmutableArray<Grant> Grants { get; init; }

    /// <summary>Where what no grant covers is HIDE and not OMIT: nothing tells that it is there.</summary>
    public required ImmutableArray<Concealment> Concealments { get; init; }

    /// <summary>What is forbidden whatever is granted.</summary>
    public required ImmutableArray<Forbid> Forbids { get; init; }

    /// <summary>What a confider's agreement gates.</summary>
    public required ConsentMap Consent { get; init; }

    /// <summary>The most anyone sees of data about a third party, by class; GENERALISE where a class is not
    /// named.</summary>
    public required ImmutableSortedDictionary<string, Effect> ThirdParty { get; init; }

    /// <summary>The kinds of link between a caller and a person, by code.</summary>
    public required ImmutableSortedDictionary<string, LinkRule> Links { get; init; }

    /// <summary>What a link that opens only an alert gives, by class; OMIT where a class is not named.</summary>
    public required ImmutableSortedDictionary<string, Effect> AlertOnly { get; init; }

    /// <summary>
    /// Of a person of the half-sibling's family: the class whose grants have to give it too. A class that is not named
    /// is not given.
    /// </summary>
    public required ImmutableSortedDictionary<string, string> OtherHousehold { get; init; }

    /// <summary>How those who are shielded are opened.</summary>
    public required SealedRule Sealed { get; init; }

    /// <summary>The lawful bases that a sharing decision can rest on, by code.</summary>
    public required ImmutableSortedDictionary<string, BasisRule> Bases { get; init; }

    /// <summary>The standing decisions, by id.</summary>
    public required ImmutableSortedDictionary<string, StandingDecision> Standing { get; init; }

    /// <summary>What breaking the glass can lift.</summary>
    public required BreakGlassRule BreakGlass { get; init; }

    /// <summary>How values are generalised and masked.</summary>
    public required TransformRules Transforms { get; init; }

    /// <summary>Who is told why something was withheld: reason code → roles; <c>*</c> for all.</summary>
    public required ImmutableSortedDictionary<string, ImmutableArray<string>> Reasons { get; init; }
}

/// <summary>How dangerous a disclosure is, from service facts to restricted.</summary>
public enum Tier
{
    /// <summary>Service facts.</summary>
    S0,

    /// <summary>The minimum of identity.</summary>
    S1,

    /// <summary>Safeguarding categories.</summary>
    S2,

    /// <summary>Confidential content.</summary>
    S3,

    /// <summary>Content that is dangerous in the wrong hands.</summary>
    S4,

    /// <summary>Restricted by statute or operation.</summary>
    S5,
}

/// <summary>Whether a withheld element's existence shows.</summary>
public enum Presence
{
    /// <summary>The element stands; its fields carry markers.</summary>
    Visible,

    /// <summary>Only the health desk and the decision-maker see that something is there.</summary>
    ToBroker,

    /// <summary>Nothing tells.</summary>
    Hidden,
}

/// <summary>A role.</summary>
/// <param name="Code">As in tokens.</param>
/// <param name="Title">As people say it.</param>
/// <param name="GrantsAs">The role whose grants it has besides its own; null for none.</param>
/// <param name="Ceiling">The highest tier it can ever see; null for no such limit.</param>
/// <param name="IsBroker">True when it sees that elements of <see cref="Presence.ToBroker"/> classes exist.</param>
/// <param name="NeedsLink">False for a role that never acts about one person by its own choice (the hub's
/// rules).</param>
public sealed record RoleRule(
    string Code, string Title, string? GrantsAs, Tier? Ceiling, bool IsBroker, bool NeedsLink)
{
    /// <summary>True when no link opens anybody to it, whatever the register holds for its desk. Default false.
    /// </summary>
    public bool CountsOnly { get; init; }

    /// <summary>Of what it passes on above S1 one of these conditions has to hold. Default empty: whatever it sees.
    /// </summary>
    public ImmutableArray<string> PassesOn { get; init; } = [];
}

/// <summary>A class of data.</summary>
/// <param name="Code">As in the labels.</param>
/// <param name="Title">As people say it.</param>
/// <param name="Tier">How dangerous.</param>
/// <param name="Presence">Whether a withheld element's existence shows.</param>
/// <param name="NeedsLink">False for data about no one person (service facts, aggregates).</param>
public sealed record ClassRule(string Code, string Title, Tier Tier, Presence Presence, bool NeedsLink)
{
    /// <summary>The agency codes whose very involvement is of this class: from whom it is hidden, their records are,
    /// and what is worked out from several agencies knows nothing of these. Default none.</summary>
    public ImmutableArray<string> Agencies { get; init; } = [];
}

/// <summary>A purpose.</summary>
/// <param name="Code">As callers state it.</param>
/// <param name="Title">As people say it.</param>
/// <param name="Roles">The roles that may state it.</param>
public sealed record PurposeRule(string Code, string Title, ImmutableArray<string> Roles)
{
    /// <summary>The lawful basis that accesses for this purpose rest on, as the log records it. Default none.</summary>
    public string Basis { get; init; } = "";
}

/// <summary>Who meets a rule that schemas demand by name.</summary>
/// <param name="Roles">The roles.</param>
/// <param name="Purposes">The purposes; empty for all they may state.</param>
public sealed record NamedRule(ImmutableArray<string> Roles, ImmutableArray<string> Purposes);

/// <summary>That data may be passed on to an agency: no more of it than a role there would get.</summary>
/// <param name="Agency">The agency code.</param>
/// <param name="Role">The role that stands for it.</param>
/// <param name="Purpose">The purpose that such a role would state.</param>
/// <param name="From">The roles that may pass data on to it.</param>
public sealed record OnwardRule(string Agency, string Role, string Purpose, ImmutableArray<string> From);

/// <summary>A grant of an effect on a class to a role, under conditions that all must hold.</summary>
/// <param name="Role">The role.</param>
/// <param name="Class">The class.</param>
/// <param name="Effect">What is granted.</param>
/// <param name="When">The conditions, from <see cref="Conditions"/>.</param>
/// <param name="FromStage">The stage from which it holds.</param>
/// <param name="Purposes">The purposes it holds for; empty for all the role may state.</param>
/// <param name="Under">The standing decision that must be in force; null for none.</param>
public sealed record Grant(
    string Role,
    string Class,
    Effect Effect,
    ImmutableArray<string> When,
    Stage FromStage,
    ImmutableArray<string> Purposes,
    string? Under);

/// <summary>What a role is not granted of a class leaves no trace.</summary>
/// <param name="Role">The role.</param>
/// <param name="Class">The class.</param>
public sealed record Concealment(string Role, string Class);

/// <summary>A prohibition. It wins over every grant and over broken glass.</summary>
/// <param name="Roles">The roles; empty for all.</param>
/// <param name="Classes">The classes; empty for all.</param>
/// <param name="Purposes">The purposes; empty for all.</param>
/// <param name="Effect">The most that is left.</param>
/// <param name="Because">Why, for the reader.</param>
public sealed record Forbid(
    ImmutableArray<string> Roles,
    ImmutableArray<string> Classes,
    ImmutableArray<string> Purposes,
    Effect Effect,
    string Because);

/// <summary>What a confider's agreement gates: only these classes, only at these stages.</summary>
/// <param name="Classes">The classes, all of tier S3.</param>
/// <param name="Stages">The stages.</param>
/// <param name="States">The most that is left for each state of agreement, by code.</param>
public sealed record ConsentMap(
    ImmutableArray<string> Classes,
    ImmutableArray<Stage> Stages,
    ImmutableSortedDictionary<string, ConsentCap> States)
{
    /// <summary>The state when nothing is recorded for the confider.</summary>
    public const string NotRecorded = "NOT_RECORDED";

    /// <summary>The state when it cannot be found out.</summary>
    public const string Unavailable = "UNAVAILABLE";
}

/// <summary>What a state of agreement leaves.</summary>
/// <param name="InScope">The most for a recipient whom it names.</param>
/// <param name="OutOfScope">The most for any other.</param>
/// <param name="IsAgreement">True when the state is an agreement (the condition <c>inScopeAgreement</c>).</param>
public sealed record ConsentCap(Effect InScope, Effect OutOfScope, bool IsAgreement);

/// <summary>A kind of link between a caller and a person.</summary>
/// <param name="Code">As in the register.</param>
/// <param name="Title">As people say it.</param>
/// <param name="Condition">The condition of grants that it fulfils; null for none.</param>
/// <param name="Direct">True when the condition needs a link to this very person, not to another of the case.</param>
/// <param name="OfRecord">True when the condition holds for the record that the link rests on, and for no
/// other.</param>
/// <param name="UpTo">The highest tier it opens, own agency's records apart; null for no limit.</param>
/// <param name="FullFor">The roles that <paramref name="UpTo"/> does not limit.</param>
public sealed record LinkRule(
    string Code,
    string Title,
    string? Condition,
    bool Direct,
    bool OfRecord,
    Tier? UpTo,
    ImmutableArray<string> FullFor)
{
    /// <summary>The kind that the hub makes of an open enquiry: nobody records it.</summary>
    public const string OpenEnquiry = "OPEN_ENQUIRY";
}

/// <summary>How those who are shielded are opened.</summary>
/// <param name="Class">The class whose grants open them: CLEAR as anybody else, anything less only that they are
/// there.</param>
/// <param name="Shows">What is given of whom it is only known that they are there, by class; OMIT where a class is not
/// named.</param>
public sealed record SealedRule(string Class, ImmutableSortedDictionary<string, Effect> Shows);

/// <summary>A lawful basis.</summary>
/// <param name="Code">As in sharing decisions.</param>
/// <param name="Title">As people say it.</param>
/// <param name="Overrides">The classes for which it can stand in place of agreement; empty for none.</param>
public sealed record BasisRule(string Code, string Title, ImmutableArray<string> Overrides);

/// <summary>A decision, taken once, that data of some classes may flow.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">Its version, from 1.</param>
/// <param name="Title">What it is.</param>
/// <param name="Basis">The lawful basis.</param>
/// <param name="Declassifies">The coordinates that may carry less than their inputs under it.</param>
/// <param name="Flows">The requirements of one agency's field that another agency is given under it.</param>
public sealed record StandingDecision(
    string Id,
    int Version,
    string Title,
    string Basis,
    ImmutableArray<Declassification> Declassifies,
    ImmutableArray<ApprovedFlow> Flows);

/// <summary>An approved declassification.</summary>
/// <param name="Coordinate">The field.</param>
/// <param name="From">The classes it no longer carries.</param>
public sealed record Declassification(string Coordinate, ImmutableArray<string> From);

/// <summary>An approved flow from the agencies to another.</summary>
/// <param name="Coordinate">The coordinate that is given: <c>Type.field</c>, or <c>Type.*</c>.</param>
/// <param name="Recipient">The receiving agency's id.</param>
/// <param name="Role">The role under whose row it is decided.</param>
public sealed record ApprovedFlow(string Coordinate, string Recipient, string Role);

/// <summary>What breaking the glass can lift.</summary>
/// <param name="Roles">Who may.</param>
/// <param name="Minutes">How long it lasts.</param>
/// <param name="Reasons">The reasons to choose from.</param>
/// <param name="Ceilings">The most it gives, by class; a class not named is not lifted.</param>
public sealed record BreakGlassRule(
    ImmutableArray<string> Roles,
    int Minutes,
    ImmutableArray<string> Reasons,
    ImmutableSortedDictionary<string, Effect> Ceilings);

/// <summary>How values are generalised and masked.</summary>
/// <param name="Generalise">The transform of a coordinate, or of a class's text fields, by name.</param>
/// <param name="Mask">The fixed mask.</param>
/// <param name="Masks">The mask of a coordinate where it differs: a text or a transform's name.</param>
public sealed record TransformRules(
    ImmutableSortedDictionary<string, string> Generalise,
    string Mask,
    ImmutableSortedDictionary<string, string> Masks)
{
    /// <summary>The transform that gives the value as it is, for a value that is already general.</summary>
    public const string Keep = "KEEP";

    /// <summary>What stands for a leaf that is generalised: a transform's name or a text; null when it is
    /// withheld.</summary>
    /// <param name="coordinate">The field, as in <c>Address.postcode</c>.</param>
    /// <param name="classes">Its classes.</param>
    /// <param name="isText">True for a single text, which a class's own text can stand for.</param>
    public string? GeneraliserOf(string coordinate, IEnumerable<string> classes, bool isText) =>
        Generalise.TryGetValue(coordinate, out var own) ? own
        : isText ? classes.Select(cls => Generalise.GetValueOrDefault(cls)).FirstOrDefault(text => text is not null)
        : null;

    /// <summary>True for a text that holds a mask, or is one that stands for data given in general only.</summary>
    /// <param name="text">What somebody wrote.</param>
    public bool StandsForWithheld(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Masks.Values.Append(Mask).Any(mask => text.Contains(mask, StringComparison.Ordinal))
            || Generalise.Values.Any(general => general.Contains(' ', StringComparison.Ordinal)
                && text.Trim() == general);
    }

    /// <summary>True when the value of a field is already general.</summary>
    /// <param name="coordinate">The field.</param>
    public bool Keeps(string coordinate) => Generalise.GetValueOrDefault(coordinate) == Keep;
}
