using Aggregator.Policy;

namespace Aggregator.Gateway.Tests;

/// <summary>What the register's answer about one person is to a caller, for the reference: the seal as the words in
/// links.yaml have it.</summary>
internal static class ShieldedPerson
{
    /// <summary>What counts of what is known, and whether nothing may tell of the person.</summary>
    public static (PersonFacts Facts, bool IsHidden) Seen(
        PolicyModel model, Caller caller, string[] standing, string person, PersonFacts facts, DateTimeOffset now)
    {
        var role = model.Roles[caller.Role];
        if (!role.NeedsLink)
        {
            return (facts, false);
        }

        Effect By(string? kind) => Given(model, role, caller, standing,
            kind is not null && model.Links.TryGetValue(kind, out var rule) && !rule.OfRecord ? rule.Condition : null);
        bool Tells(Effect effect) => effect < Effect.Omit || (effect == Effect.Omit
            && (model.Classes[model.Sealed.Class].Presence == Presence.Visible
                || (model.Classes[model.Sealed.Class].Presence == Presence.ToBroker && role.IsBroker)));

        var isShielded = facts.Seal == SealState.Closed;
        var isOpen = facts.Links.ToLookup(link =>
            (!isShielded && !link.IsSealed) || By(link.Kind) == Effect.Clear);
        var links = isOpen[true]
            .Concat(isOpen[false]
                .Where(link => Tells(By(link.Kind)) && !(link.IsSealed && link.Via != person)
                    && link.Reach == LinkReach.View)
                .Select(link => link with { Reach = LinkReach.Presence }));
        var lifts = !isShielded || (IsNamed(model, caller, facts, now) && Tells(By(null))
            && model.BreakGlass.Ceilings.TryGetValue(model.Sealed.Class, out var ceiling) && ceiling == Effect.Clear);
        return (
            facts with { Links = [.. links], BreakGlass = lifts ? facts.BreakGlass : null },
            isShielded && !Tells(By(null)));
    }

    private static bool IsNamed(PolicyModel model, Caller caller, PersonFacts facts, DateTimeOffset now) =>
        model.BreakGlass.Roles.Contains(caller.Role) && facts.BreakGlass is { } glass
        && glass.Id == caller.BreakGlass && now < glass.Until;

    private static Effect Given(
        PolicyModel model, RoleRule role, Caller caller, string[] standing, string? condition)
    {
        var cls = model.Sealed.Class;
        string?[] roles = [role.Code, role.GrantsAs];
        var granted = model.Purposes[caller.Purpose!].Roles.Contains(caller.Role)
            ? model.Grants.Where(grant => roles.Contains(grant.Role) && grant.Class == cls
                && grant.FromStage == Stage.Contact
                && (grant.Purposes.IsEmpty || grant.Purposes.Contains(caller.Purpose!))
                && grant.When.All(name => name == condition)
                && (grant.Under is null || standing.Contains(grant.Under))).Select(grant => grant.Effect).ToList()
            : [];
        var most = granted.Count > 0 ? granted.Min()
            : model.Concealments.Any(cell => roles.Contains(cell.Role) && cell.Class == cls) ? Effect.Hide
            : Effect.Omit;
        return model.Forbids
            .Where(forbid => (forbid.Roles.IsEmpty || forbid.Roles.Contains(caller.Role))
                && (forbid.Classes.IsEmpty || forbid.Classes.Contains(cls))
                && (forbid.Purposes.IsEmpty || forbid.Purposes.Contains(caller.Purpose!)))
            .Select(forbid => forbid.Effect)
            .Append(role.Ceiling is { } ceiling && model.Classes[cls].Tier > ceiling ? Effect.Omit : Effect.Clear)
            .Append(most).Max();
    }
}
