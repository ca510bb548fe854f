using System.Collections.Immutable;

namespace Aggregator.Policy;

/// <summary>One difference between two policies.</summary>
/// <param name="Cell">Where: role, class, purpose and stage, or the setting's name.</param>
/// <param name="When">The conditions under which it shows; empty for always.</param>
/// <param name="Before">What the old policy gave.</param>
/// <param name="After">What the new one gives.</param>
/// <param name="RevealsMore">True when somebody sees more than before.</param>
public sealed record PolicyChange(
    string Cell, ImmutableArray<string> When, string Before, string After, bool RevealsMore)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{(RevealsMore ? "reveals more" : "reveals less")}: {Cell}"
        + (When.IsEmpty ? "" : " when " + string.Join(" and ", When)) + $": {Before} → {After}";
}

/// <summary>Says exactly which cells of a policy another policy reveals more of, and which less.</summary>
public static class PolicyDiff
{
    /// <summary>Compares every cell of both, under every set of conditions that either cell asks for.</summary>
    /// <param name="before">The old policy.</param>
    /// <param name="after">The new policy.</param>
    /// <returns>The differences; those that reveal more first.</returns>
    public static ImmutableArray<PolicyChange> Between(PolicyTable before, PolicyTable after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var roles = before.Model.Roles.Keys.Union(after.Model.Roles.Keys);
        var classes = before.Model.Classes.Keys.Union(after.Model.Classes.Keys);
        var purposes = before.Model.Purposes.Keys.Union(after.Model.Purposes.Keys);
        var cells = from role in roles
                    from cls in classes
                    from purpose in purposes
                    from stage in Enum.GetValues<Stage>()
                    from change in Cell(new Side(before, role, cls, purpose, stage), new Side(after, role, cls,
                        purpose, stage))
                    select change;
        return [.. cells.Concat(Settings(before.Model, after.Model))
            .OrderBy(change => !change.RevealsMore)
            .ThenBy(change => change.Cell, StringComparer.Ordinal)
            .ThenBy(change => string.Join(',', change.When), StringComparer.Ordinal)];
    }

    private static IEnumerable<PolicyChange> Cell(Side before, Side after)
    {
        var found = new List<PolicyChange>();
        var conditions = before.Conditions().Union(after.Conditions()).Order(StringComparer.Ordinal).ToArray();
        foreach (var when in Subsets(conditions).OrderBy(subset => subset.Length))
        {
            var (old, now) = (before.Effect(when), after.Effect(when));
            var change = new PolicyChange(
                before.Name, [.. when], Effects.NameOf(old), Effects.NameOf(now), now < old);

            // A difference that fewer conditions show already is the same difference.
            if (old != now && !found.Any(smaller => smaller.Before == change.Before && smaller.After == change.After
                && smaller.When.All(when.Contains)))
            {
                found.Add(change);
            }
        }

        return found;
    }

    private static IEnumerable<string[]> Subsets(string[] conditions)
    {
        for (var mask = 0; mask < 1 << conditions.Length; mask++)
        {
            var chosen = mask;
            yield return [.. conditions.Where((_, place) => (chosen & (1 << place)) != 0)];
        }
    }

    private static IEnumerable<PolicyChange> Settings(PolicyModel before, PolicyModel after) =>
        Map("breakGlass.ceilings", before.BreakGlass.Ceilings, after.BreakGlass.Ceilings, Effect.Hide)
            .Concat(Map("thirdParty", before.ThirdParty, after.ThirdParty, Effect.Generalise))
            .Concat(Map("alertOnly", before.AlertOnly, after.AlertOnly, Effect.Omit))
            .Concat(Map("sealed.shows", before.Sealed.Shows, after.Sealed.Shows, Effect.Omit))
            .Concat(Map(
                "consent.states.inScope", InScope(before), InScope(after), Effect.Hide))
            .Concat(Map(
                "consent.states.outOfScope", OutOfScope(before), OutOfScope(after), Effect.Hide))
            .Concat(Texts(PolicySettings.Of(before), PolicySettings.Of(after)))
            .Concat(Gates("consent.classes", before.Consent.Classes, after.Consent.Classes, ("not gated", "gated")))
            .Concat(Gates("consent.stages", Stages(before), Stages(after), ("not gated", "gated")))
            .Concat(Gates("subjectAccess.confidential", before.SubjectAccess.Confidential,
                after.SubjectAccess.Confidential, ("told", "kept back")))
            .Concat(Exemptions(before.SubjectAccess.Exempt, after.SubjectAccess.Exempt))
            .Concat(Presences(before, after));

    private static ImmutableSortedDictionary<string, Effect> InScope(PolicyModel model) => model.Consent.States
        .ToImmutableSortedDictionary(state => state.Key, state => state.Value.InScope, StringComparer.Ordinal);

    private static ImmutableSortedDictionary<string, Effect> OutOfScope(PolicyModel model) => model.Consent.States
        .ToImmutableSortedDictionary(state => state.Key, state => state.Value.OutOfScope, StringComparer.Ordinal);

    private static IEnumerable<PolicyChange> Map(
        string name,
        ImmutableSortedDictionary<string, Effect> before,
        ImmutableSortedDictionary<string, Effect> after,
        Effect otherwise) =>
        from key in before.Keys.Union(after.Keys)
        let old = before.GetValueOrDefault(key, otherwise)
        let now = after.GetValueOrDefault(key, otherwise)
        where old != now
        select new PolicyChange($"{name}.{key}", [], Effects.NameOf(old), Effects.NameOf(now), now < old);

    // What cannot be ordered counts as revealing more, so that somebody looks at it.
    private static IEnumerable<PolicyChange> Texts(
        ImmutableSortedDictionary<string, string> before, ImmutableSortedDictionary<string, string> after) =>
        from key in before.Keys.Union(after.Keys)
        let old = before.GetValueOrDefault(key, "nothing")
        let now = after.GetValueOrDefault(key, "nothing")
        where old != now
        select new PolicyChange(key, [], old, now, true);

    private static IEnumerable<string> Stages(PolicyModel model) => model.Consent.Stages.Select(StageCodes.Of);

    private static IEnumerable<PolicyChange> Gates(
        string name, IEnumerable<string> before, IEnumerable<string> after, (string Open, string Shut) words) =>
        before.Except(after).Select(code => new PolicyChange($"{name}.{code}", [], words.Shut, words.Open, true))
            .Concat(after.Except(before)
                .Select(code => new PolicyChange($"{name}.{code}", [], words.Open, words.Shut, false)));

    // Another ground may not hold: only a new exemption surely tells less.
    private static IEnumerable<PolicyChange> Exemptions(
        ImmutableSortedDictionary<string, string> before, ImmutableSortedDictionary<string, string> after) =>
        from cls in before.Keys.Union(after.Keys)
        let old = before.GetValueOrDefault(cls)
        let now = after.GetValueOrDefault(cls)
        where old != now
        select new PolicyChange($"subjectAccess.exempt.{cls}", [], old ?? "none", now ?? "none", old is not null);

    private static IEnumerable<PolicyChange> Presences(PolicyModel before, PolicyModel after) =>
        from cls in before.Classes.Keys.Intersect(after.Classes.Keys)
        let old = before.Classes[cls].Presence
        let now = after.Classes[cls].Presence
        where old != now
        select new PolicyChange($"classes.{cls}.presence", [], old.ToString(), now.ToString(), now < old);

    private sealed record Side(PolicyTable Table, string Role, string Class, string Purpose, Stage Stage)
    {
        public string Name => $"{Role} × {Class} for {Purpose} at {Stage.ToString().ToUpperInvariant()}";

        public IEnumerable<string> Conditions() => IsThere
            ? Table.Cell(RoleAt, ClassAt, PurposeAt, Stage).SelectMany(grant => PolicyBits.NamesOf(Table,
                grant.Needs)).Distinct()
            : [];

        public Effect Effect(IEnumerable<string> when) => !IsThere
            ? Policy.Effect.Omit
            : Effects.Meet(
                Table.Granted(RoleAt, ClassAt, PurposeAt, Stage, Known(when)), Table.Allowed(RoleAt, ClassAt,
                    PurposeAt));

        private int RoleAt => Table.RoleAt(Role);

        private int ClassAt => Table.ClassAt(Class);

        private int PurposeAt => Table.PurposeAt(Purpose);

        private bool IsThere => RoleAt >= 0 && ClassAt >= 0 && PurposeAt >= 0;

        // A standing decision that this policy does not have can fulfil nothing in it.
        private uint Known(IEnumerable<string> when) =>
            when.Select(name => PolicyBits.Of(Table, [name]) ?? 0).Aggregate(0u, (bits, bit) => bits | bit);
    }
}
