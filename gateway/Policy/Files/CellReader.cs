namespace Aggregator.Policy;

/// <summary>
/// Reads a cell of the grants: a list of terms <c>EFFECT [when condition [and condition] …] [under SD-1] [for
/// PURPOSE]</c>.
/// Conditions are <see cref="ConditionNames"/> and <c>stage>=S17</c>, <c>stage>=S47</c>.
/// </summary>
internal static class CellReader
{
    public static void Read(string cls, string role, PolicyNode cell, List<Grant> grants,
        List<Concealment> concealments)
    {
        foreach (var item in cell.Items())
        {
            if (item.Text() is { } text)
            {
                ReadTerm(cls, role, text.Split(' ', StringSplitOptions.RemoveEmptyEntries), item, grants, concealments);
            }
        }
    }

    private static void ReadTerm(
        string cls, string role, string[] words, PolicyNode item, List<Grant> grants, List<Concealment> concealments)
    {
        if (words.Length == 0 || Effects.Named(words[0]) is not { } effect)
        {
            item.Fault(
                PolicyErrors.UnknownName,
                $"`{string.Join(' ', words)}` at `{item.Path}` does not say what is given",
                $"begin with one of {Effects.Choices}");
            return;
        }

        var grant = new Grant(role, cls, effect, [], Stage.Contact, [], null);
        for (var at = 1; at < words.Length; at += 2)
        {
            var value = at + 1 < words.Length ? words[at + 1] : "";
            if (Extended(grant, words[at], value) is not { } extended)
            {
                item.Fault(
                    PolicyErrors.UnknownName,
                    $"`{words[at]} {value}` at `{item.Path}` is not known",
                    $"write `when` or `and` with one of {string.Join(", ", ConditionNames.All.Keys)}, stage>=S17, "
                    + "stage>=S47; `under` with a standing decision; or `for` with a purpose");
                return;
            }

            grant = extended;
        }

        if (effect == Effect.Hide
            && grant is not { When.IsEmpty: true, FromStage: Stage.Contact, Purposes.IsEmpty: true })
        {
            item.Fault(
                PolicyErrors.NotAllowed, $"`HIDE` at `{item.Path}` cannot have conditions: it is what no grant covers",
                "write HIDE alone, and what is given under conditions beside it");
        }
        else if (effect == Effect.Hide)
        {
            concealments.Add(new Concealment(role, cls));
        }
        else if (effect != Effect.Omit)
        {
            grants.Add(grant);
        }
    }

    private static Grant? Extended(Grant grant, string word, string value) => (word, value) switch
    {
        ("when" or "and", "stage>=S17") => grant with { FromStage = Later(grant.FromStage, Stage.S17) },
        ("when" or "and", "stage>=S47") => grant with { FromStage = Later(grant.FromStage, Stage.S47) },
        ("when" or "and", _) when ConditionNames.All.ContainsKey(value) => grant with { When = grant.When.Add(value) },
        ("under", not "") => grant with { Under = value },
        ("for", not "") => grant with { Purposes = [.. value.Split(',')] },
        _ => null,
    };

    private static Stage Later(Stage left, Stage right) => left > right ? left : right;
}
