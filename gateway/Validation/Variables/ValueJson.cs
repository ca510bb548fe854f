using System.Text.Json;
using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>Turns values into JSON and back without losing a digit.</summary>
public static class ValueJson
{
    /// <summary>Reads JSON as a value; numbers keep their text.</summary>
    /// <param name="json">Any JSON.</param>
    public static Value Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => new BooleanValue(true),
        JsonValueKind.False => new BooleanValue(false),
        JsonValueKind.String => new StringValue(json.GetString()!),
        JsonValueKind.Number => Number(json.GetRawText()),
        JsonValueKind.Array => new ListValue([.. json.EnumerateArray().Select(Read)]),
        JsonValueKind.Object => new ObjectValue(
            [.. json.EnumerateObject().Select(member => new ObjectField(member.Name, Read(member.Value)))]),
        _ => NullValue.Instance,
    };

    /// <summary>Writes a value as JSON; an enum value becomes a string.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="value">A value without variables.</param>
    /// <exception cref="ArgumentException">There is a variable in it.</exception>
    public static void Write(Utf8JsonWriter writer, Value value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (value)
        {
            case BooleanValue boolean: writer.WriteBooleanValue(boolean.Value); break;
            case IntValue number: writer.WriteRawValue(number.Text, skipInputValidation: true); break;
            case FloatValue number: writer.WriteRawValue(number.Text, skipInputValidation: true); break;
            case StringValue text: writer.WriteStringValue(text.Text); break;
            case EnumLiteral name: writer.WriteStringValue(name.Name); break;
            case ListValue list: WriteList(writer, list); break;
            case ObjectValue obj: WriteObject(writer, obj); break;
            case VariableValue: throw new ArgumentException("a variable has no JSON of its own", nameof(value));
            default: writer.WriteNullValue(); break;
        }
    }

    private static Value Number(string text) =>
        text.AsSpan().ContainsAny('.', 'e', 'E') ? new FloatValue(text) : new IntValue(text);

    private static void WriteList(Utf8JsonWriter writer, ListValue list)
    {
        writer.WriteStartArray();
        foreach (var item in list.Items)
        {
            Write(writer, item);
        }

        writer.WriteEndArray();
    }

    private static void WriteObject(Utf8JsonWriter writer, ObjectValue obj)
    {
        writer.WriteStartObject();
        foreach (var field in obj.Fields)
        {
            writer.WritePropertyName(field.Name);
            Write(writer, field.Value);
        }

        writer.WriteEndObject();
    }
}
