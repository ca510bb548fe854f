using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>Adds to the draft what a route needs, and asks fields there.</summary>
internal sealed class Arriver(Weaver weaver)
{
    private Router Router => weaver.Router;

    private PlanningGraph Graph => weaver.Graph;

    /// <summary>Has a leaf asked of the objects of one type at a place, by whoever adds least.</summary>
    public void ProvideLeaf(Position at, string type, Want want, HashSet<DraftStep> after)
    {
        if (at.Given.TryGetValue((type, want.Slot), out var given))
        {
            foreach (var (field, step) in given)
            {
                _ = field.Demands.Add(want.Demand);
                _ = after.Add(step);
            }

            return;
        }

        var routes = Router.Routes(at, type);
        if (routes.Count == 0)
        {
            return;
        }

        var (route, cost) = Best(at, type, want.Name, routes);
        var owners = Owners(at, type, want.Name);
        if (route is not null && cost < Router.Unreachable && !IsEveryOwnerHere(at, type, want.Name, owners))
        {
            var access = Router.Find(route, type, want.Name)!.Value;
            Ask(Reach(at, type, route, access), at, type, want, after);
            owners = at.IsItem ? owners : [];
        }
        else if (owners.Count == 0)
        {
            weaver.NoPath(type, want.Name);
            return;
        }

        // Items of a merged list that hold the field come with it: their owner is not asked again.
        foreach (var owner in owners)
        {
            Ask(owner, at, type, want, after);
        }
    }

    /// <summary>Has the objects at a place asked at all, so that null is told from missing.</summary>
    public void ProvidePresence(Position at, Demand demand)
    {
        if (at.Parent is null || IsNever(at))
        {
            return;
        }

        if (at.Arrivals.Count == 0)
        {
            var found = at.Concretes
                .Select(type => (type, routes: Router.Routes(at, type)))
                .FirstOrDefault(entry => entry.routes.Count > 0);
            if (found.routes is null)
            {
                weaver.NoPath(at.Parent.Declared, at.Via!.Name);
                return;
            }

            _ = Arrive(at, found.type, found.routes.MinBy(route => route.Cost)!);
        }

        foreach (var part in at.Arrivals[0].Parts)
        {
            _ = TypeName(part.Selection!).Demands.Add(demand);
        }
    }

    /// <summary>Has the concrete type of the objects at a place told by a subgraph that knows it.</summary>
    public void ProvideTypeName(Position at, Demand demand, HashSet<DraftStep> after)
    {
        if (at.Parent is null || IsNever(at))
        {
            return;
        }

        var told = at.Arrivals.FirstOrDefault(arrival => arrival.Parts.All(part => !part.Selection!.AsInterfaceObject));
        if (told is null)
        {
            var routes = at.Concretes.Select(type => (type, route: Router.Routes(at, type)
                .Where(route => route.AsObject is null).MinBy(route => route.Cost)));
            var (found, best) = routes.FirstOrDefault(entry => entry.route is not null);
            if (best is null)
            {
                weaver.NoPath(at.Declared, Want.TypeName);
                return;
            }

            told = Arrive(at, found, best);
        }

        foreach (var part in told.Parts)
        {
            _ = TypeName(part.Selection!).Demands.Add(demand);
            _ = after.Add(part.After);
        }
    }

    /// <summary>The field that asks the type of objects.</summary>
    public static DraftField TypeName(DraftSelection selection)
    {
        selection.NeedsTypeName = true;
        var want = new Want
        {
            Name = Want.TypeName,
            Arguments = [],
            Slot = Want.TypeName,
            OnTypes = [],
            Children = [],
            Demand = Demand.Client(Condition.Always),
        };
        return selection.Field(want, Want.TypeName, [], null, "", null);
    }

    /// <summary>Adds a route to the draft.</summary>
    public Arrival Arrive(Position at, string type, Route route) => route.Kind switch
    {
        RouteKind.Existing => route.Arrival!,
        RouteKind.Root => weaver.Roots.Enter(at, route.Subgraph!, OperationKind.Query),
        RouteKind.Through => ArriveThrough(at, route),
        _ => route.Move!.AsInterface ? MoveAll(at, type, route.Move) : Move(at, type, route.Move, null),
    };

    // Asked by the interface's name it tells every type there, so it is asked about all of them and gives their fields.
    private Arrival MoveAll(Position at, string type, EntityMove move)
    {
        var arrival = Move(at, type, move, null);
        foreach (var other in at.Concretes.Where(other => other != type))
        {
            var routes = Router.Routes(at, other);
            if (routes.Any(route => route is { Kind: RouteKind.Existing, AsObject: not null })
                && !routes.Any(route => route is { Kind: RouteKind.Existing, AsObject: null })
                && Graph.Moves(other).FirstOrDefault(same => same.AsInterface && same.Subgraph == move.Subgraph
                    && same.TypeName == move.TypeName && same.Key.Text == move.Key.Text) is { } alike)
            {
                _ = Move(at, other, alike, null);
            }
        }

        return arrival;
    }

    /// <summary>Adds a route to the draft and, when the field has a requirement, what it must be given.</summary>
    public Arrival Reach(Position at, string type, Route route, Access access)
    {
        if (access.IsDirect)
        {
            return Arrive(at, type, route);
        }

        var (move, _) = Router.BestMove(at, type, route.Subgraph!, Router.Routes(at, type));
        return Move(at, type, move!, access);
    }

    /// <summary>Where the objects at the parent have several origins, asks the field that leads here of each.</summary>
    public void FollowOrigins(Position at)
    {
        if (at.Arrivals.Count > 0)
        {
            return;
        }

        if (at.Parent!.Arrivals.FirstOrDefault(arrival => arrival.IsMerged) is not { } merged)
        {
            FollowBest(at);
            return;
        }

        // When no origin answers for any type, the place is reached like any other.
        if (!at.IsUnited && !at.OnParent.Any(type => merged.Origins.Any(origin => origin.Covers.Contains(type)
            && Asks(origin, type, at.Via!.Name) is not null)))
        {
            return;
        }

        var origins = new List<Arrival>();
        foreach (var type in at.OnParent)
        {
            var all = merged.Origins.Where(origin => origin.Covers.Contains(type)).ToList();
            var asked = all.Where(origin => Asks(origin, type, at.Via!.Name) is not null).ToList();
            if (asked.Count < all.Count && !IsEveryOwnerHere(at.Parent, type, at.Via!.Name, asked)
                && Best(at.Parent, type, at.Via!.Name, Router.Routes(at.Parent, type)) is { Route: { } other } best
                && best.Cost < Router.Unreachable)
            {
                var reached = Reach(at.Parent, type, other, Router.Find(other, type, at.Via!.Name)!.Value);
                asked = at.Parent.IsItem ? [.. asked, reached] : [reached];
            }

            origins.AddRange(asked.Select(origin => Follow(at, origin, type)));
        }

        if (origins.Count > 0)
        {
            Add(at, Join([.. origins.DistinctBy(origin => origin.Selection)]));
        }
    }

    // Each type of the parent gives its objects from wherever it is cheapest.
    private void FollowBest(Position at)
    {
        var origins = new List<Arrival>();
        foreach (var type in at.IsUnited ? at.OnParent : [])
        {
            var routes = Router.Routes(at.Parent!, type);
            if (routes.Count == 0)
            {
                continue;
            }

            if (Best(at.Parent!, type, at.Via!.Name, routes) is not { Route: { } route, Cost: < Router.Unreachable })
            {
                weaver.NoPath(type, at.Via.Name);
                continue;
            }

            origins.Add(Follow(
                at, Reach(at.Parent!, type, route, Router.Find(route, type, at.Via.Name)!.Value), type));
        }

        if (origins.Count > 0)
        {
            Add(at, Join([.. origins.DistinctBy(origin => origin.Selection)]));
        }
    }

    /// <summary>Has the fields that lead here asked of further types of the parent, wherever they are asked.</summary>
    public void Extend(Position at, List<string> types)
    {
        foreach (var arrival in at.Arrivals.SelectMany(arrival => arrival.Parts).ToList())
        {
            foreach (var parent in at.Parent!.Arrivals.SelectMany(other => other.Parts)
                .Where(other => other.Selection!.Fields.Any(field => field.Child == arrival.Selection)))
            {
                foreach (var type in types.Where(parent.Covers.Contains))
                {
                    _ = Follow(at, parent, type);
                }
            }
        }
    }

    /// <summary>Makes an arrival known.</summary>
    public static void Add(Position at, Arrival arrival)
    {
        at.Arrivals.Add(arrival);
        at.Version++;
    }

    private static void Ask(
        Arrival arrival, Position at, string type, Want want, HashSet<DraftStep> after, Access access)
    {
        var arguments = ContextNeeds.Arguments(want.Arguments, access.Part, arrival.Selection!);
        var field = arrival.Selection!.Field(want, want.Slot, arguments, access.Part, type, null);
        _ = field.Demands.Add(want.Demand);
        _ = after.Add(arrival.After);
        if (!at.Given.TryGetValue((type, want.Slot), out var given))
        {
            at.Given.Add((type, want.Slot), given = []);
        }

        if (!given.Any(other => other.Field == field))
        {
            given.Add((field, arrival.After));
        }
    }

    private void Ask(Arrival arrival, Position at, string type, Want want, HashSet<DraftStep> after)
    {
        foreach (var part in arrival.Parts.Where(part => part.Covers.Contains(type)))
        {
            if (Router.Find(Router.Existing(part), type, want.Name) is { } access)
            {
                Ask(part, at, type, want, after, access);
            }
        }
    }

    // A tie goes to what is there already, then to the first subgraph.
    private (Route? Route, int Cost) Best(Position at, string type, string field, List<Route> routes)
    {
        (Route? Route, int Cost) best = (null, Router.Unreachable);
        foreach (var route in Router.InOrder(routes))
        {
            var cost = Router.Cost(at, type, route, field);
            best = cost < best.Cost ? (route, cost) : best;
        }

        return best;
    }

    // Nobody who gives the parent's objects gives any of the types that lead here.
    private bool IsNever(Position at) => at.OnParent.All(type => Router.Routes(at.Parent!, type).Count == 0);

    private Access? Asks(Arrival origin, string type, string field) =>
        Router.Find(Router.Existing(origin), type, field) is { IsDirect: true } access ? access : null;

    // The origins that hold a field, where not all of them do.
    private List<Arrival> Owners(Position at, string type, string field)
    {
        var merged = at.Arrivals.FirstOrDefault(arrival => arrival.IsMerged);
        var all = merged?.Origins.Where(origin => origin.Covers.Contains(type)).ToList() ?? [];
        var owners = all.Where(origin => Asks(origin, type, field) is not null).ToList();
        return owners.Count == all.Count ? [] : owners;
    }

    // Several agencies own such records, each its own: whoever owns one has contributed it, so nobody is asked again.
    private bool IsEveryOwnerHere(Position at, string type, string field, List<Arrival> owners) => at.IsItem
        && owners.Count > 1
        && Graph.Parts(type, field).Where(part => Graph.IsAnswered(part.TypeName, field, part.Part))
            .All(part => owners.Any(owner => owner.Subgraph == part.Part.Subgraph));

    private Arrival ArriveThrough(Position at, Route route)
    {
        var found = new List<Arrival>();
        foreach (var parentType in at.OnParent)
        {
            var parentRoute = parentType == at.OnParent[0] ? route.Parent! : Router.Routes(at.Parent!, parentType)
                .Where(other => other.Subgraph == route.Subgraph)
                .MinBy(other => other.Kind == route.Parent!.Kind ? 0 : 1);
            if (parentRoute is not null && Router.Find(parentRoute, parentType, at.Via!.Name) is { } access)
            {
                found.Add(Follow(at, Reach(at.Parent!, parentType, parentRoute, access), parentType));
            }
        }

        ImmutableArray<Arrival> parts = [.. found.DistinctBy(arrival => arrival.Selection)];
        var arrival = parts.Length == 1 ? parts[0] : Join(parts);
        if (!at.Arrivals.Any(known => known.Selection is { } selection && selection == arrival.Selection))
        {
            Add(at, arrival);
        }

        return at.Arrivals.First(known => known == arrival || known.Selection == arrival.Selection);
    }

    // Asks the field that leads to a place of an arrival at its parent.
    private Arrival Follow(Position at, Arrival parent, string parentType)
    {
        var route = Router.Existing(parent);
        var access = Router.Find(route, parentType, at.Via!.Name)!.Value;
        var arguments = ContextNeeds.Arguments(at.Via.Arguments, access.Part, parent.Selection!);
        var field = parent.Selection!.Field(at.Via, at.Via.Slot, arguments, access.Part, parentType, at);
        var below = Router.Below(access, parent.Provided, parentType, at.Via.Name);
        return ArrivalOf(field, access.Part, parent.After, below);
    }

    /// <summary>What a subgraph sees that is asked a field.</summary>
    public Arrival ArrivalOf(DraftField field, FieldPart part, DraftStep after, ImmutableArray<Selection> provided)
    {
        var returns = part.Type.Name;
        field.Child!.AsInterfaceObject = Graph.IsInterfaceObject(returns, part.Subgraph.Index);
        return new Arrival
        {
            Selection = field.Child,
            After = after,
            Covers = [.. Graph.ConcretesIn(returns, part.Subgraph.Index).Where(field.ChildAt!.Concretes.Contains)],
            Provided = provided,
        };
    }

    private static Arrival Join(ImmutableArray<Arrival> origins) => new()
    {
        Selection = null,
        After = origins[0].After,
        Covers = [.. origins.SelectMany(origin => origin.Covers)],
        Origins = origins,
    };

    private Arrival Move(Position at, string type, EntityMove move, Access? needs) =>
        weaver.Needs.Move(at, type, move, needs);
}
