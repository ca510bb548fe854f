using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aggregator.Schema;

namespace Aggregator.Execution.Tests;

/// <summary>An object of a world of test data: its fields by name, <c>__typename</c> among them.</summary>
internal sealed class Thing(string type, string key) : Dictionary<string, object?>(StringComparer.Ordinal)
{
    public string Type { get; } = type;

    /// <summary>What entities of the type are found by.</summary>
    public string Key { get; } = key;
}

/// <summary>
/// Executes GraphQL over things in memory, naively and by the letter: as a monolith, or as a subgraph with
/// <c>_entities</c>. What a field holds is a scalar, a thing, a list, or a function of the arguments and the thing.
/// </summary>
internal sealed class MemoryService(Thing root, IReadOnlyDictionary<(string Type, string Key), Thing> entities)
{
    public byte[] Answer(JsonElement request)
    {
        var document = DocumentReader.ReadOperations(request.GetProperty("query").GetString()!).Document!;
        var variables = request.TryGetProperty("variables", out var given) ? given : default;
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(
            output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("data");
            new MemoryExecution(document, variables, entities)
                .WriteObject(writer, document.Operations[0].Selections, root);
            writer.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }
}

/// <summary>The execution of one document.</summary>
internal sealed class MemoryExecution(
    OperationDocument document,
    JsonElement variables,
    IReadOnlyDictionary<(string Type, string Key), Thing> entities)
{
    public void WriteObject(Utf8JsonWriter writer, IEnumerable<Selection> selections, Thing thing)
    {
        writer.WriteStartObject();
        foreach (var same in Collect(selections, thing).GroupBy(field => field.ResponseKey))
        {
            writer.WritePropertyName(same.Key);
            var field = same.First();
            WriteValue(writer, [.. same.SelectMany(one => one.Selections)], Value(field, thing));
        }

        writer.WriteEndObject();
    }

    private IEnumerable<FieldSelection> Collect(IEnumerable<Selection> selections, Thing thing) =>
        selections.Where(IsIncluded).SelectMany(selection => selection switch
        {
            FieldSelection field => [field],
            InlineFragment fragment when Applies(fragment.TypeCondition, thing) =>
                Collect(fragment.Selections, thing),
            FragmentSpread spread when document.Fragments.First(one => one.Name == spread.Name) is var fragment
                && Applies(fragment.TypeCondition, thing) => Collect(fragment.Selections, thing),
            _ => Enumerable.Empty<FieldSelection>(),
        });

    private static bool Applies(string? type, Thing thing) =>
        type is null || type == thing.Type;

    private bool IsIncluded(Selection selection) => selection.Directives.All(directive =>
        Argument(directive.Argument("if")).GetBoolean() == (directive.Name == "include"));

    private object? Value(FieldSelection field, Thing thing)
    {
        if (field.Name == "_entities")
        {
            return Argument(field.Arguments[0].Value).EnumerateArray().Select(Entity).ToArray();
        }

        var value = field.Name == "__typename" ? thing.Type : thing.GetValueOrDefault(field.Name);
        return value is Func<Func<string, JsonElement>, object?> compute
            ? compute(name => field.Arguments.FirstOrDefault(one => one.Name == name) is { } given
                ? Argument(given.Value)
                : default)
            : value;
    }

    private Thing? Entity(JsonElement representation)
    {
        var type = representation.GetProperty("__typename").GetString()!;
        return representation.EnumerateObject()
            .Where(member => member.Value.ValueKind == JsonValueKind.String)
            .Select(member => entities.GetValueOrDefault((type, member.Value.GetString()!)))
            .FirstOrDefault(thing => thing is not null);
    }

    private JsonElement Argument(Value? value) => value switch
    {
        VariableValue variable => variables.GetProperty(variable.Name),
        null => default,
        _ => JsonElement.Parse(value.ToString()),
    };

    private void WriteValue(Utf8JsonWriter writer, IReadOnlyList<Selection> selections, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case bool truth: writer.WriteBooleanValue(truth); break;
            case int number: writer.WriteRawValue(number.ToString(CultureInfo.InvariantCulture)); break;
            case decimal number: writer.WriteRawValue(number.ToString(CultureInfo.InvariantCulture)); break;
            case Thing thing: WriteObject(writer, selections, thing); break;
            case System.Collections.IEnumerable list:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    WriteValue(writer, selections, item);
                }

                writer.WriteEndArray();
                break;
            default: throw new InvalidOperationException("no such value");
        }
    }
}
