using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Aggregator.Execution;
using Aggregator.Schema;

namespace Aggregator.Planning.Tests;

/// <summary>
/// Answers operations over a world: as one service that has everything, or as one subgraph, which then refuses what it
/// does not have and what it was not given.
/// </summary>
internal sealed class Service(World world, Subgraph? subgraph, JsonObject variables)
{
    private readonly Supergraph _supergraph = world.Supergraph;

    public JsonObject Answer(OperationDocument document)
    {
        var operation = document.Operations[0];
        var types = _supergraph.Types;
        var root = operation.Kind switch
        {
            OperationKind.Mutation => types.MutationName!,
            OperationKind.Subscription => types.SubscriptionName!,
            _ => types.QueryName!,
        };
        var fragments = document.Fragments.ToDictionary(fragment => fragment.Name);
        return Select(new Place(new Thing(root, ""), null), root, operation.Selections, [], null, fragments);
    }

    private JsonObject Select(
        Place at,
        string declared,
        ImmutableArray<Selection> selections,
        ImmutableArray<Selection> provided,
        JsonObject? given,
        Dictionary<string, FragmentDefinition> fragments)
    {
        var answer = new JsonObject();
        var of = at.Thing;
        var fields = Collect(of, declared, selections, fragments).GroupBy(field => field.ResponseKey);
        foreach (var same in fields)
        {
            var field = same.First();
            ImmutableArray<Selection> below = [.. same.SelectMany(one => one.Selections)];
            answer[field.ResponseKey] = field.Name switch
            {
                "__typename" => IsObjectOf(declared) ? declared : of.Type,
                "_entities" => Entities(field, below, fragments),
                _ => Field(at, declared, field, below, provided, given, fragments),
            };
        }

        return answer;
    }

    private IEnumerable<FieldSelection> Collect(
        Thing of,
        string declared,
        ImmutableArray<Selection> selections,
        Dictionary<string, FragmentDefinition> fragments)
    {
        foreach (var selection in selections.Where(selection => IsIncluded(selection.Directives)))
        {
            var (condition, below) = selection switch
            {
                InlineFragment inline => (inline.TypeCondition, inline.Selections),
                FragmentSpread spread => (fragments[spread.Name].TypeCondition, fragments[spread.Name].Selections),
                _ => (null, []),
            };
            if (selection is FieldSelection field)
            {
                yield return field;
            }
            else if (condition is null || condition == declared || condition == of.Type || Has(condition, of.Type))
            {
                foreach (var nested in Collect(of, declared, below, fragments))
                {
                    yield return nested;
                }
            }
        }
    }

    private JsonNode? Field(
        Place at,
        string declared,
        FieldSelection field,
        ImmutableArray<Selection> below,
        ImmutableArray<Selection> provided,
        JsonObject? given,
        Dictionary<string, FragmentDefinition> fragments)
    {
        var of = at.Thing;
        var known = IsObjectOf(declared) ? declared : of.Type;
        var part = subgraph is null ? null : _supergraph.Join(known, field.Name)?.In(subgraph.Index)
            ?? throw new InvalidOperationException($"{subgraph} has no {known}.{field.Name}");
        var here = Fields(provided, of.Type).Where(one => one.Name == field.Name).ToList();
        if (part is not null)
        {
            Demand(known, field, part, here.Count > 0, given);
        }

        ImmutableArray<Selection> next =
            [.. part?.Provides?.Selections ?? [], .. here.SelectMany(one => one.Selections)];
        var returns = part?.Type.Name ?? _supergraph.Types.Type(of.Type)!.Field(field.Name)!.Type.Name;
        return Node(world.Value(of, field.Name, Arguments(field) + FromContexts(at, field, part)));

        JsonNode? Node(object? value) => value switch
        {
            Thing thing => Select(new Place(thing, at), returns, below, next, null, fragments),
            IEnumerable<object?> list => new JsonArray([.. list.Select(Node)]),
            JsonValue leaf => leaf.DeepClone(),
            _ => null,
        };
    }

    // The one service finds what a context says above the object; a subgraph has to be given it as an argument.
    private string FromContexts(Place at, FieldSelection field, FieldPart? asked)
    {
        var contexts = (_supergraph.Join(at.Thing.Type, field.Name)?.Parts ?? [])
            .SelectMany(part => part.ContextArguments).DistinctBy(argument => argument.Name);
        return string.Concat(contexts.Select(context => asked is null
            ? $",{context.Name}:{Above(at, context)}"
            : $",{context.Name}:{Given(field, context.Name)}"));
    }

    private string Given(FieldSelection field, string name) =>
        field.Arguments.FirstOrDefault(argument => argument.Name == name)?.Value is VariableValue variable
        && variables.ContainsKey(variable.Name)
            ? variables[variable.Name]?.ToJsonString() ?? "null"
            : throw new InvalidOperationException($"{subgraph} was not given `{name}` of {field.Name}");

    private string Above(Place at, ContextArgument context)
    {
        var setting = _supergraph.ContextTypes(context.Context);
        for (var place = at.Above; place is not null; place = place.Above)
        {
            if (setting.Contains(place.Thing.Type))
            {
                return Leaf(place.Thing, context.Selection.Selections);
            }
        }

        throw new InvalidOperationException($"nothing above sets {context.Context}");
    }

    private string Leaf(Thing of, ImmutableArray<Selection> selections)
    {
        var field = Fields(selections, of.Type).Single();
        return world.Value(of, field.Name, "") switch
        {
            Thing below => Leaf(below, field.Selections),
            JsonValue value => value.ToJsonString(),
            _ => "null",
        };
    }

    // A subgraph answers what is its own, what it provides and its keys; for a requirement it must have been given all.
    private void Demand(string type, FieldSelection field, FieldPart part, bool isProvided, JsonObject? given)
    {
        var isKey = _supergraph.Join(type).In(subgraph!.Index)!.Keys
            .Any(key => key.Fields.Selections.OfType<FieldSelection>().Any(one => one.Name == field.Name));
        if (!part.IsResolvable && !isProvided && !isKey)
        {
            throw new InvalidOperationException($"{subgraph} only refers to {type}.{field.Name}");
        }

        foreach (var needed in part.Requires?.Selections.OfType<FieldSelection>() ?? [])
        {
            if (given is null || !given.ContainsKey(needed.Name))
            {
                throw new InvalidOperationException($"{subgraph} was not given {needed.Name} for {type}.{field.Name}");
            }
        }
    }

    private JsonArray Entities(
        FieldSelection field, ImmutableArray<Selection> below, Dictionary<string, FragmentDefinition> fragments)
    {
        var variable = (VariableValue)field.Arguments[0].Value;
        var found = variables[variable.Name]!.AsArray().Select(one =>
        {
            var given = one!.AsObject();
            var type = (string)given["__typename"]!;
            var thing = world.Known(type).FirstOrDefault(entity => Fits(entity, type, given, NeededBy(type)))
                ?? throw new InvalidOperationException($"{subgraph} does not know {given.ToJsonString()}");
            return (JsonNode)Select(new Place(thing, null), type, below, [], given, fragments);
        });
        return new JsonArray([.. found]);
    }

    private ImmutableArray<Selection> NeededBy(string type) =>
    [
        .. _supergraph.Join(type).In(subgraph!.Index)!.Fields.Values
            .SelectMany(part => part.Requires?.Selections ?? []),
    ];

    // Everything that is sent of an entity has to be true of it: the key names it and a requirement is its real value.
    private bool Fits(Thing thing, string type, JsonObject given, ImmutableArray<Selection> needs) =>
        given.Where(entry => entry.Key != "__typename").All(entry =>
        {
            var asked = Fields(needs, thing.Type).Where(field => field.Name == entry.Key).ToList();
            return asked.Select(Arguments).DefaultIfEmpty("").Distinct().Any(arguments =>
                Same(world.Value(thing, entry.Key, arguments), entry.Value));

            bool Same(object? value, JsonNode? sent) => (value, sent) switch
            {
                (null, null) => true,
                (Thing below, JsonObject nested) =>
                    Fits(below, type, nested, [.. asked.SelectMany(field => field.Selections)]),
                (IEnumerable<object?> list, JsonArray array) => list.Count() == array.Count
                    && list.Zip(array).All(pair => Same(pair.First, pair.Second)),
                (JsonValue leaf, JsonValue other) => leaf.ToJsonString() == other.ToJsonString(),
                _ => false,
            };
        });

    private IEnumerable<FieldSelection> Fields(ImmutableArray<Selection> selections, string type) =>
        selections.SelectMany(selection => selection switch
        {
            FieldSelection field => [field],
            InlineFragment inline when inline.TypeCondition == type || Has(inline.TypeCondition!, type) =>
                Fields(inline.Selections, type),
            _ => [],
        });

    private bool Has(string condition, string type) => _supergraph.Types.Type(condition) is { } abstraction
        && _supergraph.Types.IsPossible(abstraction, type);

    private bool IsObjectOf(string type) => subgraph is not null
        && _supergraph.Joined.GetValueOrDefault(type)?.In(subgraph.Index) is { IsInterfaceObject: true };

    private bool IsIncluded(ImmutableArray<AppliedDirective> directives) => directives.All(directive =>
        directive.Argument("if") is not { } value
        || (value is VariableValue variable
            ? (bool)variables[variable.Name]!
            : ((BooleanValue)value).Value) == (directive.Name == "include"));

    private string Arguments(FieldSelection field)
    {
        var contexts = subgraph is null
            ? []
            : _supergraph.Types.Ordered.Select(type => _supergraph.Join(type.Name, field.Name)?.In(subgraph.Index))
                .SelectMany(part => part?.ContextArguments ?? []).Select(argument => argument.Name).ToHashSet();
        return string.Join(',', field.Arguments.Where(argument => !contexts.Contains(argument.Name))
            .Select(argument => $"{argument.Name}:{argument.Value}"));
    }

    /// <summary>An object and what it was reached from.</summary>
    private sealed record Place(Thing Thing, Place? Above);
}

/// <summary>A world's subgraphs, as the engine reaches them.</summary>
internal sealed class WorldAgencies(World world) : IAgencyClient
{
    public async ValueTask<AgencyResponse> SendAsync(AgencyRequest request, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var body = JsonNode.Parse(request.Body.Span)!.AsObject();
        var document = DocumentReader.ReadOperations((string)body["query"]!).Document!;
        var variables = body["variables"]?.AsObject() ?? [];
        var answer = new JsonObject
        {
            ["data"] = new Service(world, request.Subgraph, variables).Answer(document),
        };
        return new AgencyResponse(
            AgencyOutcome.Answered, Encoding.UTF8.GetBytes(answer.ToJsonString()), null, 200, null);
    }
}
