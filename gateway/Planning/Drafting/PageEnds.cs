using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>
/// Asks contributors where their page ended. Of items of which nothing is asked the place is not known; of a
/// contributor that can give none of them the last item tells.
/// </summary>
internal static class PageEnds
{
    /// <summary>The field of a connection that tells where its page ends.</summary>
    public const string PageInfo = "pageInfo";

    private const string EndCursor = "endCursor";

    /// <summary>Asks one, where that is needed.</summary>
    /// <param name="weaver">The draft.</param>
    /// <param name="list">The merged list.</param>
    /// <param name="connection">What asks the contributor's part.</param>
    /// <param name="items">The contributor's field of the items.</param>
    public static void Ask(Weaver weaver, MergedList list, DraftField connection, FieldPart items)
    {
        var (graph, index) = (weaver.Graph, items.Subgraph.Index);
        var declared = list.Items.Parent!.Declared;
        if (list.Merge.First is null
            || graph.ConcretesIn(items.Type.Name, index).All(list.Items.Concretes.Contains)
            || graph.Supergraph.Join(declared, PageInfo)?.In(index) is not { IsResolvable: true } pageInfo
            || graph.Supergraph.Join(pageInfo.Type.Name, EndCursor)?.In(index) is not { IsResolvable: true } endCursor)
        {
            return;
        }

        Want Internal(string name) => new()
        {
            Name = name,
            Arguments = [],
            Slot = weaver.OwnSlot(name),
            OnTypes = [],
            Demand = new Demand(null, list.Merge, "", true),
            Children = [],
        };
        var (info, end, type) = (Internal(PageInfo), Internal(EndCursor), pageInfo.Type.Name);
        var place = new Position(list.Items.Parent, info, type, false) { IsFixed = true, Concretes = [type] };
        place.OnParent.Add(declared);
        var asked = connection.Child!.Field(info, info.Slot, [], pageInfo, declared, place);
        _ = asked.Child!.Field(end, end.Slot, [], endCursor, type, null).Demands.Add(end.Demand);
        list.Merge.PageEnds[connection.Slot] = [info.Slot, end.Slot];
    }
}
