using NodaTime;
using NodaTime.Text;

namespace Aggregator.Engine;

/// <summary>Reads the instant that a caller asks to be shown as known at.</summary>
public static class AsAtReader
{
    private static readonly DateTimeZone London = DateTimeZoneProviders.Tzdb["Europe/London"];

    /// <summary>Reads an as-at.</summary>
    /// <param name="text">An RFC 3339 instant, or a day, which means its last second in Europe/London; null for
    /// now.</param>
    /// <param name="now">Now, by the hub's clock.</param>
    /// <returns>The instant, or what is wrong with the text.</returns>
    public static (DateTimeOffset AsAt, string? Fault) Read(string? text, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return (now, null);
        }

        if (Parse(text.Trim()) is not { } instant)
        {
            return (now, "the as-at must be an instant such as `2025-06-04T18:00:00+01:00`, "
                + "or a day such as `2025-06-04`, which means the end of that day in London");
        }

        return instant > now ? (now, "the as-at is in the future: nobody knows that yet") : (instant, null);
    }

    private static DateTimeOffset? Parse(string text)
    {
        if (LocalDatePattern.Iso.Parse(text) is { Success: true } day)
        {
            var lastSecond = day.Value.At(new LocalTime(23, 59, 59));
            return London.AtLeniently(lastSecond).ToDateTimeOffset().ToUniversalTime();
        }

        // RFC 3339 has "T" and an offset; anything looser would read a day in the machine's own zone.
        return OffsetDateTimePattern.Rfc3339.Parse(text.ToUpperInvariant()) is { Success: true } instant
            ? instant.Value.ToDateTimeOffset().ToUniversalTime()
            : null;
    }
}
