using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Aggregator.Policy;

namespace Aggregator.Agencies;

/// <summary>The JSON of what the hub is told was shown, one line each.</summary>
internal static class ShownJson
{
    public static byte[] Line(ShownDelivery delivery)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("at", delivery.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("agency", delivery.Agency);
        json.WriteString("worker", delivery.Worker);
        Write(json, "looks", delivery.Looks);
        json.WriteStartArray("records");
        foreach (var record in delivery.Records)
        {
            json.WriteStartObject();
            json.WriteString("record", record.Record);
            json.WriteString("type", record.Type);
            Write(json, "persons", record.Persons);
            Write(json, "classes", record.Classes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    /// <summary>Lines as the body of a request.</summary>
    public static byte[] Body(IEnumerable<byte[]> lines) =>
    [
        .. "{\"deliveries\":["u8,
        .. lines.SelectMany((line, place) => place == 0 ? line : line.Prepend((byte)',')),
        .. "]}"u8,
    ];

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
