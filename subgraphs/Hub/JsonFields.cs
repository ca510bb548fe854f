using System.Text.Json;
using Aggregator.Kit;
using NodaTime;

namespace Aggregator.Hub;

/// <summary>
/// Reads fields of JSON in the contract's forms; what is absent, null or of an unknown code is null or empty.
/// </summary>
internal static class JsonFields
{
    public static JsonElement? Field(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            && value.ValueKind != JsonValueKind.Null
                ? value
                : null;

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    public static string? Text(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static IReadOnlyList<string> Texts(this JsonElement element, string name) =>
        [
            .. element.Items(name).Where(item => item.ValueKind == JsonValueKind.String)
                .Select(item => item.GetString()!),
        ];

    public static bool? Truth(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } truth
            ? truth.GetBoolean()
            : null;

    public static int? Number(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;

    public static Instant? Instant(this JsonElement element, string name) =>
        element.Text(name) is { } text && LondonTime.TryInstant(text, out var instant)
            ? NodaTime.Instant.FromDateTimeOffset(instant)
            : null;

    public static LocalDate? Day(this JsonElement element, string name) =>
        element.Text(name) is { } text && LondonTime.TryDate(text, out var day) ? LocalDate.FromDateOnly(day) : null;

    public static TCode? Code<TCode>(this JsonElement element, string name)
        where TCode : struct, Enum => ParseCode<TCode>(element.Text(name));

    public static IReadOnlyList<TCode> Codes<TCode>(this JsonElement element, string name)
        where TCode : struct, Enum => [.. element.Texts(name).Select(ParseCode<TCode>).OfType<TCode>()];

    /// <summary>`DOMESTIC_ABUSE` as `DomesticAbuse`; null when the list has no such code.</summary>
    public static TCode? ParseCode<TCode>(string? text)
        where TCode : struct, Enum =>
        text is not null && !char.IsAsciiDigit(text.FirstOrDefault('0')) &&
        Enum.TryParse<TCode>(text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var code)
            ? code
            : null;
}
