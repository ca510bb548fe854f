namespace Aggregator.Policy;

/// <summary>What the seal leaves of the links to one person, as plainly as it can be read.</summary>
internal sealed class ReferenceSeal(
    PolicyModel model, Caller caller, string person, PersonFacts? facts, IReadOnlyList<StandingDecisionFact> standing,
    DateTimeOffset now)
{
    private RoleRule? Role => model.Roles.GetValueOrDefault(caller.Role);

    private bool IsSealed => facts?.Seal == SealState.Closed;

    /// <summary>True when from whom nothing is open nothing may tell of the person.</summary>
    public bool Hides => IsSealed && IsHidden(Granted(null));

    /// <summary>What is known of the person, without what counts for nothing.</summary>
    public PersonFacts? Opened => facts is null ? null : facts with
    {
        Links = [.. facts.Links.Select(Open).OfType<RegisterLink>()],
        BreakGlass = IsOpenByGlass ? facts.BreakGlass : null,
    };

    private bool IsOpenByGlass => !IsSealed || (!IsHidden(Granted(null))
        && ReferenceEvaluator.IsBroken(model, caller, facts, now)
        && model.BreakGlass.Ceilings.TryGetValue(model.Sealed.Class, out var ceiling) && ceiling == Effect.Clear);

    private RegisterLink? Open(RegisterLink link)
    {
        if ((link.IsSealed || IsSealed) && (link.Until <= now || !model.Links.ContainsKey(link.Kind)))
        {
            return null;
        }

        var granted = link.IsSealed || IsSealed ? Granted(link) : Effect.Clear;
        var isThroughAnother = link.IsSealed && link.Via != person;
        return granted == Effect.Clear ? link
            : !isThroughAnother && link.Reach == LinkReach.View && !IsHidden(granted)
                ? link with { Reach = LinkReach.Presence }
            : null;
    }

    private bool IsHidden(Effect effect) => effect == Effect.Hide || (effect == Effect.Omit
        && !ReferenceEvaluator.Shows(model.Classes[model.Sealed.Class].Presence, Role));

    private Effect Granted(RegisterLink? link)
    {
        var cls = model.Sealed.Class;
        if (caller.OnwardTo is not null && Role?.NeedsLink != false)
        {
            return Effect.Hide;
        }

        if (Role is not { } role || caller.Purpose is null || !model.Purposes.ContainsKey(caller.Purpose))
        {
            return Role?.NeedsLink == false ? Effect.Clear : Effect.Omit;
        }

        if (!role.NeedsLink)
        {
            return Effect.Clear;
        }

        var kind = link is null ? null : model.Links.GetValueOrDefault(link.Kind);
        HashSet<string> conditions = kind is { Condition: { } condition, OfRecord: false } ? [condition] : [];
        return ReferenceEvaluator.Worse(
            ReferenceEvaluator.Granted(model, caller, cls, Stage.Contact, conditions, standing),
            ReferenceEvaluator.Forbidden(model, caller, role, model.Classes[cls]));
    }
}
