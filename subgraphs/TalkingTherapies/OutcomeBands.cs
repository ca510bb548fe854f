using System.Globalization;
using System.Text.Json;

namespace Aggregator.TalkingTherapies;

/// <summary>
/// The band of a questionnaire's score. A scheme names the lower ends of the bands above the lowest. A band is a
/// screening result, not a diagnosis.
/// </summary>
internal static class OutcomeBands
{
    private static readonly string[] FiveBands = ["MINIMAL", "MILD", "MODERATE", "MODERATELY_SEVERE", "SEVERE"];
    private static readonly string[] FourBands = ["MINIMAL", "MILD", "MODERATE", "SEVERE"];

    private static readonly Dictionary<string, Instrument> Instruments = new(StringComparer.Ordinal)
    {
        ["PHQ_9"] = new(27, ["5/10/15/20"], FiveBands),
        // Two sets of cut-offs are in use; the first is the published one.
        ["GAD_7"] = new(21, ["5/10/15", "5/11/16"], FourBands),
    };

    /// <summary>The band; null where there is no score, or instrument, scheme or range are not known.</summary>
    /// <param name="measure">An OutcomeMeasure of the contract.</param>
    public static string? Of(JsonElement measure) =>
        Find(measure) is { } instrument && SchemeOf(measure) is { } scheme
        && measure.TryGetProperty("score", out var value) && value.TryGetInt32(out var score)
            ? Band(instrument, scheme, score)
            : null;

    /// <summary>The scheme the band is worked out by: the record's, or the instrument's published one.</summary>
    /// <param name="measure">An OutcomeMeasure of the contract.</param>
    public static string? SchemeOf(JsonElement measure) =>
        measure.TryGetProperty("bandScheme", out var scheme) ? scheme.GetString() : Find(measure)?.Schemes[0];

    private static Instrument? Find(JsonElement measure) =>
        measure.TryGetProperty("instrument", out var name) ? Instruments.GetValueOrDefault(name.GetString()!) : null;

    private static string? Band(Instrument instrument, string scheme, int score) =>
        score >= 0 && score <= instrument.HighestScore && instrument.Schemes.Contains(scheme)
            ? instrument.Bands[scheme.Split('/')
                .Count(lowerEnd => score >= int.Parse(lowerEnd, CultureInfo.InvariantCulture))]
            : null;

    private sealed record Instrument(int HighestScore, IReadOnlyList<string> Schemes, IReadOnlyList<string> Bands);
}
