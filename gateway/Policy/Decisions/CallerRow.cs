using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Policy;

/// <summary>A caller found in a compiled policy: what a decision rests on besides the person.</summary>
public sealed class CallerRow
{
    private readonly Effect[]? _leftByOtherRoles;
    private volatile StandingInForce _standing = new(default, 0);

    /// <summary>Finds a caller.</summary>
    /// <param name="table">The policy, one for the whole request.</param>
    /// <param name="caller">The caller.</param>
    /// <param name="now">The instant at which access is decided; never the as-at instant.</param>
    public CallerRow(PolicyTable table, Caller caller, DateTimeOffset now)
    {
        Table = table;
        Caller = caller;
        Now = now;
        Role = table.RoleAt(caller.Role);
        Purpose = table.PurposeAt(caller.Purpose);
        if (caller.OnwardTo is { } agency)
        {
            // Who may not pass data on, or to whom nobody may, gets the row of no role: nothing.
            var rule = table.Model.Onward.GetValueOrDefault(agency);
            Onward = new CallerRow(
                table,
                caller with
                {
                    Role = rule?.From.Contains(caller.Role) == true ? rule.Role : "",
                    Agency = agency,
                    Purpose = rule?.Purpose,
                    OtherRoles = [],
                    OnwardTo = null,
                    BreakGlass = null,
                },
                now);
        }
        _leftByOtherRoles = caller.OtherRoles.IsEmpty ? null : [.. table.Model.Classes.Keys.Select(LeftByOtherRoles)];
    }

    /// <summary>The row of the agency that the answer is to be passed on to; null for none.</summary>
    public CallerRow? Onward { get; }

    /// <summary>The policy.</summary>
    public PolicyTable Table { get; }

    /// <summary>The caller.</summary>
    public Caller Caller { get; }

    /// <summary>The instant at which access is decided.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The role's place; -1 for a role the policy does not know, which gets nothing.</summary>
    public int Role { get; }

    /// <summary>The purpose's place; -1 for none, which gets nothing labelled.</summary>
    public int Purpose { get; }

    /// <summary>False for a role that needs no link to a person (the hub's rules).</summary>
    public bool NeedsLink => Role < 0 || Table.Roles[Role].NeedsLink;

    /// <summary>True for a role that nobody is ever opened to.</summary>
    public bool CountsOnly => Role >= 0 && Table.Roles[Role].CountsOnly;

    /// <summary>True when elements of TO_BROKER classes show.</summary>
    public bool IsBroker => Role >= 0 && Table.Roles[Role].IsBroker;

    /// <summary>True when the caller relies on broken glass and the role may break it.</summary>
    public bool MayBreakGlass =>
        Caller.BreakGlass is not null && Table.Model.BreakGlass.Roles.Contains(Caller.Role);

    /// <summary>True when the caller relies on glass that is broken for a person and still open.</summary>
    /// <param name="facts">What the register says of the person; null for nothing.</param>
    public bool HasBroken(PersonFacts? facts) => MayBreakGlass
        && facts is { BreakGlass: { } glass, Seal: not SealState.Closed }
        && glass.Id == Caller.BreakGlass && Now < glass.Until;

    /// <summary>Whether the caller meets what a schema demands: a name that the policy does not have is met by
    /// nobody.</summary>
    /// <param name="demand">The demand.</param>
    public bool Meets(AccessDemand demand)
    {
        ArgumentNullException.ThrowIfNull(demand);
        return demand.Alternatives.Any(names => names.All(
            demand.Kind == AccessDemandKind.Scopes ? Caller.Scopes.Contains : MeetsRule));
    }

    private bool MeetsRule(string name) => Table.Model.NamedRules.TryGetValue(name, out var rule)
        && rule.Roles.Contains(Caller.Role)
        && (rule.Purposes.IsEmpty || (Caller.Purpose is { } purpose && rule.Purposes.Contains(purpose)));

    /// <summary>The most that prohibitions leave of a class: those of the role, and those of any other role the caller
    /// has.</summary>
    /// <param name="cls">The class's place.</param>
    public Effect Allowed(int cls)
    {
        var allowed = Table.Allowed(Role, cls, Purpose);
        return _leftByOtherRoles is { } left ? Effects.Meet(allowed, left[cls]) : allowed;
    }

    private Effect LeftByOtherRoles(string cls) => Table.Model.Forbids
        .Where(forbid => forbid.Roles.Any(role => Caller.OtherRoles.Contains(role))
            && (forbid.Classes.IsEmpty || forbid.Classes.Contains(cls))
            && (forbid.Purposes.IsEmpty || (Caller.Purpose is { } purpose && forbid.Purposes.Contains(purpose))))
        .Aggregate(Effect.Clear, (left, forbid) => Effects.Meet(left, forbid.Effect));

    /// <summary>
    /// The glass that the caller breaks in case the hub cannot be reached: <c>Access-Break-Glass: offline:ID</c> with a
    /// reason of the policy's list. Null for none.
    /// </summary>
    public OfflineGlass? OfflineGlass =>
        MayBreakGlass && Caller.BreakGlass!.StartsWith(Policy.OfflineGlass.Prefix, StringComparison.Ordinal)
            && Caller.Reason is { } reason && Table.Model.BreakGlass.Reasons.Contains(reason)
            ? new OfflineGlass(
                Caller.Subject,
                Caller.BreakGlass[Policy.OfflineGlass.Prefix.Length..],
                TimeSpan.FromMinutes(Table.Model.BreakGlass.Minutes))
            : null;

    /// <summary>The bits of the standing decisions that are in force as this policy knows them.</summary>
    /// <param name="standing">Those in force.</param>
    internal uint StandingBits(ImmutableArray<StandingDecisionFact> standing)
    {
        // One answer of the register has the same for everybody in it.
        var (known, bits) = _standing;
        if (known != standing)
        {
            bits = Table.BitsOf(standing);
            _standing = new(standing, bits);
        }

        return bits;
    }

    /// <summary>Whether this caller is told that elements of these classes are withheld.</summary>
    /// <param name="classes">The element's classes; the most hidden decides.</param>
    public bool ShowsWithheld(ClassSet classes)
    {
        var presence = classes.IsUnlabelled ? Presence.Hidden : Presence.Visible;
        foreach (var cls in classes.Indexes())
        {
            presence = Table.Classes[cls].Presence > presence ? Table.Classes[cls].Presence : presence;
        }

        return presence == Presence.Visible || (presence == Presence.ToBroker && IsBroker);
    }

    /// <summary>Whether an effect on a class leaves no trace for this caller.</summary>
    /// <param name="effect">What the caller gets of the class.</param>
    /// <param name="cls">The class's place.</param>
    internal bool Conceals(Effect effect, int cls) =>
        effect == Effect.Hide || (effect == Effect.Omit && !ShowsWithheld(ClassSet.Of(cls)));

    /// <summary>
    /// What refuses the whole operation before anything else: <c>ROLE_UNKNOWN</c>, <c>PURPOSE_REQUIRED</c>,
    /// <c>PURPOSE_UNKNOWN</c> or <c>PURPOSE_NOT_PERMITTED</c>; null when nothing does.
    /// </summary>
    public string? Refusal =>
        Role < 0 ? PolicyErrors.RoleUnknown
        : Caller.Purpose is null ? PolicyErrors.PurposeRequired
        : Purpose < 0 ? PolicyErrors.PurposeUnknown
        : !Table.Purposes[Purpose].Roles.Contains(Caller.Role) ? PolicyErrors.PurposeNotPermitted
        : null;

    /// <summary>The purposes that the caller's role may state, by name.</summary>
    public IEnumerable<string> StatablePurposes =>
        Table.Purposes.Where(purpose => purpose.Roles.Contains(Caller.Role)).Select(purpose => purpose.Code);

    private sealed record StandingInForce(ImmutableArray<StandingDecisionFact> Standing, uint Bits);
}
