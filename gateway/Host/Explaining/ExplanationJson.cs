using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aggregator.Policy;

namespace Aggregator.Host.Explaining;

/// <summary>Writes an explanation as JSON, for tools. Members that are empty are left out.</summary>
internal static class ExplanationJson
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Print(Explanation explanation)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            Write(json, explanation);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void Write(Utf8JsonWriter json, Explanation explanation)
    {
        json.WriteStartObject();
        json.WriteString("operation", explanation.Operation);
        json.WriteStartObject("caller");
        json.WriteString("role", explanation.Caller.Role);
        json.WriteString("agency", explanation.Caller.Agency);
        json.WriteString("purpose", explanation.Caller.Purpose);
        json.WriteString("stage", StageCodes.Of(explanation.Caller.Stage));
        json.WriteEndObject();
        json.WriteString("policy", explanation.Policy);
        Objects(json, "refused", explanation.Refusals, refusal =>
        {
            json.WriteString("code", refusal.Code);
            json.WriteString("message", refusal.Message);
        });
        Objects(json, "asked", explanation.Asked, asked =>
        {
            json.WriteString("subgraph", asked.Subgraph);
            json.WriteString("for", asked.Recipient);
            Text(json, "standingDecision", asked.StandingDecision);
            Texts(json, "coordinates", asked.Coordinates);
        });
        Objects(json, "fields", explanation.Fields, field => Write(json, field));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ExplainedField field)
    {
        json.WriteString("path", field.Path);
        json.WriteString("coordinate", field.Coordinate);
        Texts(json, "onTypes", field.OnTypes);
        json.WriteString("decided", field.Point switch
        {
            DecidingPoint.Screen => "screen",
            DecidingPoint.EachPerson => "eachPerson",
            _ => "nowhere",
        });
        json.WriteString("most", Effects.NameOf(field.Most));
        Texts(json, "classes", field.Classes);
        Texts(json, "inherited", field.Inherited);
        Objects(json, "rules", field.Rules, rule =>
        {
            json.WriteString("class", rule.Class);
            json.WriteString("tier", rule.Tier.ToString());
            json.WriteString("most", Effects.NameOf(rule.Most));
            json.WriteString("because", rule.Because);
        });
        Text(json, "note", field.Note);
        Texts(json, "askedOf", field.AskedOf);
    }

    private static void Objects<T>(Utf8JsonWriter json, string name, ImmutableArray<T> items, Action<T> write)
    {
        if (items.IsEmpty)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        if (texts.IsEmpty)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }
}
