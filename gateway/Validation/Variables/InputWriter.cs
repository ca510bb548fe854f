using System.Runtime.InteropServices;
using System.Text.Json;
using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>
/// Writes input values in their canonical form: defaults of input fields filled in, single values wrapped where a list
/// is expected, whole numbers as such. Everything else byte for byte. The values are already checked.
/// </summary>
/// <param name="types">The schema.</param>
/// <param name="writer">Where to.</param>
internal sealed class InputWriter(ExecutableTypes types, Utf8JsonWriter writer)
{
    // A schema may give an input object a default that needs the same default again.
    private const int MaxDefaultLevels = 8;

    private int _defaultLevels;

    public void Json(JsonElement value, TypeRef type)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            writer.WriteNullValue();
        }
        else if (type.Element is { } element)
        {
            writer.WriteStartArray();
            foreach (var item in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : Only(value))
            {
                Json(item, element);
            }

            writer.WriteEndArray();
        }
        else if (types.Type(type) is { Kind: TypeKind.InputObject } definition)
        {
            Json(value, definition);
        }
        else if (type.Name == "Int" && !value.TryGetInt32(out _))
        {
            writer.WriteNumberValue((int)value.GetDouble());
        }
        else
        {
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
        }
    }

    public void Literal(Value value, TypeRef type)
    {
        if (value is NullValue)
        {
            writer.WriteNullValue();
        }
        else if (type.Element is { } element)
        {
            writer.WriteStartArray();
            foreach (var item in value is ListValue list ? list.Items : [value])
            {
                Literal(item, element);
            }

            writer.WriteEndArray();
        }
        else if (value is ObjectValue obj && types.Type(type) is { Kind: TypeKind.InputObject } definition)
        {
            Literal(obj, definition);
        }
        else
        {
            ValueJson.Write(writer, value);
        }
    }

    private static IEnumerable<JsonElement> Only(JsonElement value) => [value];

    private void Json(JsonElement value, TypeDefinition definition)
    {
        writer.WriteStartObject();
        foreach (var field in definition.InputFields)
        {
            if (value.TryGetProperty(field.Name, out var given))
            {
                writer.WritePropertyName(field.Name);
                Json(given, field.Type);
            }
            else
            {
                Default(field);
            }
        }

        writer.WriteEndObject();
    }

    private void Literal(ObjectValue value, TypeDefinition definition)
    {
        writer.WriteStartObject();
        foreach (var field in definition.InputFields)
        {
            if (value.Fields.FirstOrDefault(each => each.Name == field.Name) is { } given)
            {
                writer.WritePropertyName(field.Name);
                Literal(given.Value, field.Type);
            }
            else
            {
                Default(field);
            }
        }

        writer.WriteEndObject();
    }

    private void Default(InputValueDefinition field)
    {
        if (field.Default is { } byDefault && _defaultLevels < MaxDefaultLevels)
        {
            _defaultLevels++;
            writer.WritePropertyName(field.Name);
            Literal(byDefault, field.Type);
            _defaultLevels--;
        }
    }
}
