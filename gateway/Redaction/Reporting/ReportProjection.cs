using System.Text.Json;
using Aggregator.Execution;
using Aggregator.Planning;
using Aggregator.Schema;

namespace Aggregator.Redaction;

/// <summary>
/// Writes of the disclosure report what a client selected at <c>Query.disclosure</c>: the same report that stands under
/// <c>extensions</c>.
/// </summary>
/// <param name="variableIsTrue">Whether a boolean variable of the client is true.</param>
internal sealed class ReportProjection(Func<string, bool> variableIsTrue)
{
    /// <summary>True for the root field that is answered with the report.</summary>
    public static bool IsReport(ResponseField field) => field.Coordinate.EndsWith(
        "." + DisclosureApi.Field, StringComparison.Ordinal);

    /// <summary>Writes the selected parts.</summary>
    /// <param name="field">The client's field.</param>
    /// <param name="report">The whole report.</param>
    /// <param name="output">Where to.</param>
    public void Write(ResponseField field, JsonElement report, PooledBytes output)
    {
        using var json = new Utf8JsonWriter(output, DisclosureReport.Plain);
        Write(json, field, report);
        json.Flush();
    }

    private void Write(Utf8JsonWriter json, ResponseField field, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(json, field, item);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.Object when field.Children is { } children:
                WriteObject(json, children, field.NamedType.Name, value);
                break;
            case JsonValueKind.Number when field.NamedType.Name == "String":
                // A path's indexes are numbers in the extension; a GraphQL list has one type.
                json.WriteStringValue(value.GetRawText());
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private void WriteObject(Utf8JsonWriter json, ResponseSet fields, string type, JsonElement value)
    {
        json.WriteStartObject();
        foreach (var field in fields.Fields.Where(field => field.Condition.Holds(variableIsTrue)))
        {
            json.WritePropertyName(field.ResponseKey);
            var name = field.Coordinate[(field.Coordinate.IndexOf('.', StringComparison.Ordinal) + 1)..];
            if (name == "__typename")
            {
                json.WriteStringValue(type);
            }
            else if (value.TryGetProperty(name, out var part))
            {
                Write(json, field, part);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndObject();
    }
}
