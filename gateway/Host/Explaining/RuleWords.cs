using System.Collections.Immutable;
using Aggregator.Policy;

namespace Aggregator.Host.Explaining;

/// <summary>Says in words what the policy gives a caller of a class, whoever the person is.</summary>
/// <param name="row">The caller, found in the policy.</param>
internal sealed class RuleWords(CallerRow row)
{
    private PolicyTable Table => row.Table;

    /// <summary>What decides on each of these classes.</summary>
    /// <param name="classes">The classes.</param>
    /// <param name="canBeOwn">True when the record can be the caller's own agency's.</param>
    public ImmutableArray<ExplainedRule> Of(ClassSet classes, bool canBeOwn) =>
    [
        .. classes.Indexes().Select(cls => new ExplainedRule(
            Table.Classes[cls].Code,
            Table.Classes[cls].Tier,
            PolicyDecision.Statically(row, ClassSet.Of(cls), canBeOwn).Effect,
            Because(cls, canBeOwn))),
    ];

    private string Because(int cls, bool canBeOwn)
    {
        if (row.Role < 0 || row.Purpose < 0)
        {
            return "the policy does not know the role or the purpose";
        }

        var possible = Possible(canBeOwn);
        var allowed = Table.Allowed(row.Role, cls, row.Purpose);
        var granted = Table.Granted(row.Role, cls, row.Purpose, row.Caller.Stage, possible);
        return allowed != Effect.Clear && allowed >= granted
            ? $"{Effects.NameOf(allowed)}: {Forbidding(cls, allowed)}"
            : Granting(cls, possible, allowed) + Later(cls, possible, granted) + Gating(cls, granted);
    }

    private string Forbidding(int cls, Effect allowed)
    {
        var rule = Table.Classes[cls];
        var role = Table.Roles[row.Role];
        var reasons = Table.Model.Forbids
            .Where(forbid => forbid.Effect == allowed && Names(forbid.Roles, role.Code)
                && Names(forbid.Classes, rule.Code) && Names(forbid.Purposes, row.Caller.Purpose!))
            .Select(forbid => $"forbidden, {forbid.Because}")
            .ToList();
        return reasons.Count > 0
            ? string.Join("; ", reasons)
            : $"forbidden, {rule.Tier} is above {role.Ceiling}, the ceiling of {role.Code}";
    }

    private string Granting(int cls, uint possible, Effect allowed)
    {
        var nothing = Effects.Meet(Table.Granted(row.Role, cls, row.Purpose, row.Caller.Stage, 0), allowed);
        var terms = Table.Cell(row.Role, cls, row.Purpose, row.Caller.Stage)
            .Where(grant => grant.Needs != 0 && (grant.Needs & possible) == grant.Needs)
            .Select(grant => (Effect: Effects.Meet(grant.Effect, allowed), Needs: Table.NeedsOf(grant)))
            .Where(grant => grant.Effect < nothing)
            .Select(grant => $"{Effects.NameOf(grant.Effect)} if {string.Join(" and ", grant.Needs)}")
            .Distinct()
            .ToList();
        return terms.Count > 0 ? string.Join("; ", terms) + $"; else {Effects.NameOf(nothing)}"
            : nothing < Effect.Omit ? $"{Effects.NameOf(nothing)} granted"
            : $"{Effects.NameOf(nothing)}: nothing granted to {row.Caller.Role} for {row.Caller.Purpose} at "
                + StageName(row.Caller.Stage);
    }

    private string Later(int cls, uint possible, Effect granted)
    {
        for (var stage = row.Caller.Stage + 1; stage <= Stage.S47; stage++)
        {
            var later = Table.Granted(row.Role, cls, row.Purpose, stage, possible);
            if (later < granted)
            {
                return $"; up to {Effects.NameOf(later)} from {StageName(stage)}";
            }
        }

        return "";
    }

    private string Gating(int cls, Effect granted) =>
        granted < Effect.Omit && Table.Gated.Holds(ClassSet.Of(cls))
            && Table.Model.Consent.Stages.Contains(row.Caller.Stage)
            ? "; no more than the confider's agreement leaves"
            : "";

    private static uint Possible(bool canBeOwn) =>
        canBeOwn ? uint.MaxValue : uint.MaxValue & ~(uint)Conditions.OwnAgency;

    private static bool Names(ImmutableArray<string> codes, string code) => codes.IsEmpty || codes.Contains(code);

    private static string StageName(Stage stage) => StageCodes.Of(stage);
}
