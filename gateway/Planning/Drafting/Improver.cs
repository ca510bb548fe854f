using System.Collections.Immutable;

namespace Aggregator.Planning;

/// <summary>
/// Makes a complete plan greedily, then looks for a cheaper one: each request that no field depends on alone is left
/// out once, for as long as the budget lasts. A plan is only ever replaced by a cheaper one, so the result is the same
/// each time.
/// </summary>
internal static class Improver
{
    private const int FetchCost = 1000;
    private const int DepthCost = 100;

    public static Weaver Weave(Func<Weaver> make, ImmutableArray<Want> wants, PlannerOptions options)
    {
        var best = Woven(make(), wants);
        if (best.Errors.Count > 0)
        {
            return best;
        }

        var spent = best.Router.Looked;
        var cost = Cost(best);
        var tried = new HashSet<(string, int)>();
        for (var improved = true; improved;)
        {
            improved = false;
            foreach (var place in Replaceable(best).Where(tried.Add).ToList())
            {
                if (spent >= options.NodeBudget)
                {
                    return best;
                }

                var other = make();
                other.Router.Avoided.UnionWith(best.Router.Avoided);
                _ = other.Router.Avoided.Add(place);
                _ = Woven(other, wants);
                spent += other.Router.Looked;
                if (other.Errors.Count == 0 && Cost(other) is var cheaper && cheaper < cost)
                {
                    (best, cost, improved) = (other, cheaper, true);
                    break;
                }
            }
        }

        return best;
    }

    private static Weaver Woven(Weaver weaver, ImmutableArray<Want> wants)
    {
        weaver.Weave(wants);
        StepMerger.Merge(weaver.Steps);
        return weaver;
    }

    // Requests of which every field could be had elsewhere.
    private static IEnumerable<(string Position, int Subgraph)> Replaceable(Weaver weaver)
    {
        var parts = weaver.Steps.OfType<DraftMerge>().SelectMany(merge => merge.Contributors)
            .Select(part => part.Slot).ToHashSet(StringComparer.Ordinal);
        foreach (var fetch in weaver.Steps.OfType<DraftFetch>())
        {
            var selections = fetch.Root is { } root ? [root] : fetch.Groups.Select(group => group.Selection);
            foreach (var selection in selections.Where(selection => !IsNeeded(selection, weaver, parts)))
            {
                yield return (selection.At.ToString(), fetch.Subgraph.Index);
            }
        }
    }

    private static bool IsNeeded(DraftSelection selection, Weaver weaver, HashSet<string> parts) =>
        selection.Fields.Any(field => parts.Contains(field.Slot) || (field.Child is { } child
            ? IsNeeded(child, weaver, parts)
            : field.OnTypes.Any(type => type.Length > 0 && weaver.Choices(type, field.Name) <= 2)));

    private static int Cost(Weaver weaver)
    {
        var depths = new Dictionary<DraftStep, int>();
        foreach (var step in weaver.Steps)
        {
            _ = Depth(step, depths);
        }

        return (FetchCost * weaver.Steps.OfType<DraftFetch>().Count())
            + (DepthCost * depths.Values.Sum())
            + weaver.Steps.OfType<DraftFetch>().Sum(fetch => fetch.Root is { } root
                ? Fields(root)
                : fetch.Groups.Sum(group => Fields(group.Selection)));
    }

    private static int Depth(DraftStep step, Dictionary<DraftStep, int> known)
    {
        if (!known.TryGetValue(step, out var depth))
        {
            depth = step.DependsOn.Select(before => Depth(before, known) + 1).DefaultIfEmpty(0).Max();
            known.Add(step, depth);
        }

        return depth;
    }

    private static int Fields(DraftSelection selection) =>
        selection.Fields.Sum(field => 1 + (field.Child is { } child ? Fields(child) : 0));
}
