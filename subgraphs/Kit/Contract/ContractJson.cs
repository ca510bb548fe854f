using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Aggregator.Kit;

/// <summary>How .NET values are written in the contract's forms: camelCase fields, UPPER_SNAKE codes.</summary>
public static partial class ContractJson
{
    /// <summary>The options for everything that is stored or answered.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper),
            new InstantConverter(),
        },
    };

    /// <summary>A value in the contract's form.</summary>
    /// <param name="value">An object with the contract's fields, such as an anonymous one.</param>
    public static JsonElement Element(object? value) => JsonSerializer.SerializeToElement(value, Options);

    /// <summary>The vocabulary's FuzzyDateTime.</summary>
    /// <param name="time">The time.</param>
    public static object Time(FuzzyTime time) =>
        new { time.Earliest, time.Latest, time.Precision, time.OrderAfter, time.Text };

    /// <summary>`PoliceIncident` as the code `POLICE_INCIDENT`.</summary>
    /// <param name="name">A type name.</param>
    internal static string Code(string name) => Boundary().Replace(name, "_").ToUpperInvariant();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex Boundary();

    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(LondonTime.Print(value));
    }
}
