using System.Globalization;
using System.Text.RegularExpressions;
using Aggregator.Kit;

namespace Aggregator.Host.LocalHub;

/// <summary>Reads what the hub's clock is set to: a day of the demonstration, or an instant.</summary>
internal static partial class ClockText
{
    private const int MaxDay = 3_650;

    /// <summary>Reads `D+122`, `D+122 18:00` or an RFC 3339 instant; a day without a time is its 18:00 in London.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <returns>The instant, or why the text is refused.</returns>
    public static (DateTimeOffset? Now, string? Refusal) Read(string text)
    {
        var match = Day().Match(text.Trim());
        if (match.Success
            && int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is var day and <= MaxDay)
        {
            var time = match.Groups[2].Success ? match.Groups[2].Value : "18:00";
            return (new MomentReader(LocalAgencies.FirstDay).Instant($"D+{day} {time}"), null);
        }

        return LondonTime.TryInstant(text.Trim(), out var instant)
            ? (instant, null)
            : (null, $"`--clock {text}`: give a day of the demonstration such as `D+122` or `D+101 09:30`, "
                + "or an instant such as `2025-10-02T18:00:00+01:00`");
    }

    [GeneratedRegex(@"^D\+(\d{1,4})(?:[ T]((?:[01]\d|2[0-3]):[0-5]\d))?$")]
    private static partial Regex Day();
}
