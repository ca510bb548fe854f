using System.Collections.Immutable;
using Aggregator.Policy;

namespace Aggregator.Gateway.Tests;

/// <summary>Whose data an object is, for the reference.</summary>
internal sealed record Whose(
    ImmutableArray<(string Person, string Part)> Subjects, Whose? Around, string? Owner)
{
    /// <summary>The records that it is part of.</summary>
    public ImmutableArray<string> Records { get; init; } = [];
}

/// <summary>
/// What a caller gets of one object's classes, read from policy.md as plainly as it can be: sets of words, no tables.
/// Shares nothing with the product but the policy's model.
/// </summary>
internal sealed class ReferenceDecision(
    PolicyModel model, Caller caller, IReadOnlyDictionary<string, PersonFacts> register, string[] standing,
    DateTimeOffset now)
{
    private readonly Dictionary<string, (PersonFacts Facts, bool IsHidden)> _opened = register.ToDictionary(
        each => each.Key, each => ShieldedPerson.Seen(model, caller, standing, each.Key, each.Value, now));

    private RoleRule Role => model.Roles[caller.Role];

    /// <summary>The most that anybody in this role gets, whoever the person is.</summary>
    public Effect Most(IEnumerable<string> classes, bool canBeOwn)
    {
        var every = ConditionNames.All.Keys.Where(name => canBeOwn || name != "ownAgency").ToHashSet();
        return Worst(classes.Select(cls =>
        {
            var granted = Granted(cls, caller.Stage, every, true);
            return Worse(MayBreak ? Lifted(cls, granted) : granted, Forbidden(cls));
        }));
    }

    /// <summary>What the caller gets.</summary>
    public Effect Of(IEnumerable<string> classes, Whose whose) =>
        IsOwnerHidden(whose) || (IsHidden(whose) && classes.Any(cls => model.Classes[cls].NeedsLink))
            ? Effect.Hide : Worst(classes.Select(cls => One(cls, whose)));

    /// <summary>True when the caller has a link to one of the persons, or needs none.</summary>
    public bool IsLinked(Whose whose) => !Role.NeedsLink || Linked(whose).Count > 0;

    /// <summary>True when something may be given of who somebody is, or whoever asks needs no link, or is never given
    /// who anybody is.</summary>
    public bool MayBeKnown(IReadOnlyCollection<string> identity, Whose whose) =>
        !Role.NeedsLink || Of(identity, whose) < Effect.Omit || Most(identity, true) >= Effect.Omit;

    /// <summary>What is told of somebody by an entry that does no more than name them: all, that there is somebody, or
    /// nothing.</summary>
    public Effect OfNamed(string person) =>
        !Role.NeedsLink || !register.TryGetValue(person, out var known) || known.Seal != SealState.Closed
            || IsBroken(person) || Links(person).Exists(link => link.Reach != LinkReach.Presence) ? Effect.Clear
        : Links(person).Count == 0 && _opened[person].IsHidden ? Effect.Hide
        : Effect.Exists;

    /// <summary>True when data of these classes stands only for who has such a link.</summary>
    public bool NeedsLink(IReadOnlyCollection<string> classes) =>
        classes.Count == 0 || classes.Any(cls => model.Classes[cls].NeedsLink);

    /// <summary>True when the link opens no more than that there are alerts.</summary>
    public bool IsAlertOnly(Whose whose) =>
        Role.NeedsLink && Linked(whose).Count > 0 && ReachOf(whose) == LinkReach.AlertOnly;

    /// <summary>True when a withheld element of these classes still shows.</summary>
    public bool ShowsWithheld(IEnumerable<string> classes) => classes.Select(cls => model.Classes[cls].Presence)
        .DefaultIfEmpty(Presence.Visible).Max() is var most
        && (most == Presence.Visible || (most == Presence.ToBroker && Role.IsBroker));

    // Who is shielded, and is so from the caller.
    private bool IsHidden(Whose whose) => Role.NeedsLink && Direct(whose).Count == 0
        && whose.Subjects.Any(subject => _opened.TryGetValue(subject.Person, out var seen) && seen.IsHidden);

    // Who is shielded, to a caller who may know no more than that they are there.
    private bool IsSealed(Whose whose) => whose.Subjects.Any(subject =>
        register.TryGetValue(subject.Person, out var known) && known.Seal == SealState.Closed);

    // That the agency is involved at all is hidden.
    private bool IsOwnerHidden(Whose whose) => Role.NeedsLink && whose.Owner is { } owner && owner != caller.Agency
        && model.Classes.Values.Any(cls => cls.Agencies.Contains(owner) && One(cls.Code, whose) is var involved
            && (involved == Effect.Hide || (involved == Effect.Omit && !ShowsWithheld([cls.Code]))));

    private bool MayBreak => caller.BreakGlass is not null && model.BreakGlass.Roles.Contains(caller.Role);

    private static Effect Worse(Effect left, Effect right) => left > right ? left : right;

    private static Effect Worst(IEnumerable<Effect> effects) => effects.Append(Effect.Clear).Max();

    private PersonFacts FactsOf(string person) => _opened.GetValueOrDefault(person).Facts ?? new PersonFacts();

    // Of a record of a child or a confider, for one of them; of any other, for anybody in it.
    private bool IsBroken(string person, Whose whose) => IsBroken(person)
        && (Told(whose).Count == 0 || Told(whose).Contains(person));

    private static List<string> Told(Whose whose) => [.. whose.Subjects
        .Where(subject => subject.Part is "CONFIDER" or "CHILD").Select(subject => subject.Person)];

    private bool IsBroken(string person) => MayBreak && FactsOf(person).BreakGlass is { } glass
        && glass.Id == caller.BreakGlass && now < glass.Until;

    private List<RegisterLink> Links(string person) => [.. FactsOf(person).Links
        .Where(link => (link.Until is null || link.Until > now) && model.Links.ContainsKey(link.Kind))];

    private bool IsStranger(Whose whose, int linked) => linked == 0 && !IsHidden(whose) && whose.Around is not null
        && whose.Subjects.Length > 0 && whose.Subjects.All(subject => subject.Part == "THIRD_PARTY");

    private List<(string Person, string Part)> Direct(Whose whose) =>
        [.. whose.Subjects.Where(subject =>
            IsBroken(subject.Person, whose) || Links(subject.Person).Count > 0)];

    private List<(string Person, string Part)> Linked(Whose whose)
    {
        var direct = Direct(whose);
        return IsStranger(whose, direct.Count) ? Direct(whose.Around!) : direct;
    }

    private List<(string Person, string Part)> View(Whose whose) => [.. Linked(whose).Where(subject =>
        IsBroken(subject.Person, LinkedTo(whose))
        || Links(subject.Person).Any(link => link.Reach < LinkReach.AlertOnly))];

    // The record whose persons the caller is linked to: this one, or the one around.
    private Whose LinkedTo(Whose whose) => IsStranger(whose, Direct(whose).Count) ? whose.Around! : whose;

    private Effect One(string cls, Whose whose)
    {
        var rule = model.Classes[cls];
        var isStranger = IsStranger(whose, Direct(whose).Count);
        var (linked, view) = (Linked(whose), View(whose));
        var isBroken = whose.Subjects.Any(subject => IsBroken(subject.Person, whose));
        var isOwn = whose.Owner == caller.Agency;
        var links = LinksOf(view);
        var needsLink = rule.NeedsLink && Role.NeedsLink;
        var reach = Reach(linked, view, links, LinkedTo(whose));
        var isOpen = isOwn || isBroken || links.Any(at => Opens(at.Link, rule));
        if (needsLink && (linked.Count == 0 || (reach < LinkReach.AlertOnly && !isOpen)))
        {
            return Worse(Effect.Omit, Forbidden(cls));
        }

        var recorded = view.Count == 0 ? Stage.Contact
            : view.Min(subject => FactsOf(subject.Person).Stage ?? Stage.Contact);
        var stage = recorded < caller.Stage ? recorded : caller.Stage;
        var conditions = Conditions(cls, whose, links, isOwn, isStranger ? linked : null);
        var effect = Granted(cls, stage, conditions, false);
        effect = Worse(effect, Agreement(cls, whose, isOwn, stage, isStranger ? linked : null));
        effect = isStranger && Role.NeedsLink
            ? Worse(effect, IsSealed(whose)
                ? model.Sealed.Shows.GetValueOrDefault(cls, Effect.Omit)
                : model.ThirdParty.GetValueOrDefault(cls, Effect.Generalise))
            : effect;
        effect = needsLink ? Worse(effect, Left(cls, reach, whose, links, isOwn, stage)) : effect;
        return Worse(isBroken ? Lifted(cls, effect) : effect, Forbidden(cls));
    }

    // What a link through another person leaves.
    private Effect Left(
        string cls, LinkReach reach, Whose whose, List<(string Person, RegisterLink Link)> links, bool isOwn,
            Stage stage) =>
        reach switch
        {
            LinkReach.Presence => model.Sealed.Shows.GetValueOrDefault(cls, Effect.Omit),
            LinkReach.AlertOnly => model.AlertOnly.GetValueOrDefault(cls, Effect.Omit),
            // That a record is there tells its day.
            LinkReach.OtherHousehold when model.OtherHousehold.TryGetValue(cls, out var other) => Granted(
                other, stage, Conditions(cls, whose with { Subjects = [] }, links, isOwn, []), false)
                is var left && left != Effect.Exists ? left : Effect.Omit,
            LinkReach.OtherHousehold => Effect.Omit,
            _ => Effect.Clear,
        };

    private List<(string Person, RegisterLink Link)> LinksOf(List<(string Person, string Part)> view) =>
        [.. view.SelectMany(subject => Links(subject.Person)
            .Where(link => link.Reach < LinkReach.AlertOnly).Select(link => (subject.Person, Link: link)))];

    private LinkReach ReachOf(Whose whose) => View(whose) is var view
        ? Reach(Linked(whose), view, LinksOf(view), LinkedTo(whose))
        : default;

    private LinkReach Reach(
        List<(string Person, string Part)> linked,
        List<(string Person, string Part)> view,
        List<(string Person, RegisterLink Link)> links,
        Whose record) =>
        view.Count == 0 ? linked.Count > 0 && linked.All(subject =>
            Links(subject.Person).All(link => link.Reach == LinkReach.Presence))
                ? LinkReach.Presence
                : LinkReach.AlertOnly
        : view.Any(subject => IsBroken(subject.Person, record)) || links.Any(at => at.Link.Reach == LinkReach.View)
            ? LinkReach.View
            : LinkReach.OtherHousehold;

    private bool Opens(RegisterLink link, ClassRule cls) => model.Links[link.Kind] is var kind
        && (kind.UpTo is null || kind.FullFor.Contains(caller.Role) || cls.Tier <= kind.UpTo || cls.Tier == Tier.S0);

    private HashSet<string> Conditions(
        string cls,
        Whose whose,
        List<(string Person, RegisterLink Link)> links,
        bool isOwn,
        List<(string Person, string Part)>? linked)
    {
        var conditions = new HashSet<string>(isOwn ? ["ownAgency", "ownReferral"] : [], StringComparer.Ordinal);
        foreach (var (person, link) in links)
        {
            var kind = model.Links[link.Kind];
            if (kind.OfRecord && link.Via == person)
            {
                _ = conditions.Add("referred");
            }

            if (kind.Condition is not null && !kind.OfRecord
                && (!kind.Direct || IsDirectToAll(whose, kind.Condition, linked)))
            {
                _ = conditions.Add(kind.Condition);
            }
        }

        var confiders = Confiders(whose);
        if (confiders.Count > 0
            && confiders.All(person => StateOf(person, whose) is { InScope: true, IsAgreement: true }))
        {
            _ = conditions.Add("inScopeAgreement");
        }

        if (IsOverridden(cls, whose, linked))
        {
            _ = conditions.Add("recordedOverride");
        }

        return conditions;
    }

    // Of a record: to whoever confided it and every child in it; where there are none, to somebody of it.
    private bool IsDirectToAll(Whose whose, string condition, List<(string Person, string Part)>? linked)
    {
        var subjects = linked is { Count: > 0 } ? whose.Around!.Subjects : whose.Subjects;
        var told = subjects.Where(subject => subject.Part is "CONFIDER" or "CHILD").ToList();
        bool IsDirect((string Person, string Part) subject) => Links(subject.Person).Any(link =>
            link.Reach < LinkReach.AlertOnly && link.Via == subject.Person && model.Links[link.Kind] is var kind
            && kind.Direct && kind.Condition == condition);
        return told.Count > 0 ? told.All(IsDirect) : subjects.Any(IsDirect);
    }

    private static List<string> Confiders(Whose whose) =>
        [.. whose.Subjects.Where(subject => subject.Part == "CONFIDER").Select(subject => subject.Person)];

    private Effect Agreement(
        string cls, Whose whose, bool isOwn, Stage stage, List<(string Person, string Part)>? linked)
    {
        var kept = !isOwn && Decisions(cls, whose, linked).Any(fact => fact.Decision == "DO_NOT_SHARE")
            ? Effect.Exists
            : Effect.Clear;
        if (isOwn || !Role.NeedsLink || !model.Consent.Classes.Contains(cls) || !model.Consent.Stages.Contains(stage)
            || IsOverridden(cls, whose, linked))
        {
            return kept;
        }

        var confiders = Confiders(whose);
        return Worse(kept, confiders.Count == 0 ? Cap("NOT_RECORDED", false).Left
            : confiders.Max(person => StateOf(person, whose).Left));
    }

    private (Effect Left, bool IsAgreement, bool InScope) StateOf(string person, Whose whose)
    {
        var current = FactsOf(person).Consents.Where(one => (one.ExpiresAt is null || one.ExpiresAt > now)
            && (one.From is null
                || (whose.Owner is { } owner ? owner == one.From : !Cap(one.State, false).IsAgreement))).ToList();
        if (current.Count == 0)
        {
            return Cap("NOT_RECORDED", false);
        }

        var naming = current.Where(one => one.Scope.IsEmpty || one.Scope.Contains(caller.Agency)).ToList();
        return (naming.Count > 0 ? naming.Select(one => Cap(one.State, true))
                : current.Select(one => Cap(one.State, false)))
            .OrderByDescending(cap => cap.Left).ThenBy(cap => cap.IsAgreement).First();
    }

    private (Effect Left, bool IsAgreement, bool InScope) Cap(string state, bool inScope)
    {
        var cap = model.Consent.States.GetValueOrDefault(state) ?? model.Consent.States[ConsentMap.Unavailable];
        return (inScope ? cap.InScope : cap.OutOfScope, cap.IsAgreement, inScope);
    }

    private bool IsOverridden(string cls, Whose whose, List<(string Person, string Part)>? linked) =>
        Decisions(cls, whose, linked).Any(fact => fact.Decision is "SHARE" or "SHARE_PART"
            && model.Bases.TryGetValue(fact.Basis, out var basis) && basis.Overrides.Contains(cls))
        && !Decisions(cls, whose, linked).Any(fact => fact.Decision == "DO_NOT_SHARE");

    // Of a confidence the confiders decide; else whoever it is about.
    private List<SharingFact> Decisions(string cls, Whose whose, List<(string Person, string Part)>? linked)
    {
        var confiders = Confiders(whose);
        var deciding = confiders.Count > 0 ? confiders
            : [.. (linked ?? [.. whose.Subjects]).Select(subject => subject.Person)];
        return [.. deciding.SelectMany(person => FactsOf(person).Sharing)
            .Where(fact => fact.Decision == "DO_NOT_SHARE" ? !IsOfOthers(fact, whose) : IsOfThis(fact, whose))
            .Where(fact => (fact.ExpiresAt is null || fact.ExpiresAt > now)
                && fact.Recipients.Contains(caller.Agency)
                && (fact.Classes.IsEmpty ? model.Consent.Classes.Contains(cls) : fact.Classes.Contains(cls)))];
    }

    private static bool IsOfThis(SharingFact fact, Whose whose) =>
        (fact.From is null || fact.From == whose.Owner)
        && (fact.Records.IsEmpty || fact.Records.Intersect(whose.Records).Any());

    private static bool IsOfOthers(SharingFact fact, Whose whose) =>
        (fact.From is not null && whose.Owner is not null && fact.From != whose.Owner)
        || (!fact.Records.IsEmpty && !whose.Records.IsEmpty && !fact.Records.Intersect(whose.Records).Any());

    private Effect Granted(string cls, Stage stage, HashSet<string> conditions, bool withAnyDecision)
    {
        string?[] roles = [caller.Role, Role.GrantsAs];
        var granted = !model.Purposes[caller.Purpose!].Roles.Contains(caller.Role) ? [] : model.Grants
            .Where(grant => roles.Contains(grant.Role) && grant.Class == cls && stage >= grant.FromStage
                && (grant.Purposes.IsEmpty || grant.Purposes.Contains(caller.Purpose!))
                && grant.When.All(conditions.Contains)
                && (grant.Under is null || withAnyDecision || standing.Contains(grant.Under)))
            .Select(grant => grant.Effect).ToList();
        return granted.Count > 0 ? granted.Min()
            : model.Concealments.Any(cell => roles.Contains(cell.Role) && cell.Class == cls) ? Effect.Hide
            : Effect.Omit;
    }

    private Effect Forbidden(string cls) => model.Forbids
        .Where(forbid => (forbid.Roles.IsEmpty || forbid.Roles.Contains(caller.Role))
            && (forbid.Classes.IsEmpty || forbid.Classes.Contains(cls))
            && (forbid.Purposes.IsEmpty || forbid.Purposes.Contains(caller.Purpose!)))
        .Select(forbid => forbid.Effect)
        .Append(Role.Ceiling is { } ceiling && model.Classes[cls].Tier > ceiling ? Effect.Omit : Effect.Clear)
        .Max();

    // What leaves no trace stays so.
    private Effect Lifted(string cls, Effect effect) =>
        effect != Effect.Hide && (effect != Effect.Omit || ShowsWithheld([cls]))
        && model.BreakGlass.Ceilings.TryGetValue(cls, out var ceiling) && ceiling < effect ? ceiling : effect;
}
