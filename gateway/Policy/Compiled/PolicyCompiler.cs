using System.Collections.Immutable;

namespace Aggregator.Policy;

/// <summary>Works every cell of a policy out, once, so that a decision is a lookup.</summary>
public static class PolicyCompiler
{
    /// <summary>Bits below are <see cref="Conditions"/>, from it on standing decisions.</summary>
    internal const int FirstStandingBit = 16;

    /// <summary>The most standing decisions a policy can have.</summary>
    public const int MaxStandingDecisions = 16;

    /// <summary>The most cells a policy can have: role × class × purpose × stage.</summary>
    public const int MaxCells = 1_000_000;

    /// <summary>
    /// Compiles a checked model. Grants only widen and prohibitions only narrow, each over a whole set, so order and
    /// duplicates cannot matter; what nothing grants is OMIT or, where concealed, HIDE.
    /// </summary>
    /// <param name="model">A model without faults.</param>
    public static PolicyTable Compile(PolicyModel model)
    {
        var roles = model.Roles.Keys.ToImmutableArray();
        var classes = model.Classes.Keys.ToImmutableArray();
        var purposes = model.Purposes.Values.ToImmutableArray();
        var standing = model.Standing.Keys.ToImmutableArray();
        var cells = new ushort[roles.Length * classes.Length * purposes.Length * PolicyTable.StageCount];
        var profiles = new Profiles();
        var byCell = model.Grants.ToLookup(grant => (grant.Role, grant.Class));
        for (int cell = 0, role = 0; role < roles.Length; role++)
        {
            var lineage = Lineage(model, roles[role]);
            for (var cls = 0; cls < classes.Length; cls++)
            {
                var grants = lineage.SelectMany(code => byCell[(code, classes[cls])]).ToList();
                foreach (var purpose in purposes)
                {
                    for (var stage = Stage.Contact; stage <= Stage.S47; stage++, cell++)
                    {
                        cells[cell] = profiles.Place(
                            Holding(grants, roles[role], purpose, stage).Select(grant => Compiled(grant, standing)));
                    }
                }
            }
        }

        return new PolicyTable(model, cells, profiles.All, Forbidden(model), Concealed(model));
    }

    /// <summary>A role and those whose grants it has.</summary>
    internal static ImmutableArray<string> Lineage(PolicyModel model, string role)
    {
        var lineage = ImmutableArray.Create(role);
        while (model.Roles[lineage[^1]].GrantsAs is { } next && !lineage.Contains(next))
        {
            lineage = lineage.Add(next);
        }

        return lineage;
    }

    private static IEnumerable<Grant> Holding(List<Grant> grants, string role, PurposeRule purpose, Stage stage) =>
        purpose.Roles.Contains(role)
            ? grants.Where(grant => stage >= grant.FromStage
                && (grant.Purposes.IsEmpty || grant.Purposes.Contains(purpose.Code)))
            : [];

    private static GrantedEffect Compiled(Grant grant, ImmutableArray<string> standing)
    {
        var needs = grant.When.Aggregate(0u, (bits, name) => bits | (uint)ConditionNames.All[name]);
        return new GrantedEffect(
            grant.Effect,
            grant.Under is { } id ? needs | (1u << (FirstStandingBit + standing.IndexOf(id))) : needs);
    }

    private static Effect[] Forbidden(PolicyModel model)
    {
        var forbidden = new List<Effect>();
        foreach (var role in model.Roles.Values)
        {
            foreach (var cls in model.Classes.Values)
            {
                var overCeiling = cls.Tier > role.Ceiling ? Effect.Omit : Effect.Clear;
                forbidden.AddRange(model.Purposes.Keys.Select(purpose => model.Forbids
                    .Where(forbid => Names(forbid.Roles, role.Code) && Names(forbid.Classes, cls.Code)
                        && Names(forbid.Purposes, purpose))
                    .Aggregate(overCeiling, (left, forbid) => Effects.Meet(left, forbid.Effect))));
            }
        }

        return [.. forbidden];
    }

    private static bool[] Concealed(PolicyModel model)
    {
        var concealed = model.Concealments.Select(cell => (cell.Role, cell.Class)).ToHashSet();
        return [.. from role in model.Roles.Keys
                   let lineage = Lineage(model, role)
                   from cls in model.Classes.Keys
                   select lineage.Any(code => concealed.Contains((code, cls)))];
    }

    private static bool Names(ImmutableArray<string> codes, string code) => codes.IsEmpty || codes.Contains(code);

    // Most cells have the same few grants: each distinct list is kept once.
    private sealed class Profiles
    {
        private readonly Dictionary<string, ushort> _places = new(StringComparer.Ordinal);
        private readonly ImmutableArray<ImmutableArray<GrantedEffect>>.Builder _all =
            ImmutableArray.CreateBuilder<ImmutableArray<GrantedEffect>>();

        public ImmutableArray<ImmutableArray<GrantedEffect>> All => _all.ToImmutable();

        public ushort Place(IEnumerable<GrantedEffect> grants)
        {
            ImmutableArray<GrantedEffect> profile =
                [.. grants.Distinct().OrderBy(grant => grant.Effect).ThenBy(grant => grant.Needs)];
            var name = string.Join(';', profile.Select(grant => $"{(int)grant.Effect}:{grant.Needs}"));
            if (!_places.TryGetValue(name, out var place))
            {
                place = checked((ushort)_all.Count);
                _places.Add(name, place);
                _all.Add(profile);
            }

            return place;
        }
    }
}
