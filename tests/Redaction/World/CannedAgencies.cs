using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Nodes;
using Aggregator.Execution;
using Aggregator.Schema;

namespace Aggregator.Redaction.Tests;

/// <summary>
/// Agencies in memory: each answers any operation from one JSON document, <c>{"Query": {…}, "Person": {"P1": {…}}}</c>.
/// Arguments are ignored but for a root field's <c>id</c>.
/// </summary>
internal sealed class CannedAgencies(JsonObject world) : IAgencyClient
{
    /// <summary>What was sent: the agency and the whole body.</summary>
    public ConcurrentQueue<(string Agency, string Body)> Requests { get; } = new();

    [SuppressMessage("Reliability", "CA2000", Justification = "the caller disposes the response")]
    public ValueTask<AgencyResponse> SendAsync(AgencyRequest request, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetString(request.Body.Span);
        Requests.Enqueue((request.Subgraph.Name, body));
        var parsed = JsonNode.Parse(body)!.AsObject();
        var data = (world[request.Subgraph.Name] as JsonObject) ?? [];
        var document = DocumentReader.ReadOperations((string)parsed["query"]!).Document!;
        var operation = document.Operations[0];
        var root = data["Query"]?.AsObject() ?? [];
        var variables = parsed["variables"]?.AsObject() ?? [];
        var answer = new JsonObject();
        foreach (var field in operation.Selections.OfType<FieldSelection>())
        {
            answer[field.ResponseKey] = field.Name == "_entities"
                ? new JsonArray([.. Entities(data, field, variables)])
                : Value(Addressed(root[field.Name], field, variables), field, "Query");
        }

        var json = Encoding.UTF8.GetBytes(new JsonObject { ["data"] = answer }.ToJsonString());
        return ValueTask.FromResult(new AgencyResponse(AgencyOutcome.Answered, json, null, 200, null));
    }

    // A root field that takes an id holds one value for each.
    private static JsonNode? Addressed(JsonNode? value, FieldSelection field, JsonObject variables) =>
        field.Arguments.FirstOrDefault(argument => argument.Name == "id")?.Value switch
        {
            StringValue id => value?[id.Text],
            VariableValue variable => value?[(string)variables[variable.Name]!],
            _ => value,
        };

    private static IEnumerable<JsonNode?> Entities(JsonObject data, FieldSelection field, JsonObject variables)
    {
        var name = ((VariableValue)field.Arguments[0].Value).Name;
        foreach (var representation in variables[name]!.AsArray())
        {
            var type = (string)representation!["__typename"]!;
            var id = (string?)representation["id"];
            var entity = id is null ? null : data[type]?[id]?.DeepClone().AsObject();
            if (entity is not null)
            {
                entity["__typename"] ??= type;
                entity["id"] ??= id;
            }

            yield return entity is null ? null : Object(entity, field.Selections, type);
        }
    }

    private static JsonNode? Value(JsonNode? value, FieldSelection field, string parent) => value switch
    {
        JsonArray list => new JsonArray([.. list.Select(item => Value(item, field, parent))]),
        JsonObject one when field.Selections.Length > 0 => Object(one, field.Selections, TypeOf(one, field, parent)),
        _ => value?.DeepClone(),
    };

    private static string TypeOf(JsonObject value, FieldSelection field, string parent) =>
        (string?)value["__typename"] ?? CaseGraph.Supergraph.Types.Type(parent)!.Field(field.Name)!.Type.Name;

    private static JsonObject Object(JsonObject value, IEnumerable<Selection> selections, string type)
    {
        var answer = new JsonObject();
        Fill(answer, value, selections, type);
        return answer;
    }

    private static void Fill(JsonObject answer, JsonObject value, IEnumerable<Selection> selections, string type)
    {
        foreach (var selection in selections)
        {
            if (selection is FieldSelection field)
            {
                answer[field.ResponseKey] = field.Name == "__typename" ? type : Value(value[field.Name], field, type);
            }
            else if (selection is InlineFragment fragment && Holds(fragment.TypeCondition, type))
            {
                Fill(answer, value, fragment.Selections, type);
            }
        }
    }

    private static bool Holds(string? condition, string type) => condition is null || condition == type
        || CaseGraph.Supergraph.Types.IsPossible(CaseGraph.Supergraph.Types.Type(condition)!, type);
}
