using System.Globalization;
using System.Text;

namespace Aggregator.Policy;

/// <summary>
/// Writes the role × class table as people read it: R clear, C generalised, M masked, X exists only, – omitted with a
/// marker, H hidden without one.
/// </summary>
public static class PolicyTableReport
{
    private const string Symbols = "RCMX–H";

    /// <summary>The table as Markdown, with what the symbols mean and the policy's name.</summary>
    /// <param name="table">The policy.</param>
    public static string Markdown(PolicyTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var text = new StringBuilder();
        _ = text.Append("# Who may see what\n\n")
            .Append(CultureInfo.InvariantCulture, $"Generated from `schema/policy` (version {table.Model.Version}): ")
            .Append("do not edit; `policy table` writes it.\n\n")
            .Append("R clear · C generalised · M masked · X exists only: agency, date and contact · ")
            .Append("– omitted, and the answer says so · H hidden: nothing tells.\n")
            .Append("Every cell needs a link to the person, unless the class is about no one person. ")
            .Append("Prohibitions are worked in.\n")
            .Append("Who somebody is is given in full or not at all: where such a class is generalised, what stands ")
            .Append("beside the person is given, such as the relation, and the person is omitted (decision 140).\n\n");
        _ = text.Append("| class (tier) |").AppendJoin('|', table.Roles.Select(role =>
            $" {role.Title} ")).Append("|\n");
        _ = text.Append("|---|").Append(string.Concat(table.Roles.Select(_ => "---|"))).Append('\n');
        for (var cls = 0; cls < table.Classes.Length; cls++)
        {
            var rule = table.Classes[cls];
            _ = text.Append(CultureInfo.InvariantCulture, $"| {rule.Title} ({rule.Tier}) `{rule.Code}` |");
            for (var role = 0; role < table.Roles.Length; role++)
            {
                _ = text.Append(' ').Append(CellText(table, role, cls)).Append(" |");
            }

            _ = text.Append('\n');
        }

        AppendGlass(text, table);
        return text.ToString();
    }

    /// <summary>The table as comma-separated values: one line for each class and role, a column for each stage, and one
    /// for the least that broken glass gives; empty where it lifts nothing.</summary>
    /// <param name="table">The policy.</param>
    public static string Csv(PolicyTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var text = new StringBuilder("class,tier,presence,role,CONTACT,S17,S47,glass\n");
        for (var cls = 0; cls < table.Classes.Length; cls++)
        {
            var rule = table.Classes[cls];
            for (var role = 0; role < table.Roles.Length; role++)
            {
                _ = text.Append(CultureInfo.InvariantCulture,
                    $"{rule.Code},{rule.Tier},{rule.Presence},{table.Roles[role].Code}");
                for (var stage = Stage.Contact; stage <= Stage.S47; stage++)
                {
                    _ = text.Append(",\"").Append(StageText(table, role, cls, stage)).Append('"');
                }

                _ = text.Append(",\"").Append(GlassText(table, role, cls)).Append("\"\n");
            }
        }

        return text.ToString();
    }

    /// <summary>One cell at one stage: the effects over the role's purposes with what they need.</summary>
    internal static string StageText(PolicyTable table, int role, int cls, Stage stage)
    {
        var byPurpose = PurposesOf(table, role)
            .Select(purpose => (Purpose: purpose, Text: Terms(table, role, cls, purpose, stage)))
            .GroupBy(each => each.Text)
            .ToList();
        return byPurpose.Count == 0 ? Name(Effect.Omit)
            : byPurpose.Count == 1 ? byPurpose[0].Key
            : string.Join(" | ", byPurpose.Select(group =>
                $"{group.Key} for {string.Join(", ", group.Select(each => table.Purposes[each.Purpose].Code))}"));
    }

    private static void AppendGlass(StringBuilder text, PolicyTable table)
    {
        var glass = table.Model.BreakGlass;
        var roles = Enumerable.Range(0, table.Roles.Length)
            .Where(role => glass.Roles.Contains(table.Roles[role].Code))
            .ToList();
        _ = text.Append("\n## What broken glass gives\n\n")
            .Append(CultureInfo.InvariantCulture, $"Of one person, for {glass.Minutes} minutes, at the least this, ")
            .Append("whatever they agreed to and whatever the link or stage; where a cell above gives more, that. ")
            .Append("Prohibitions are worked in. What is hidden from a role stays hidden, and a class that is not ")
            .Append("here is not lifted.\n\n| class |")
            .AppendJoin('|', roles.Select(role => $" {table.Roles[role].Title} ")).Append("|\n|---|")
            .Append(string.Concat(roles.Select(_ => "---|"))).Append('\n');
        for (var cls = 0; cls < table.Classes.Length; cls++)
        {
            var rule = table.Classes[cls];
            if (glass.Ceilings.ContainsKey(rule.Code))
            {
                _ = text.Append(CultureInfo.InvariantCulture, $"| {rule.Title} `{rule.Code}` | ")
                    .AppendJoin(" | ", roles.Select(role => GlassText(table, role, cls))).Append(" |\n");
            }
        }
    }

    // What the decision joins to whatever is granted, over the role's purposes.
    private static string GlassText(PolicyTable table, int role, int cls)
    {
        var glass = table.Model.BreakGlass;
        return !glass.Roles.Contains(table.Roles[role].Code)
            || !glass.Ceilings.TryGetValue(table.Classes[cls].Code, out var ceiling)
            ? ""
            : Name(PurposesOf(table, role)
                .Select(purpose => table.Granted(role, cls, purpose, Stage.Contact, 0) == Effect.Hide
                    ? Effect.Hide
                    : Effects.Meet(ceiling, table.Allowed(role, cls, purpose)))
                .DefaultIfEmpty(Effect.Omit)
                .Max());
    }

    private static string CellText(PolicyTable table, int role, int cls)
    {
        var contact = StageText(table, role, cls, Stage.Contact);
        var text = new StringBuilder(contact);
        var before = contact;
        for (var stage = Stage.S17; stage <= Stage.S47; stage++)
        {
            var later = StageText(table, role, cls, stage);
            if (later != before)
            {
                _ = text.Append(CultureInfo.InvariantCulture, $"; from {stage}: {later}");
                before = later;
            }
        }

        return text.ToString();
    }

    private static IEnumerable<int> PurposesOf(PolicyTable table, int role) => Enumerable
        .Range(0, table.Purposes.Length)
        .Where(purpose => table.Purposes[purpose].Roles.Contains(table.Roles[role].Code));

    private static string Terms(PolicyTable table, int role, int cls, int purpose, Stage stage)
    {
        var allowed = table.Allowed(role, cls, purpose);
        var rest = Effects.Meet(table.Granted(role, cls, purpose, stage, 0), allowed);
        var conditional = table.Cell(role, cls, purpose, stage)
            .Select(grant => grant with { Effect = Effects.Meet(grant.Effect, allowed) })
            .Where(grant => grant.Needs != 0 && grant.Effect < rest)
            .Select(grant => $"{Name(grant.Effect)} if {string.Join(" and ", PolicyBits.NamesOf(table, grant.Needs))}")
            .Distinct();
        return string.Join("; ", conditional.Prepend(Name(rest)));
    }

    private static string Name(Effect effect) => Symbols[(int)effect].ToString();
}

/// <summary>Names the bits that a grant needs.</summary>
internal static class PolicyBits
{
    public static IEnumerable<string> NamesOf(PolicyTable table, uint bits) => ConditionNames.All
        .Where(entry => (bits & (uint)entry.Value) != 0)
        .Select(entry => entry.Key)
        .Concat(table.Model.Standing.Keys.Where(id => (bits & table.StandingBit(id)) != 0));

    /// <summary>The bits of these names in a policy; null when it has no such standing decision.</summary>
    public static uint? Of(PolicyTable table, IEnumerable<string> names)
    {
        var bits = 0u;
        foreach (var name in names)
        {
            var bit = ConditionNames.All.TryGetValue(name,
                out var condition) ? (uint)condition : table.StandingBit(name);
            if (bit == 0)
            {
                return null;
            }

            bits |= bit;
        }

        return bits;
    }
}
