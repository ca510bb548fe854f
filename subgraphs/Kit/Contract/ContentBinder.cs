using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aggregator.Kit;

/// <summary>Checks the content of a record against the contract and writes it in the contract's own forms.</summary>
/// <param name="contract">The agency's contract.</param>
/// <param name="computed">`Type.field` names whose value code supplies.</param>
/// <param name="moments">Reads times; null allows only ISO days and instants.</param>
internal sealed class ContentBinder(AgencyContract contract, IReadOnlySet<string> computed, MomentReader? moments)
{
    private const int MaxDepth = 12;

    private static readonly HashSet<string> Envelope =
        ["id", "sortAt", "agency", "kind", "contact", "when", "recordedAt", "receivedAt", "subjects"];

    /// <summary>The content of a record, as JSON to store.</summary>
    /// <exception cref="AgencyException">`BAD_RECORD`, naming the place and what it takes.</exception>
    public string Bind(string kind, JsonObject content)
    {
        if (!contract.IsKind(kind))
        {
            throw Bad(kind, "is not a kind of record in the contract");
        }

        return BindObject(contract.Find(kind)!, content, kind, isRecord: true, 0).ToJsonString(ContractJson.Options);
    }

    private static AgencyException Bad(string place, string why) =>
        new(AgencyErrors.BadRecord, $"`{place}` {why}");

    private JsonObject BindObject(ContractType type, JsonObject content, string place, bool isRecord, int depth)
    {
        if (depth > MaxDepth)
        {
            throw Bad(place, $"is nested more than {MaxDepth} deep");
        }

        var bound = new JsonObject();
        foreach (var (name, value) in content)
        {
            if (!type.Fields.TryGetValue(name, out var field))
            {
                throw Bad($"{place}.{name}", $"is not a field of {type.Name} in the contract");
            }

            if (value is not null)
            {
                bound[name] = BindField(field.Type, value, $"{place}.{name}", depth);
            }
        }

        foreach (var field in type.Fields.Values.Where(field => field.Type.NonNull && !bound.ContainsKey(field.Name)))
        {
            if (!computed.Contains($"{type.Name}.{field.Name}") && !(isRecord && Envelope.Contains(field.Name)))
            {
                throw Bad($"{place}.{field.Name}", "is required by the contract");
            }
        }

        return bound;
    }

    private JsonNode BindField(ContractTypeRef type, JsonNode value, string place, int depth)
    {
        if (!type.IsList)
        {
            return BindValue(type.Name, value, place, depth);
        }

        if (value is not JsonArray items)
        {
            throw Bad(place, "is a list in the contract");
        }

        return new JsonArray([.. items.Select((item, index) =>
            BindValue(type.Name, item ?? throw Bad($"{place}[{index}]", "is null"), $"{place}[{index}]", depth))]);
    }

    private JsonNode BindValue(string type, JsonNode value, string place, int depth) => type switch
    {
        "FuzzyDateTime" when value is JsonValue => BindTime(value, place),
        _ when contract.IsLeaf(type) => BindLeaf(type, value, place),
        // A person by the agency's own number, a record by its id: joined when read, as at the instant asked for.
        _ when type == "Person" || contract.IsKind(type) => JsonValue.Create(Text(value, place)),
        _ => value is JsonObject content && contract.Find(type) is { Form: ContractForm.Object } embedded
            ? BindObject(embedded, content, place, isRecord: false, depth + 1)
            : throw Bad(place, $"is a {type} in the contract"),
    };

    private JsonValue BindLeaf(string type, JsonNode value, string place)
    {
        var text = Text(value, place);
        switch (type)
        {
            case "ID" or "String":
                return JsonValue.Create(text);
            case "Int" when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n):
                return JsonValue.Create(n);
            case "Float" when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                return JsonValue.Create(number);
            case "Boolean" when bool.TryParse(text, out var truth):
                return JsonValue.Create(truth);
            case "DateTime":
                return JsonValue.Create(LondonTime.Print(Instant(text, place)));
            case "Date":
                return JsonValue.Create(LondonTime.Print(Day(text, place)));
            default:
                var known = contract.Find(type);
                return known?.Form == ContractForm.Scalar || (known?.Values.Contains(text) ?? false)
                    ? JsonValue.Create(text)
                    : throw Bad(place, $"does not take `{text}`; it is a {type}");
        }
    }

    private JsonObject BindTime(JsonNode value, string place)
    {
        var text = Text(value, place);
        var time = Read(text, place, reader => reader.Time(text), () => FuzzyTime.At(Instant(text, place)));
        return (JsonObject)JsonSerializer.SerializeToNode(ContractJson.Time(time), ContractJson.Options)!;
    }

    private DateTimeOffset Instant(string text, string place) =>
        Read(text, place, reader => reader.Instant(text), () =>
            LondonTime.TryInstant(text, out var instant) ? instant : throw Bad(place, $"`{text}` is not an instant"));

    private DateOnly Day(string text, string place) =>
        Read(text, place, reader => reader.Day(text), () =>
            LondonTime.TryDate(text, out var date) ? date : throw Bad(place, $"`{text}` is not a day"));

    private T Read<T>(string text, string place, Func<MomentReader, T> relative, Func<T> plain)
    {
        try
        {
            return moments is null ? plain() : relative(moments);
        }
        catch (FormatException)
        {
            throw Bad(place, $"does not take `{text}` as a time");
        }
    }

    private static string Text(JsonNode value, string place) => value is JsonValue leaf
        ? leaf.GetValueKind() == JsonValueKind.String ? leaf.GetValue<string>() : leaf.ToJsonString()
        : throw Bad(place, "is a single value in the contract");
}
