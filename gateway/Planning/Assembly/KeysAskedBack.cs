using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>
/// Has every entity of a labelled graph asked for the key that it was asked about: agencies answer by position, and one
/// that answers out of order would give one person's data to another.
/// </summary>
internal static class KeysAskedBack
{
    /// <summary>Adds the key to what each group asks of its subgraph.</summary>
    /// <param name="supergraph">A labelled supergraph.</param>
    /// <param name="steps">The draft.</param>
    public static void Add(Supergraph supergraph, IEnumerable<DraftStep> steps)
    {
        foreach (var group in steps.OfType<DraftFetch>().SelectMany(fetch => fetch.Groups))
        {
            foreach (var type in group.Types)
            {
                Add(supergraph, group, type);
            }
        }
    }

    private static void Add(Supergraph supergraph, DraftGroup group, string type)
    {
        var (typeName, fields) = group.Representations.TryGetValue(type, out var own)
            ? own
            : group.Representations[""];
        if (fields.Find(field => field.Name == InternalKeys.RecordField && field.Children.Count == 0) is { } key
            && supergraph.Join(typeName, key.Name)?.In(group.Fetch.Subgraph.Index) is { } part)
        {
            var demand = new Demand(null, group, "", IsInternal: true);
            var want = new Want
            {
                Name = key.Name,
                Arguments = [],
                Slot = key.Slot,
                OnTypes = [type],
                Demand = demand,
                Children = [],
            };
            _ = group.AsksForKeyOf.Add(type);
            _ = group.Selection.Field(want, key.Slot, [], part, type, null).Demands.Add(demand);
        }
    }
}
