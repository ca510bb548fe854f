using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Nodes;
using Aggregator.Execution;
using Aggregator.Schema;

namespace Aggregator.Gateway.Tests;

/// <summary>
/// Agencies in memory: each answers any operation from its part of one JSON document,
/// <c>{"police": {"Query": {"child": {"P1": {…}}}, "Person": {"P1": {…}}}}</c>. An object without
/// <c>__typename</c> has
/// the type of the field that it stands in; one with an <c>id</c> has besides what stands under its type and id.
/// Arguments are ignored but for a root field's <c>id</c> and the <c>first</c> and <c>after</c> of a connection.
/// </summary>
internal sealed class LabAgencies(Supergraph supergraph, JsonObject world) : IAgencyClient, IAgencyEvents
{
    /// <summary>What each agency was sent: its name and the whole body.</summary>
    public ConcurrentQueue<(string Agency, string Body)> Requests { get; } = new();

    /// <summary>Changes an agency's whole answer before it leaves; null leaves it.</summary>
    public Func<string, JsonObject, JsonObject>? Tamper { get; set; }

    /// <summary>Runs before each answer: for delays and changes in mid-request.</summary>
    public Func<string, Task>? Before { get; set; }

    /// <summary>What agencies do that does not answer; others answer.</summary>
    public Dictionary<string, AgencyOutcome> Outcomes { get; } = [];

    [SuppressMessage("Reliability", "CA2000", Justification = "the caller disposes the response")]
    public async ValueTask<AgencyResponse> SendAsync(AgencyRequest request, CancellationToken cancellationToken)
    {
        var name = request.Subgraph.Name;
        var body = Encoding.UTF8.GetString(request.Body.Span);
        Requests.Enqueue((name, body));
        await (Before?.Invoke(name) ?? Task.CompletedTask);
        if (Outcomes.TryGetValue(name, out var outcome))
        {
            return new AgencyResponse(outcome, default, null, 0, null);
        }

        var parsed = JsonNode.Parse(body)!.AsObject();
        var answer = new JsonObject { ["data"] = Answer(name, parsed) };
        answer = Tamper?.Invoke(name, answer) ?? answer;
        return new AgencyResponse(
            AgencyOutcome.Answered, Encoding.UTF8.GetBytes(answer.ToJsonString()), null, 200, null);
    }

    public IAsyncEnumerable<AgencyResponse> SubscribeAsync(
        AgencyRequest request, CancellationToken cancellationToken) => AsyncEnumerable.Empty<AgencyResponse>();

    private JsonObject Answer(string agency, JsonObject request)
    {
        var data = world[agency] as JsonObject ?? [];
        var variables = request["variables"] as JsonObject ?? [];
        var operation = DocumentReader.ReadOperations((string)request["query"]!).Document!.Operations[0];
        var root = operation.Kind == OperationKind.Mutation ? "Mutation" : "Query";
        var answer = new JsonObject();
        foreach (var field in operation.Selections.OfType<FieldSelection>())
        {
            var value = data[root]?[field.Name];
            answer[field.ResponseKey] = field.Name == "_entities"
                ? new JsonArray([.. Entities(new Asked(data, variables), field)])
                : Value(new Asked(data, variables), Addressed(value, field, variables), field, root);
        }

        return answer;
    }

    private static JsonNode? Addressed(JsonNode? value, FieldSelection field, JsonObject variables)
    {
        var id = field.Arguments.FirstOrDefault(argument => argument.Name == "id")?.Value switch
        {
            StringValue text => text.Text,
            VariableValue variable => (string?)variables[variable.Name],
            _ => null,
        };
        return id is null ? value : value?[id];
    }

    private IEnumerable<JsonNode?> Entities(Asked asked, FieldSelection field)
    {
        var name = ((VariableValue)field.Arguments[0].Value).Name;
        foreach (var representation in asked.Variables[name]!.AsArray())
        {
            var type = (string)representation!["__typename"]!;
            var id = (string?)representation["id"];
            var entity = id is null ? null : (asked.Data[type]?[id] as JsonObject)?.DeepClone().AsObject();
            if (entity is not null)
            {
                entity["__typename"] ??= type;
                entity["id"] ??= id;
            }

            yield return entity is null ? null
                : Object(asked, entity, field.Selections, (string)entity["__typename"]!);
        }
    }

    private JsonNode? Value(Asked asked, JsonNode? value, FieldSelection field, string parent) => value switch
    {
        JsonArray list => new JsonArray([.. list.Select(item => Value(asked, item, field, parent))]),
        JsonObject one when field.Selections.Length > 0 =>
            Object(asked, Paged(one, field, asked.Variables), field.Selections, TypeOf(one, field, parent)),
        _ => value?.DeepClone(),
    };

    // As the Kit does it: from the position on, and where the page ended.
    private static JsonObject Paged(JsonObject list, FieldSelection field, JsonObject variables)
    {
        if (Variable("first") is not { } first || list["nodes"] is not JsonArray nodes)
        {
            return list;
        }

        var (after, start) = ((string?)Variable("after"), 0);
        while (after is not null && start < nodes.Count && !IsAfter(Place(nodes[start]), after))
        {
            start++;
        }

        var page = nodes.Skip(start).Take((int)first).ToList();
        return new JsonObject
        {
            ["nodes"] = new JsonArray([.. page.Select(node => node!.DeepClone())]),
            ["pageInfo"] = new JsonObject
            {
                ["hasNextPage"] = nodes.Count > start + page.Count,
                ["endCursor"] = page.Count == 0 ? null : Place(page[^1]),
            },
        };

        static string Place(JsonNode? node) => $"{node!["sortAt"]}/{node["id"]}";

        // `instant` is after everything at it.
        static bool IsAfter(string place, string position) => string.CompareOrdinal(place, position) > 0
            && (position.Contains('/', StringComparison.Ordinal) || place.Split('/')[0] != position);

        JsonNode? Variable(string name) => field.Arguments
            .Where(argument => argument.Name == name).Select(argument => argument.Value).OfType<VariableValue>()
            .Select(value => variables[value.Name]).FirstOrDefault();
    }

    private string TypeOf(JsonObject value, FieldSelection field, string parent) => (string?)value["__typename"]
        ?? supergraph.Types.Type(parent)!.Field(field.Name)!.Type.Name;

    private JsonObject Object(Asked asked, JsonObject value, ImmutableArray<Selection> selections, string type)
    {
        var answer = new JsonObject();
        Fill(asked, answer, value, selections, type);
        return answer;
    }

    private void Fill(
        Asked asked, JsonObject answer, JsonObject value, ImmutableArray<Selection> selections, string type)
    {
        var whole = value["id"] is { } id ? asked.Data[type]?[id.ToString()] as JsonObject : null;
        foreach (var selection in selections)
        {
            if (selection is FieldSelection field)
            {
                var own = value.ContainsKey(field.Name) ? value[field.Name] : whole?[field.Name];
                answer[field.ResponseKey] = field.Name == "__typename" ? type : Value(asked, own, field, type);
            }
            else if (selection is InlineFragment fragment && Holds(fragment.TypeCondition, type))
            {
                Fill(asked, answer, value, fragment.Selections, type);
            }
        }
    }

    private bool Holds(string? condition, string type) => condition is null || condition == type
        || (supergraph.Types.Type(condition) is { } wanted && supergraph.Types.IsPossible(wanted, type));

    /// <summary>What one request is answered from: the agency's part of the world, and the variables.</summary>
    private sealed record Asked(JsonObject Data, JsonObject Variables);
}
