using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Aggregator.Planning;
using Aggregator.Redaction;
using Aggregator.Schema;

namespace Aggregator.Execution.Tests;

/// <summary>
/// Draws plans by hand. Selections are written as in GraphQL: <c>name</c>, <c>key=slot</c>, <c>name { … }</c>,
/// <c>... on Type { … }</c>; a slot is named like the key unless it says otherwise.
/// </summary>
internal sealed partial class Sketch
{
    private readonly List<string> _slots = [];
    private readonly List<PlanStep> _steps = [];
    private readonly Dictionary<string, Subgraph> _subgraphs = [];

    public Sketch(string sdl)
    {
        var (types, fault) = DocumentReader.ReadTypes(sdl);
        Types = types ?? throw new InvalidOperationException(fault?.ToString());
    }

    public TypeSystem Types { get; }

    public int Slot(string name)
    {
        if (!_slots.Contains(name))
        {
            _slots.Add(name);
        }

        return _slots.IndexOf(name);
    }

    public Subgraph Subgraph(string name, bool asAt = false) => _subgraphs.TryGetValue(name, out var known)
        ? known
        : _subgraphs[name] = new Subgraph(
            _subgraphs.Count,
            name.ToUpperInvariant(),
            name,
            "http://" + name,
            new AgencyIdentity(name, [name.ToUpperInvariant()], asAt, null));

    public FetchStep Root(
        string subgraph,
        string operation,
        string output,
        int[]? after = null,
        Condition? condition = null,
        OperationKind kind = OperationKind.Query,
        string[]? variables = null,
        PlanVariable[]? planVariables = null) => Add(new FetchStep
        {
            Id = _steps.Count,
            DependsOn = [.. after ?? []],
            Subgraph = Subgraph(subgraph),
            Kind = kind,
            Operation = operation,
            Variables = [.. variables ?? []],
            PlanVariables = [.. planVariables ?? []],
            Root = Output(output),
            Condition = condition ?? Condition.Always,
            Asks = [],
        });

    public FetchStep Entities(
        string subgraph,
        string path,
        string type,
        string keys,
        string output,
        int[] after,
        Condition? condition = null,
        PlanVariable[]? planVariables = null,
        string? unlessFrom = null) => Add(new FetchStep
        {
            Id = _steps.Count,
            DependsOn = [.. after],
            Subgraph = Subgraph(subgraph),
            Kind = OperationKind.Query,
            Operation = "query($reps:[_Any!]!){_entities(representations:$reps){...on " + type + "{x}}}",
            PlanVariables = [.. planVariables ?? []],
            Entities =
            [
                new EntityGroup
                {
                    Alias = "_entities",
                    Variable = "reps",
                    Paths = [.. path.Split('|').Select(Path)],
                    Representations = [new Representation([], type, [.. keys.Split(' ').Select(Key)])],
                    Output = Output(output),
                    UnlessFrom = unlessFrom is null ? null : Subgraph(unlessFrom),
                },
            ],
            Condition = condition ?? Condition.Always,
            Asks = [],
        });

    public T Add<T>(T step)
        where T : PlanStep
    {
        _steps.Add(step);
        return step;
    }

    public int NextId => _steps.Count;

    /// <summary>A path of slots; <c>slot@Type</c> is followed from objects of the type alone.</summary>
    public DataPath Path(string path) => new([.. path.Split('.', StringSplitOptions.RemoveEmptyEntries)
        .Select(slot => slot.Split('@'))
        .Select(slot => new PathSegment(Slot(slot[0]), [.. slot[1..]]))]);

    public OutputSet Output(string selection)
    {
        var tokens = new Queue<string>(Tokens().Matches(selection).Select(match => match.Value));
        return Output(tokens);
    }

    /// <summary>The plan, with the answer as the client selected it.</summary>
    public Runnable Plan(string response, OperationKind kind = OperationKind.Query)
    {
        var root = kind == OperationKind.Mutation ? Types.MutationName
            : kind == OperationKind.Subscription ? Types.SubscriptionName : Types.QueryName;
        var tokens = Tokens().Matches(response).Select(match => match.Value);
        var set = Response(new Queue<string>(tokens), Types.Type(root)!);
        var plan = CompiledPlan.Compile(
            new QueryPlan { Kind = kind, Steps = [.. _steps], Slots = [.. _slots], Response = set }, Types);
        return new Runnable(plan, CompiledResponse.Compile(plan, Types));
    }

    private RepresentationField Key(string name) => name.EndsWith('?')
        ? new RepresentationField(name[..^1], Slot(name[..^1]), false, [])
        : new RepresentationField(name, Slot(name), true, []);

    private OutputSet Output(Queue<string> tokens)
    {
        var fields = new List<OutputField>();
        while (tokens.TryDequeue(out var token) && token != "}")
        {
            var (key, slot) = token.Split('=') is [var left, var right] ? (left, right) : (token, token);
            var hasChildren = tokens.TryPeek(out var next) && next == "{" && tokens.Dequeue() == "{";
            fields.Add(new OutputField(
                key, Slot(slot), key == "__typename", hasChildren ? Output(tokens) : null));
        }

        return new OutputSet([.. fields]);
    }

    private ResponseSet Response(Queue<string> tokens, TypeDefinition type, ImmutableArray<string> onTypes = default)
    {
        var fields = new List<ResponseField>();
        while (tokens.TryDequeue(out var token) && token != "}")
        {
            if (token == "...")
            {
                _ = tokens.Dequeue();
                var narrowed = Types.Type(tokens.Dequeue())!;
                _ = tokens.Dequeue();
                fields.AddRange(Response(tokens, narrowed, [narrowed.Name]).Fields);
                continue;
            }

            var condition = Condition.Always;
            var (key, slot) = token.Split('=') is [var left, var right] ? (left, right) : (token, token);
            var name = slot.Split('.')[0];
            var field = name == "__typename" ? null : type.Field(name) ?? throw new InvalidOperationException(name);
            if (tokens.TryPeek(out var next) && next.StartsWith('@'))
            {
                condition = Condition.All(new ConditionTerm(tokens.Dequeue()[1..], true));
            }

            var hasChildren = tokens.TryPeek(out next) && next == "{" && tokens.Dequeue() == "{";
            var typeRef = field?.Type ?? new NonNullTypeRef(new NamedTypeRef("String"));
            var named = Types.Type(typeRef.Name) ?? new TypeDefinition { Name = typeRef.Name, Kind = TypeKind.Scalar };
            fields.Add(new ResponseField
            {
                ResponseKey = key,
                Kind = field is null ? ResponseFieldKind.TypeName : ResponseFieldKind.Data,
                Slot = field is null ? -1 : Slot(slot),
                Coordinate = $"{type.Name}.{name}",
                Type = typeRef,
                NamedType = named,
                OnTypes = onTypes.IsDefault ? [] : onTypes,
                Condition = condition,
                Children = hasChildren ? Response(tokens, named) : null,
            });
        }

        return new ResponseSet([.. fields]);
    }

    [GeneratedRegex(@"[@A-Za-z_=.0-9]+|[{}]")]
    private static partial Regex Tokens();
}
