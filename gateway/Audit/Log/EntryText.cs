using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Aggregator.Audit;

/// <summary>Writes entries: one line of JSON each, with a random salt, so that a digest gives nothing away.</summary>
/// <param name="time">The system's clock: entries carry it, whatever the hub's clock says.</param>
internal sealed class EntryText(TimeProvider time)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Most entries fit: what does not is moved.
    private const int UsualBytes = 2_048;

    /// <summary>A new random id.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>An entry's line, without its end.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="id">Its id.</param>
    /// <param name="content">Writes what else it holds.</param>
    public ReadOnlyMemory<byte> Line(string kind, string id, Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(UsualBytes);
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        json.WriteString("kind", kind);
        json.WriteString("id", id);
        json.WriteString("at", time.GetUtcNow());
        json.WriteBase64String("salt", RandomNumberGenerator.GetBytes(16));
        content(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>What a list of coordinates says: the same bytes for the same list.</summary>
    /// <param name="list">What is given and withheld.</param>
    public static byte[] ContentOf(CoordinateList list)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        WriteTexts(json, "delivered", list.Delivered);
        WriteRows(json, "forms", list.Forms.Select(form => (string[])[form.Coordinate, form.Effect]));
        WriteRows(json, "withheld", list.Withheld.Select(one => (string[])[one.Coordinate, one.Effect, one.Rule]));
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteRows(Utf8JsonWriter json, string name, IEnumerable<string[]> rows)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteStartArray();
            Array.ForEach(row, json.WriteStringValue);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes who asks.</summary>
    public static void WriteCaller(Utf8JsonWriter json, AccessCaller caller)
    {
        json.WriteStartObject("caller");
        json.WriteString("subject", caller.Subject);
        json.WriteString("role", caller.Role);
        json.WriteString("agency", caller.Agency);
        json.WriteString("purpose", caller.Purpose);
        json.WriteString("stage", caller.Stage);
        json.WriteString("basis", caller.Basis);
        json.WriteString("reason", caller.Reason);
        json.WriteString("breakGlass", caller.BreakGlass);
        json.WriteString("onwardTo", caller.OnwardTo);
        json.WriteEndObject();
    }

    /// <summary>Writes a list of texts.</summary>
    public static void WriteTexts(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
