using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>
/// Has every entity of a labelled graph asked for the key that it was asked about: agencies answer by position, and one
/// that answers out of order would give one person's data to another. So is what a root field finds by an id.
/// </summary>
internal static class KeysAskedBack
{
    /// <summary>Adds the key to what each group asks of its subgraph.</summary>
    /// <param name="supergraph">A labelled supergraph.</param>
    /// <param name="steps">The draft.</param>
    public static void Add(Supergraph supergraph, IEnumerable<DraftStep> steps)
    {
        foreach (var fetch in steps.OfType<DraftFetch>())
        {
            foreach (var group in fetch.Groups)
            {
                foreach (var type in group.Types)
                {
                    Add(supergraph, group, type);
                }
            }

            foreach (var field in fetch.Kind == OperationKind.Query ? fetch.Root?.Fields ?? [] : [])
            {
                Add(supergraph, field);
            }
        }
    }

    /// <summary>What a root fetch asks for by an id.</summary>
    /// <param name="fetch">The draft of the fetch.</param>
    /// <param name="slotOf">The number of a slot.</param>
    public static ImmutableArray<AskedById> Of(DraftFetch fetch, Func<string, int> slotOf) =>
    [
        .. (fetch.Root?.Fields ?? []).Where(field => field.AsksForKey is not null).Select(field => new AskedById(
            slotOf(field.Slot),
            slotOf(field.AsksForKey!.Slot),
            field.Arguments.First(argument => argument.Name == InternalKeys.RecordField).Value)),
    ];

    // Whatever finds one entity by `id`: screening has every person asked for it already.
    private static void Add(Supergraph supergraph, DraftField root)
    {
        if (root.Arguments.Any(argument => argument.Name == InternalKeys.RecordField)
            && root is { Part.Type.Element: null, Child: { } child }
            && child.At.Concretes.All(type => IsFoundById(supergraph, type, child.Fetch.Subgraph))
            && child.Fields.Find(field => field.Name == InternalKeys.RecordField && field.Arguments.IsEmpty) is { } key
            && child.At.Concretes.All(key.OnTypes.Contains))
        {
            key.Demands.UnionWith(root.Demands.Select(demand => demand with { IsInternal = true }));
            root.AsksForKey = key;
        }
    }

    private static bool IsFoundById(Supergraph supergraph, string type, Subgraph subgraph) =>
        supergraph.Join(type).In(subgraph.Index)?.Keys
            .Any(key => key.Fields.Text == InternalKeys.RecordField) is true;

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
