using System.Globalization;
using NodaTime;

namespace Aggregator.Kit;

/// <summary>London wall-clock time: what a bare date or time in a record means.</summary>
public static class LondonTime
{
    private const string InstantPattern = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Europe/London"];

    /// <summary>The instant of a London wall-clock time. A time skipped or repeated by daylight saving is resolved
    /// leniently: forward over the gap, the earlier of two.</summary>
    /// <param name="date">Calendar day.</param>
    /// <param name="time">Time of day.</param>
    public static DateTimeOffset Instant(DateOnly date, TimeOnly time) =>
        (LocalDate.FromDateOnly(date) + LocalTime.FromTimeOnly(time))
            .InZoneLeniently(Zone).ToDateTimeOffset().ToUniversalTime();

    /// <summary>First instant of a London day.</summary>
    /// <param name="date">Calendar day.</param>
    public static DateTimeOffset StartOf(DateOnly date) => Instant(date, TimeOnly.MinValue);

    /// <summary>23:59:59 of a London day: what a bare date means as an as-at.</summary>
    /// <param name="date">Calendar day.</param>
    public static DateTimeOffset EndOf(DateOnly date) => Instant(date, new TimeOnly(23, 59, 59));

    /// <summary>The instant with London's offset at that time.</summary>
    /// <param name="instant">Any instant.</param>
    public static DateTimeOffset At(DateTimeOffset instant) =>
        NodaTime.Instant.FromDateTimeOffset(instant).InZone(Zone).ToDateTimeOffset();

    /// <summary>The London calendar day of an instant.</summary>
    /// <param name="instant">Any instant.</param>
    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(At(instant).DateTime);

    /// <summary>The vocabulary's DateTime: RFC 3339, UTC, seven decimals.</summary>
    /// <param name="instant">Any instant.</param>
    public static string Print(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString(InstantPattern, CultureInfo.InvariantCulture);

    /// <summary>The vocabulary's Date: ISO 8601.</summary>
    /// <param name="date">Calendar day.</param>
    public static string Print(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Reads an instant; it must carry `Z` or an offset.</summary>
    /// <param name="text">For example `2025-06-02T15:10:00Z`.</param>
    /// <param name="instant">The instant, UTC.</param>
    public static bool TryInstant(string text, out DateTimeOffset instant)
    {
        instant = default;
        var zoned = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-');
        if (!zoned || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
        {
            return false;
        }

        instant = read.ToUniversalTime();
        return true;
    }

    /// <summary>Reads a calendar day, `yyyy-MM-dd`.</summary>
    /// <param name="text">The text.</param>
    /// <param name="date">The day.</param>
    public static bool TryDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
}
