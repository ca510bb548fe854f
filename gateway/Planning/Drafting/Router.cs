using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>
/// Finds for the objects at a place the cheapest way into each subgraph, as an AND-OR shortest path: a move costs what
/// its key costs. Rounds are bounded by the number of subgraphs, so the work is polynomial.
/// </summary>
internal sealed class Router(PlanningGraph graph)
{
    public const int FetchCost = 1000;
    public const int FieldCost = 1;
    public const int Unreachable = 1_000_000_000;
    private const int Unreasonable = Unreachable / 100;

    private readonly Dictionary<(Position, string), (int Version, List<Route> Routes)> _known = [];
    private LeastCosts<(Position, string Type, string Field, int Subgraph)> _requirements = new(Unreachable);

    /// <summary>Subgraphs that are not moved into at a place when there is another way.</summary>
    public HashSet<(string Position, int Subgraph)> Avoided { get; } = [];

    /// <summary>How often a place was looked at: the measure of work.</summary>
    public int Looked { get; private set; }

    /// <summary>How often the cost of a requirement was worked out.</summary>
    public int Weighed { get; private set; }

    public List<Route> Routes(Position at, string type)
    {
        if (_known.TryGetValue((at, type), out var known) && known.Version == at.Stamp)
        {
            return known.Routes;
        }

        Looked++;
        List<Route> routes =
        [
            .. at.Arrivals.Where(arrival => arrival.Covers.Contains(type)).Select(Existing),
        ];
        if (at.Parent is null)
        {
            routes.AddRange(Roots(at, type, routes));
        }
        else if (!at.IsFixed && !at.IsUnited && !at.Arrivals.Any(arrival => arrival.IsMerged))
        {
            routes.AddRange(Through(at, type, routes));
        }

        if (at.Parent is not null && type == graph.Supergraph.Types.QueryName && routes.Count > 0)
        {
            // Everybody has the query type: whoever gives it, all can be asked for its fields.
            var given = routes.Min(route => route.Cost);
            routes.AddRange(Roots(at, type, routes).Select(route => route with { Cost = Sum(route.Cost, given) })
                .ToList());
        }
        else if (at.Parent is not null)
        {
            // What a requirement costs changes with the routes that are found here.
            var outside = _requirements;
            _requirements = new(Unreachable);
            AddMoves(at, type, routes);
            _requirements = outside;
        }

        _known[(at, type)] = (at.Stamp, routes);
        return routes;
    }

    /// <summary>
    /// Routes in the order in which equal ones are taken. Who gives the objects themselves comes before who came to see
    /// them later: what all can answer must not be lost with one that fails.
    /// </summary>
    public static IEnumerable<Route> InOrder(List<Route> routes) => routes.OrderBy(route => route.Kind)
        .ThenBy(route => route.Kind == RouteKind.Existing ? 0 : route.Subgraph?.Index ?? -1);

    public Access? Find(Route route, string type, string field)
    {
        if (route.Arrival is { IsMerged: true } merged)
        {
            Access? all = null;
            foreach (var origin in merged.Origins.Where(origin => origin.Covers.Contains(type)))
            {
                if (Find(Existing(origin), type, field) is not { IsDirect: true } one)
                {
                    return null;
                }

                all ??= one;
            }

            return all;
        }

        return Find(route.Subgraph!, type, route.AsObject, route.Provided, field);
    }

    /// <summary>What asking a field costs by this route, or <see cref="Unreachable"/>.</summary>
    public int Cost(Position at, string type, Route route, string field)
    {
        if (Find(route, type, field) is not { } access)
        {
            return Unreachable;
        }

        return access.IsDirect
            ? Sum(route.Cost, FieldCost)
            : RequirementCost(at, type, (route.Subgraph!, field), access, Routes(at, type));
    }

    public Route Existing(Arrival arrival) => new(
        RouteKind.Existing, arrival.IsMerged ? null : arrival.Subgraph, 0)
    {
        Arrival = arrival,
        Provided = arrival.Provided,
        AsObject = arrival.Parts.Select(part => part.Selection!).FirstOrDefault(from => from.AsInterfaceObject)
            is { } known ? known.TypeName ?? known.ObjectName : null,
    };

    /// <summary>The best way to be given the key of an entity for a subgraph.</summary>
    public (EntityMove? Move, int Cost) BestMove(Position at, string type, Subgraph into, List<Route> routes)
    {
        (EntityMove? Move, int Cost) best = (null, Unreachable);
        foreach (var move in graph.Moves(type).Where(move => move.Subgraph == into && !move.AsInterface))
        {
            var cost = NeedCost(at, type, move.Key.Selections, routes);
            if (cost < best.Cost)
            {
                best = (move, cost);
            }
        }

        return best;
    }

    private Access? Find(
        Subgraph subgraph, string type, string? asObject, ImmutableArray<Selection> provided, string field)
    {
        foreach (var (part, typeName) in graph.PartsIn(type, field, subgraph.Index))
        {
            if (typeName != (asObject ?? type))
            {
                continue;
            }

            if (graph.IsAnswered(typeName, field, part))
            {
                return new Access(part, typeName, part.Requires);
            }

            if (Provided(provided, type).Any(given => given.Name == field) || IsOwnKey(typeName, part, field))
            {
                return new Access(part, typeName, null);
            }
        }

        return null;
    }

    // A subgraph that names an entity knows its key, also where it marks the key's field as another's.
    private bool IsOwnKey(string type, FieldPart part, string field) => part.IsExternal
        && graph.Supergraph.Join(type).In(part.Subgraph.Index)!.Keys
            .Any(key => key.Fields.Selections.OfType<FieldSelection>().Any(given => given.Name == field));

    /// <summary>The fields of a field set that hold for a concrete type.</summary>
    public IEnumerable<FieldSelection> Provided(ImmutableArray<Selection> selections, string type)
    {
        foreach (var selection in selections)
        {
            if (selection is FieldSelection field)
            {
                yield return field;
            }
            else if (selection is InlineFragment inline && Holds(inline.TypeCondition, type))
            {
                foreach (var nested in Provided(inline.Selections, type))
                {
                    yield return nested;
                }
            }
        }
    }

    public bool Holds(string? condition, string type) => condition is null || condition == type
        || graph.Concretes(condition).Contains(type);

    private IEnumerable<Route> Roots(Position at, string type, List<Route> routes) =>
        graph.Supergraph.Join(type).Parts
            .Where(part => !routes.Any(route => route.Subgraph == part.Subgraph))
            .Select(part => new Route(RouteKind.Root, part.Subgraph, Penalised(at, part.Subgraph, FetchCost)));

    private List<Route> Through(Position at, string type, List<Route> existing)
    {
        var found = new List<Route>();
        var parentType = at.OnParent[0];
        foreach (var parent in Routes(at.Parent!, parentType))
        {
            // Below objects of several origins the arrivals are made with the place: one origin sees only its own.
            if (parent.Subgraph is null
                || Find(parent, parentType, at.Via!.Name) is not { } access
                || !graph.ConcretesIn(access.Part.Type.Name, access.Part.Subgraph.Index).Contains(type))
            {
                continue;
            }

            var below = Below(access, parent.Provided, parentType, at.Via.Name);
            var cost = Cost(at.Parent!, parentType, parent, at.Via.Name);
            if (cost >= Unreachable || existing.Concat(found).Any(route => route.Subgraph == parent.Subgraph
                && (below.IsEmpty || !route.Provided.IsEmpty)))
            {
                continue;
            }

            var returns = access.Part.Type.Name;
            found.Add(new Route(RouteKind.Through, parent.Subgraph, cost)
            {
                Parent = parent,
                Provided = below,
                AsObject = graph.IsInterfaceObject(returns, parent.Subgraph.Index) ? returns : null,
            });
        }

        return found;
    }

    /// <summary>What is provided below a field.</summary>
    public ImmutableArray<Selection> Below(
        Access access, ImmutableArray<Selection> provided, string type, string field) =>
    [
        .. access.Part.Provides?.Selections ?? [],
        .. Provided(provided, type).Where(given => given.Name == field).SelectMany(given => given.Selections),
    ];

    private void AddMoves(Position at, string type, List<Route> routes)
    {
        if (routes.Count == 0)
        {
            return;
        }

        // An interface object does not know its own type: it is learnt first, from a subgraph that has the interface.
        var isTyped = routes.Any(route => route.AsObject is null);
        var keys = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var (changed, round) = (true, 0); changed && round <= graph.Supergraph.Subgraphs.Length; round++)
        {
            changed = false;
            keys.Clear();
            foreach (var move in graph.Moves(type))
            {
                var typing = isTyped || move.AsInterfaceObject || move.AsInterface ? 0
                    : routes.Where(route => route.AsObject is null).Select(route => route.Cost)
                        .DefaultIfEmpty(Unreachable).Min();
                if (move.AsInterface && isTyped)
                {
                    continue;
                }

                var known = routes.FindIndex(route => route.Subgraph == move.Subgraph);
                var joined = at.Groups.Any(group =>
                    group.Fetch.Subgraph == move.Subgraph && group.Requires.Length == 0);
                var basis = Penalised(at, move.Subgraph, joined ? FieldCost : FetchCost);
                if (!keys.TryGetValue(move.Key.Text, out var key))
                {
                    keys.Add(move.Key.Text, key = NeedCost(at, type, move.Key.Selections, routes));
                }

                var cost = Sum(Sum(basis, typing), key);
                if (cost >= Unreachable || (known >= 0 && routes[known].Cost <= cost))
                {
                    continue;
                }

                var route = new Route(RouteKind.Move, move.Subgraph, cost)
                {
                    Move = move,
                    AsObject = move.AsInterfaceObject ? move.TypeName : null,
                };
                if (known >= 0 && routes[known].Kind == RouteKind.Move)
                {
                    routes[known] = route;
                }
                else
                {
                    routes.Add(route);
                }

                changed = true;

                // A key that costs less than this way to its subgraph does not become cheaper by it.
                foreach (var dearer in keys.Where(known => known.Value > cost).ToList())
                {
                    _ = keys.Remove(dearer.Key);
                }
            }
        }
    }

    private int Penalised(Position at, Subgraph subgraph, int cost) =>
        Avoided.Count > 0 && Avoided.Contains((at.ToString(), subgraph.Index)) ? cost + (20 * FetchCost) : cost;

    private int RequirementCost(
        Position at, string type, (Subgraph Into, string Field) asked, Access access, List<Route> routes) =>
        _requirements.Of((at, type, asked.Field, asked.Into.Index), () =>
        {
            Weighed++;
            var cost = Sum(FetchCost, Sum(BestMove(at, type, asked.Into, routes).Cost,
                NeedCost(at, type, access.Requires?.Selections ?? [], routes)));
            return access.Part.ContextArguments.Aggregate(cost, (sum, from) => Sum(sum, ContextCost(at, from)));
        });

    private int ContextCost(Position at, ContextArgument argument) =>
        ContextFinder.Find(at, graph.Supergraph.ContextTypes(argument.Context)) is { } places
            ? places.SelectMany(place => place.Types.Select(type => (place.At, Type: type))).Aggregate(
                0,
                (total, above) => Sum(total, NeedCost(
                    above.At, above.Type, argument.Selection.Selections, Routes(above.At, above.Type))))
            : Unreachable;

    private int NeedCost(Position at, string type, ImmutableArray<Selection> selections, List<Route> routes)
    {
        var total = 0;
        foreach (var field in Provided(selections, type).Where(field => field.Name != Want.TypeName))
        {
            var joined = graph.Supergraph.Join(type, field.Name);
            var best = joined is { Contributed: not null } or { Gathered: not null } ? 2 * FetchCost : Unreachable;
            foreach (var route in routes)
            {
                if (Find(route, type, field.Name) is { } access)
                {
                    var cost = access.IsDirect
                        ? Sum(route.Cost, FieldCost)
                        : RequirementCost(at, type, (route.Subgraph!, field.Name), access, routes);
                    best = Math.Min(best, field.Selections.IsEmpty
                        ? cost
                        : Sum(cost, NestedCost(access.Part, field.Selections)));
                }
            }

            total = Sum(total, best);
        }

        return total;
    }

    // An estimate: what is below a field and is not in the same subgraph costs a move.
    private int NestedCost(FieldPart part, ImmutableArray<Selection> selections)
    {
        var total = 0;
        foreach (var type in graph.ConcretesIn(part.Type.Name, part.Subgraph.Index))
        {
            foreach (var field in Provided(selections, type).Where(field => field.Name != Want.TypeName))
            {
                var provided = part.Provides?.Selections ?? [];
                var access = Find(part.Subgraph, type, null, provided, field.Name);
                var cost = access is { } direct
                    ? field.Selections.IsEmpty ? FieldCost : NestedCost(direct.Part, field.Selections)
                    : graph.Moves(type).IsEmpty ? Unreachable : 5 * FetchCost;
                total = Sum(total, cost);
            }
        }

        return total;
    }

    // What several requirements need in common is counted for each: beyond all reason it is only told what is more.
    private static int Sum(int left, int right) => left >= Unreachable || right >= Unreachable ? Unreachable
        : left + right <= Unreasonable ? left + right
        : Math.Max(Unreasonable, Math.Max(left, right)) + 1;
}
