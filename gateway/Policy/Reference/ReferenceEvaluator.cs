namespace Aggregator.Policy;

/// <summary>
/// The policy read as plainly as it can be, straight from the model: the oracle that the compiled table and the
/// decision
/// are held against. Slow; used by tests and by nothing that answers a request.
/// </summary>
public static class ReferenceEvaluator
{
    /// <summary>What a caller gets of one class of one person's data.</summary>
    /// <param name="model">The policy.</param>
    /// <param name="caller">The caller.</param>
    /// <param name="cls">The class.</param>
    /// <param name="role">In what part the person is a subject.</param>
    /// <param name="person">The person's id.</param>
    /// <param name="facts">What the register knows; null for no link at all.</param>
    /// <param name="owner">The agency code of the record.</param>
    /// <param name="standing">The standing decisions in force.</param>
    /// <param name="now">The instant of the decision.</param>
    public static Effect Evaluate(
        PolicyModel model,
        Caller caller,
        string cls,
        SubjectRole role,
        string person,
        PersonFacts? facts,
        string? owner,
        IReadOnlyList<StandingDecisionFact> standing,
        DateTimeOffset now)
    {
        var rule = model.Roles.GetValueOrDefault(caller.Role);
        var seal = new ReferenceSeal(model, caller, person, facts, standing, now);
        var opened = seal.Opened;
        facts = opened;
        var isShut = seal.Hides && opened is { Links.IsEmpty: true, BreakGlass: null };

        Effect Of(string decided) => isShut && rule?.NeedsLink != false && model.Classes[decided].NeedsLink
                ? Effect.Hide
                : OfClass(model, caller, decided, role, person, facts, owner, standing, now);

        var isHidden = rule?.NeedsLink != false && owner is not null && owner != caller.Agency
            && model.Classes.Values.Any(each => each.Agencies.Contains(owner)
                && (Of(each.Code) == Effect.Hide
                    || (Of(each.Code) == Effect.Omit && !Shows(each.Presence, rule))));
        return isHidden ? Effect.Hide : Of(cls);
    }

    // What is withheld still shows.
    internal static bool Shows(Presence presence, RoleRule? role) =>
        presence == Presence.Visible || (presence == Presence.ToBroker && role?.IsBroker == true);

    private static Effect OfClass(
        PolicyModel model,
        Caller caller,
        string cls,
        SubjectRole role,
        string person,
        PersonFacts? facts,
        string? owner,
        IReadOnlyList<StandingDecisionFact> standing,
        DateTimeOffset now)
    {
        if (!IsKnown(model, caller, cls))
        {
            return Effect.Omit;
        }

        var rule = model.Roles[caller.Role];
        var classRule = model.Classes[cls];
        var forbidden = Forbidden(model, caller, rule, classRule);
        var isOwn = owner == caller.Agency;
        var links = LinksOf(model, rule, facts, now);
        var view = links.Where(link => link.Reach < LinkReach.AlertOnly).ToList();
        var isBroken = IsBroken(model, caller, facts, now);
        var needsLink = rule.NeedsLink && classRule.NeedsLink;
        var conditions = ConditionsOf(model, person, view, isOwn);
        if (needsLink && !isBroken && IsUnlinked(model, caller, classRule, links, view, isOwn, conditions))
        {
            return Worse(Effect.Omit, forbidden);
        }

        var recorded = view.Count > 0 || isBroken ? facts?.Stage ?? Stage.Contact : Stage.Contact;
        var stage = recorded < caller.Stage ? recorded : caller.Stage;
        var consent = new ReferenceConsent(model, caller, cls, role, facts, owner, stage, now);
        conditions.UnionWith(consent.Conditions);
        var effect = Granted(model, caller, cls, stage, conditions, standing);
        effect = Worse(effect, consent.Leaves(rule.NeedsLink));
        if (needsLink && view.Count == 0 && !isBroken)
        {
            var shown = links.Any(link => link.Reach == LinkReach.AlertOnly) ? model.AlertOnly : model.Sealed.Shows;
            effect = Worse(effect, shown.GetValueOrDefault(cls, Effect.Omit));
        }

        var isOtherHousehold = view.Count > 0 && view.All(link => link.Reach == LinkReach.OtherHousehold) && !isBroken;
        if (needsLink && isOtherHousehold)
        {
            var own = ConditionsOf(model, person, view, isOwn);
            effect = Worse(effect, OfOtherHousehold(model, cls, standIn =>
                Granted(model, caller, standIn, stage, own, standing)));
        }

        return Worse(isBroken ? Lifted(model, rule, classRule, effect) : effect, forbidden);
    }

    // That a record is there tells its day.
    private static Effect OfOtherHousehold(PolicyModel model, string cls, Func<string, Effect> granted) =>
        model.OtherHousehold.TryGetValue(cls, out var standIn) && granted(standIn) is var left && left != Effect.Exists
            ? left
            : Effect.Omit;

    private static bool IsKnown(PolicyModel model, Caller caller, string cls) =>
        model.Roles.ContainsKey(caller.Role) && model.Classes.ContainsKey(cls)
        && caller.Purpose is not null && model.Purposes.ContainsKey(caller.Purpose);

    internal static Effect Forbidden(PolicyModel model, Caller caller, RoleRule role, ClassRule cls) => model.Forbids
        .Where(forbid => (forbid.Roles.IsEmpty || forbid.Roles.Contains(role.Code))
            && (forbid.Classes.IsEmpty || forbid.Classes.Contains(cls.Code))
            && (forbid.Purposes.IsEmpty || forbid.Purposes.Contains(caller.Purpose!)))
        .Select(forbid => forbid.Effect)
        .Append(role.Ceiling is { } ceiling && cls.Tier > ceiling ? Effect.Omit : Effect.Clear)
        .Max();

    private static List<RegisterLink> LinksOf(
        PolicyModel model, RoleRule role, PersonFacts? facts, DateTimeOffset now) =>
        [.. (facts?.Links ?? []).Where(link => !role.CountsOnly && (link.Until is null || link.Until > now)
            && model.Links.ContainsKey(link.Kind))];

    internal static bool IsBroken(PolicyModel model, Caller caller, PersonFacts? facts, DateTimeOffset now) =>
        caller.BreakGlass is { } id && model.BreakGlass.Roles.Contains(caller.Role)
        && facts?.BreakGlass is { } glass && glass.Id == id && glass.Until > now;

    private static Effect Lifted(PolicyModel model, RoleRule role, ClassRule cls, Effect effect)
    {
        var isHidden = effect == Effect.Hide || (effect == Effect.Omit && !Shows(cls.Presence, role));
        return !isHidden && model.BreakGlass.Ceilings.TryGetValue(cls.Code, out var lifted) && lifted < effect
            ? lifted
            : effect;
    }

    private static bool IsUnlinked(
        PolicyModel model,
        Caller caller,
        ClassRule cls,
        List<RegisterLink> links,
        List<RegisterLink> view,
        bool isOwn,
        HashSet<string> conditions)
    {
        var reaches = view.Count == 0 || view.Any(link => model.Links[link.Kind] is var kind
            && (kind.UpTo is null || kind.FullFor.Contains(caller.Role) || cls.Tier <= kind.UpTo));
        return links.Count == 0 || (!reaches && !isOwn && !conditions.Contains("ownReferral"));
    }

    private static HashSet<string> ConditionsOf(
        PolicyModel model, string person, List<RegisterLink> view, bool isOwn)
    {
        var conditions = new HashSet<string>(StringComparer.Ordinal);
        foreach (var link in view)
        {
            var kind = model.Links[link.Kind];
            if (kind.OfRecord && link.Via == person)
            {
                _ = conditions.Add("referred");
            }

            if (kind.Condition is not null && !kind.OfRecord && (!kind.Direct || link.Via == person))
            {
                _ = conditions.Add(kind.Condition);
            }
        }

        if (isOwn)
        {
            conditions.UnionWith(["ownAgency", "ownReferral"]);
        }

        return conditions;
    }

    internal static Effect Granted(
        PolicyModel model,
        Caller caller,
        string cls,
        Stage stage,
        HashSet<string> conditions,
        IReadOnlyList<StandingDecisionFact> standing)
    {
        var roles = new List<string> { caller.Role };
        while (model.Roles[roles[^1]].GrantsAs is { } next && !roles.Contains(next))
        {
            roles.Add(next);
        }

        var granted = !model.Purposes[caller.Purpose!].Roles.Contains(caller.Role) ? [] : model.Grants
            .Where(grant => roles.Contains(grant.Role) && grant.Class == cls && stage >= grant.FromStage
                && (grant.Purposes.IsEmpty || grant.Purposes.Contains(caller.Purpose!))
                && grant.When.All(conditions.Contains)
                && (grant.Under is null || standing.Any(one => one.Id == grant.Under
                    && one.Version == model.Standing[grant.Under].Version)))
            .Select(grant => grant.Effect)
            .ToList();
        return granted.Count > 0 ? granted.Min()
            : model.Concealments.Any(cell => roles.Contains(cell.Role) && cell.Class == cls) ? Effect.Hide
            : Effect.Omit;
    }

    internal static Effect Worse(Effect left, Effect right) => left > right ? left : right;
}
