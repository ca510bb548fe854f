using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>Asks root fields: at the root, and again wherever a field has the query type.</summary>
internal sealed class RootEntries(Weaver weaver)
{
    private PlanningGraph Graph => weaver.Graph;

    /// <summary>A new request of root fields, whose answer goes to the objects at a place.</summary>
    public Arrival Enter(Position at, Subgraph subgraph, OperationKind kind)
    {
        var selection = new DraftSelection { Fetch = null!, At = at, TypeName = at.Declared };
        var fetch = weaver.Add(number => new DraftFetch
        {
            Number = number,
            Subgraph = subgraph,
            Kind = kind,
            Root = selection,
        });
        selection.Fetch = fetch;
        if (at.Parent is not null)
        {
            // Below the root there must be an object that it goes to.
            fetch.DependsOn.UnionWith(Given(at).Parts.Select(part => part.After));
        }

        var arrival = new Arrival { Selection = selection, After = fetch, Covers = [at.Declared] };
        Arriver.Add(at, arrival);
        return arrival;
    }

    /// <summary>Asks a root field of exactly one subgraph.</summary>
    public void AskOnce(Position root, DraftFetch fetch, Want want, FieldPart part)
    {
        root.Hold(want.Slot, want.Identity);
        if (weaver.IsLeaf(root.Declared, want.Name))
        {
            _ = fetch.Root!.Field(want, want.Slot, want.Arguments, part, root.Declared, null).Demands.Add(want.Demand);
            return;
        }

        var declared = weaver.FieldOf(root.Declared, want.Name)!.Type.Name;
        var child = new Position(root, want, declared, Graph.Supergraph.Types.Type(declared)!.IsAbstract)
        {
            IsFixed = true,
            Concretes = Graph.Concretes(declared),
        };
        child.OnParent.Add(root.Declared);
        var field = fetch.Root!.Field(want, want.Slot, want.Arguments, part, root.Declared, child);
        Arriver.Add(child, weaver.Arrivals.ArrivalOf(field, part, fetch, part.Provides?.Selections ?? []));
        weaver.Walk(child, want.Children);
        weaver.Arrivals.ProvidePresence(child, want.Demand);
    }

    private Arrival Given(Position at)
    {
        if (at.Arrivals.Count > 0)
        {
            return at.Arrivals[0];
        }

        var routes = weaver.Router.Routes(at, at.Declared).Where(route => route.Kind != RouteKind.Root);
        return weaver.Arrivals.Arrive(at, at.Declared, routes.MinBy(route => route.Cost)!);
    }
}
