using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>
/// Makes the draft of a plan: walks what is wanted, then gives each wanted leaf to the subgraph that adds least, those
/// with the fewest choices first. Each place is asked for its cheapest ways only, so the work is polynomial.
/// </summary>
internal sealed class Weaver
{
    private const string United = "all|";

    private readonly PriorityQueue<Action, (int Choices, int Order)> _tasks = new();
    private readonly HashSet<string> _clientKeys;
    private readonly HashSet<string> _clientVariables;
    private readonly PlannerOptions _options;
    private int _contexts;
    private int _ordered;
    private int _positions;
    private bool _isRunning;

    public Weaver(PlanningGraph graph, PlannerOptions options, PermittedOperation operation, HashSet<string> clientKeys)
    {
        Graph = graph;
        Kind = operation.Kind;
        _clientVariables = [.. operation.Variables.Select(variable => variable.Name)];
        _options = options;
        _clientKeys = clientKeys;
        Router = new Router(graph);
        Arrivals = new Arriver(this);
        Roots = new RootEntries(this);
        Lists = new ListMerger(this);
        Needs = new Needs(this);
        Contexts = new ContextNeeds(this);
        var types = graph.Supergraph.Types;
        var root = Kind switch
        {
            OperationKind.Mutation => types.MutationName,
            OperationKind.Subscription => types.SubscriptionName,
            _ => types.QueryName,
        };
        Root = new Position(null, null, root!, false) { Concretes = [root!] };
    }

    public PlanningGraph Graph { get; }

    public OperationKind Kind { get; }

    public Router Router { get; }

    public Arriver Arrivals { get; }

    public Needs Needs { get; }

    public RootEntries Roots { get; }

    public ContextNeeds Contexts { get; }

    public ListMerger Lists { get; }

    public Position Root { get; }

    public List<DraftStep> Steps { get; } = [];

    public List<PlanningError> Errors { get; } = [];

    /// <summary>Plans everything that the client wants.</summary>
    public void Weave(ImmutableArray<Want> wants)
    {
        if (Kind == OperationKind.Query)
        {
            Walk(Root, wants);
        }
        else
        {
            InOrder(wants);
        }

        Run();
    }

    /// <summary>Notes what is wanted of the objects at a place; a list that is merged is planned first.</summary>
    public void Walk(Position at, ImmutableArray<Want> wants)
    {
        foreach (var want in wants)
        {
            at.Hold(want.Slot, want.Identity);
        }

        var children = new List<(Position Child, Want Want)>();
        foreach (var want in wants)
        {
            var types = OnTypes(at, want);
            if (want.IsTypeName || (at.IsAbstract && !want.OnTypes.IsEmpty))
            {
                Later(int.MaxValue, () => Arrivals.ProvideTypeName(at, want.Demand, []));
            }

            if (want.IsTypeName)
            {
                continue;
            }

            foreach (var alike in Alike(at, types, want))
            {
                Walk(at, want, [.. alike], alike.Key, children);
            }
        }

        // A place is followed into the subgraphs only when it is known for which types it is wanted.
        foreach (var child in children.Select(entry => entry.Child).Distinct())
        {
            Arrivals.FollowOrigins(child);
        }

        foreach (var (child, want) in children)
        {
            Walk(child, want.Children);
            Later(int.MaxValue, () => Arrivals.ProvidePresence(child, want.Demand));
        }
    }

    // Types that are planned differently get places of their own. Below such a place they get one together, whatever
    // subgraph gives its objects: otherwise places would multiply with depth.
    private IEnumerable<IGrouping<string, string>> Alike(Position at, IEnumerable<string> types, Want want)
    {
        var alike = types.GroupBy(type => Likeness(at, type, want.Name)).ToList();
        return alike.Count > 1 && at.IsSplit
            ? alike.SelectMany(group => group).GroupBy(type => $"{United}{FieldOf(type, want.Name)?.Type.Name}")
            : alike;
    }

    private void Walk(
        Position at, Want want, List<string> types, string likeness, List<(Position Child, Want Want)> children)
    {
        var joined = Graph.Supergraph.Join(types[0], want.Name);
        if (joined is { Contributed: not null } or { Gathered: not null })
        {
            foreach (var type in types)
            {
                Later(0, () => _ = Lists.Plan(at, type, want, []));
            }
        }
        else if (IsLeaf(types[0], want.Name))
        {
            foreach (var type in types)
            {
                Later(Choices(type, want.Name), () => Arrivals.ProvideLeaf(at, type, want, []));
            }
        }
        else if (Place(at, types, want, likeness) is { Arrivals.Count: > 0 })
        {
            children.AddRange(types.Select(type => ChildOf(at, type, want)).OfType<Position>().Distinct()
                .Select(child => (child, want)));
        }
        else if (Place(at, types, want, likeness) is { } child)
        {
            child.OnParent.AddRange(types.Where(type => !child.OnParent.Contains(type)));
            children.Add((child, want));
        }
    }

    /// <summary>
    /// The place that a field of the objects of one type at a place leads to, for a requirement; null when there are
    /// too many places.
    /// </summary>
    public Position? ChildOf(Position at, string type, Want want)
    {
        var likeness = Likeness(at, type, want.Name);
        var child = Place(at, [type], want, likeness);
        if (child is null || child.OnParent.Contains(type))
        {
            return child;
        }

        // What several origins give was asked of them for the types known then: a further type gets a place beside it.
        child = child.Arrivals.Any(arrival => arrival.IsMerged) ? Place(at, [type], want, $"{likeness}|{type}") : child;
        child!.OnParent.Add(type);
        if (child.OnParent.Count == 1)
        {
            Arrivals.FollowOrigins(child);
        }
        else
        {
            Arrivals.Extend(child, [type]);
        }

        return child;
    }

    private Position? Place(Position at, List<string> types, Want want, string likeness)
    {
        var declared = FieldOf(types[0], want.Name)!.Type.Name;
        var definition = Graph.Supergraph.Types.Type(declared)!;
        var key = $"{want.Slot}|{want.Identity}|{likeness}";
        return at.Child(key, () =>
        {
            if (++_positions > _options.MaxPositions)
            {
                Fail(PlanningErrorCodes.TooLarge, "",
                    $"the plan would have more than {_options.MaxPositions} places: ask for less at once");
                return null;
            }

            return new Position(at, want, declared, definition.IsAbstract)
            {
                Concretes = [.. Graph.Concretes(declared).Where(type => !want.Refused.Contains(type))],
                IsUnited = likeness.StartsWith(United, StringComparison.Ordinal),
                IsSplit = at.IsSplit || types.Count < at.Concretes.Length,
            };
        });
    }

    public void Later(int choices, Action run)
    {
        if (_isRunning && choices == 0)
        {
            run();
        }
        else
        {
            _tasks.Enqueue(run, (choices, _ordered++));
        }
    }

    private void Run()
    {
        _isRunning = true;
        while (Errors.Count < 20 && _tasks.TryDequeue(out var run, out _))
        {
            run();
        }
    }

    public T Add<T>(Func<int, T> make)
        where T : DraftStep
    {
        var step = make(Steps.Count);
        Steps.Add(step);
        if (Steps.Count == _options.MaxSteps + 1)
        {
            Fail(PlanningErrorCodes.TooLarge, "",
                $"the plan would have more than {_options.MaxSteps} steps: ask for less at once");
        }

        return step;
    }

    public void Fail(string code, string coordinate, string message)
    {
        if (!Errors.Any(error => error.Code == code && error.Coordinate == coordinate))
        {
            Errors.Add(new PlanningError(code, coordinate, message));
        }
    }

    public void NoPath(string type, string field) => Fail(
        PlanningErrorCodes.NoPath, $"{type}.{field}", $"no way leads to `{type}.{field}` from where it is selected");

    /// <summary>The slot for a requirement: the client's when it holds the same field, otherwise its own.</summary>
    public string SlotFor(Position at, string name, ImmutableArray<ObjectField> arguments)
    {
        var identity = FieldText.Identity(name, arguments);
        for (var number = 0; ; number++)
        {
            var slot = number == 0 ? name : $"{name}__{number}";
            if ((number == 0 || !_clientKeys.Contains(slot)) && at.IsFor(slot, identity)
                && (arguments.IsEmpty || number > 0))
            {
                at.Hold(slot, identity);
                return slot;
            }
        }
    }

    /// <summary>A slot that is no response key of the client.</summary>
    public string OwnSlot(string slot)
    {
        while (_clientKeys.Contains(slot))
        {
            slot += "_";
        }

        return slot;
    }

    /// <summary>A variable that is none of the client's.</summary>
    public string OwnVariable(string name) => _clientVariables.Contains(name) ? OwnVariable(name + "_") : name;

    /// <summary>A variable for a value from a context; a copy of it gets a number after two underscores.</summary>
    public string NextContext()
    {
        var name = $"context{_contexts++}";
        while (_clientVariables.Any(taken => taken == name
            || taken.StartsWith(name + "__", StringComparison.Ordinal)))
        {
            name += "_";
        }

        return name;
    }

    public FieldDefinition? FieldOf(string type, string field) =>
        Graph.Supergraph.Types.Type(type)?.Field(field);

    public bool IsLeaf(string type, string field) =>
        Graph.Supergraph.Types.Type(FieldOf(type, field)?.Type.Name) is not { IsComposite: true };

    public static IEnumerable<string> OnTypes(Position at, Want want) =>
        want.OnTypes.IsEmpty ? at.Concretes : at.Concretes.Where(type => want.OnTypes.Contains(type));

    /// <summary>How many ways there are to be given a field, and one.</summary>
    public int Choices(string type, string field) =>
        1 + Graph.Parts(type, field).Count(part => Graph.IsAnswered(part.TypeName, field, part.Part));

    // Types of one likeness are planned alike for a field: the same subgraphs know them and answer it in the same way.
    private string Likeness(Position at, string type, string field)
    {
        if (at.Concretes.Length == 1)
        {
            return "";
        }

        // Where all that see an object of several origins answer the field, it does not matter who they are.
        if (at.Arrivals.FirstOrDefault(arrival => arrival.IsMerged) is { } merged
            && merged.Origins.Where(origin => origin.Covers.Contains(type)).All(origin =>
                Router.Find(Router.Existing(origin), type, field) is { IsDirect: true }))
        {
            return "|" + FieldOf(type, field)?.Type.Name;
        }

        var parts = Graph.Parts(type, field).Select(part => string.Join(':',
            part.Part.Subgraph.Index,
            part.TypeName == type ? "" : part.TypeName,
            Graph.IsAnswered(part.TypeName, field, part.Part),
            part.Part.Requires?.Text,
            ContextNeeds.Text(part.Part),
            part.Part.Provides?.Text,
            part.Part.Type));
        var moves = Graph.Moves(type).Select(move => $"{move.Subgraph.Index}:{move.Key.Text}");
        var known = Graph.Supergraph.Subgraphs
            .Where(subgraph => Graph.ConcretesIn(at.Declared, subgraph.Index).Contains(type))
            .Select(subgraph => subgraph.Index);
        var origins = at.Arrivals.Where(arrival => arrival.IsMerged)
            .SelectMany(arrival => arrival.Origins.Where(origin => origin.Covers.Contains(type)))
            .Select(origin => origin.Subgraph.Index);
        return $"{string.Join(',', parts)}|{string.Join(',', moves)}|{string.Join(',', known)}|"
            + $"{string.Join(',', origins)}|{FieldOf(type, field)?.Type.Name}";
    }

    // Root fields that change something, or that open a stream, are asked of exactly one subgraph each, in order.
    private void InOrder(ImmutableArray<Want> wants)
    {
        DraftFetch? last = null;
        foreach (var want in wants.Where(want => !want.IsTypeName))
        {
            var part = Graph.Parts(Root.Declared, want.Name)
                .Where(at => Graph.IsAnswered(at.TypeName, want.Name, at.Part))
                .Select(at => at.Part)
                .OrderBy(at => at.Subgraph == last?.Subgraph ? 0 : 1)
                .FirstOrDefault();
            if (part is null)
            {
                NoPath(Root.Declared, want.Name);
                continue;
            }

            if (last is null || last.Subgraph != part.Subgraph)
            {
                var before = last;
                last = Roots.Enter(Root, part.Subgraph, Kind).Selection!.Fetch;
                _ = before is null || last.DependsOn.Add(before);
            }

            Roots.AskOnce(Root, last, want, part);
        }
    }
}
