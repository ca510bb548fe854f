using System.Collections;

namespace Aggregator.Planning;

/// <summary>
/// Makes one step of entity requests to the same subgraph that become ready together, and drops dependencies that
/// others imply.
/// </summary>
internal static class StepMerger
{
    public static void Merge(List<DraftStep> steps)
    {
        Reduce(steps);
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var alike in steps.OfType<DraftFetch>().Where(fetch => fetch.Root is null)
                .GroupBy(Readiness).Select(group => group.ToList()).Where(group => group.Count > 1))
            {
                foreach (var other in alike.Skip(1))
                {
                    Join(alike[0], other, steps);
                }

                changed = true;
            }

            if (changed)
            {
                Reduce(steps);
            }
        }
    }

    private static string Readiness(DraftFetch fetch) =>
        $"{fetch.Subgraph.Index}|{string.Join(',', fetch.DependsOn.Select(step => step.Number).Order())}";

    private static void Join(DraftFetch into, DraftFetch other, List<DraftStep> steps)
    {
        foreach (var group in other.Groups)
        {
            into.Groups.Add(group);
        }

        into.PageVariables.AddRange(other.PageVariables);
        _ = steps.Remove(other);
        foreach (var step in steps)
        {
            if (step.DependsOn.Remove(other))
            {
                _ = step.DependsOn.Add(into);
            }

            if (step is DraftMerge merge)
            {
                for (var i = 0; i < merge.Contributors.Count; i++)
                {
                    if (merge.Contributors[i].Fetch == other)
                    {
                        merge.Contributors[i] = (into, merge.Contributors[i].Slot);
                    }
                }
            }
        }
    }

    private static void Reduce(List<DraftStep> steps)
    {
        var known = new Dictionary<DraftStep, BitArray>();
        var numbers = steps.Select(step => step.Number + 1).DefaultIfEmpty().Max();
        foreach (var step in steps)
        {
            var implied = step.DependsOn
                .Where(before => step.DependsOn.Any(other => Before(other, known, numbers)[before.Number]))
                .ToList();
            step.DependsOn.ExceptWith(implied);
        }
    }

    // The numbers of all steps that must have ended before it starts; dropping those that are implied changes none.
    private static BitArray Before(DraftStep step, Dictionary<DraftStep, BitArray> known, int numbers)
    {
        if (!known.TryGetValue(step, out var all))
        {
            known.Add(step, all = new BitArray(numbers));
            foreach (var before in step.DependsOn)
            {
                all[before.Number] = true;
                _ = all.Or(Before(before, known, numbers));
            }
        }

        return all;
    }
}
