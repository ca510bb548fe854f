using System.Globalization;
using System.Text.RegularExpressions;

namespace Aggregator.Kit;

/// <summary>
/// Reads times as people write them in data files, relative to an anchor day in London:
/// `D+1 09:10`, `D+1` (that day), `~D+43` (about that day), `month D+20`, `after POL-I3 D+43..D+44` (only the order
/// is known), an ISO day, or an instant.
/// </summary>
/// <param name="anchor">The London day that `D+0` stands for.</param>
public sealed partial class MomentReader(DateOnly anchor)
{
    /// <summary>Reads a time with its precision.</summary>
    /// <param name="text">The text, in one of the forms above.</param>
    /// <exception cref="FormatException">The text has none of the forms.</exception>
    public FuzzyTime Time(string text)
    {
        var order = Order().Match(text);
        if (order.Success)
        {
            return new FuzzyTime(
                Time(order.Groups[2].Value).Earliest, Time(order.Groups[3].Value).Latest,
                TimePrecision.OrderOnly, order.Groups[1].Value);
        }

        if (text.StartsWith('~'))
        {
            var day = Day(text[1..]);
            return new FuzzyTime(
                LondonTime.StartOf(day.AddDays(-1)), LondonTime.EndOf(day.AddDays(1)), TimePrecision.AboutDay);
        }

        if (text.StartsWith("month ", StringComparison.Ordinal))
        {
            var day = Day(text[6..]);
            var first = new DateOnly(day.Year, day.Month, 1);
            return new FuzzyTime(
                LondonTime.StartOf(first), LondonTime.EndOf(first.AddMonths(1).AddDays(-1)), TimePrecision.Month);
        }

        if (TryMoment(text, out var instant))
        {
            return FuzzyTime.At(instant);
        }

        var date = Day(text);
        return new FuzzyTime(LondonTime.StartOf(date), LondonTime.EndOf(date), TimePrecision.Day);
    }

    /// <summary>Reads a definite instant; a bare day means 23:59:59 of it.</summary>
    /// <param name="text">`D+1 09:10`, `D+1`, an ISO day, or an instant.</param>
    /// <exception cref="FormatException">The text has none of the forms.</exception>
    public DateTimeOffset Instant(string text) =>
        TryMoment(text, out var instant) ? instant : LondonTime.EndOf(Day(text));

    /// <summary>Reads a calendar day: `D-112` or `yyyy-MM-dd`.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text has neither form.</exception>
    public DateOnly Day(string text)
    {
        var relative = Relative().Match(text);
        if (relative.Success && relative.Groups[2].Value.Length == 0)
        {
            return Offset(relative);
        }

        return LondonTime.TryDate(text, out var date)
            ? date
            : throw new FormatException(
                $"`{text}` is not a time; write `D+1 09:10`, `D+1`, `~D+1`, `2025-06-02` or `2025-06-02T09:10:00Z`");
    }

    private bool TryMoment(string text, out DateTimeOffset instant)
    {
        var relative = Relative().Match(text);
        if (relative.Success && relative.Groups[2].Value.Length > 0)
        {
            var time = TimeOnly.ParseExact(
                relative.Groups[2].Value, ["H:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None);
            instant = LondonTime.Instant(Offset(relative), time);
            return true;
        }

        return LondonTime.TryInstant(text, out instant);
    }

    private DateOnly Offset(System.Text.RegularExpressions.Match relative) =>
        anchor.AddDays(
            int.Parse(relative.Groups[1].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^D([+-]\d{1,5})(?: (\d{1,2}:\d{2}(?::\d{2})?))?$")]
    private static partial Regex Relative();

    [GeneratedRegex(@"^after (\S+) (\S+)\.\.(\S+)$")]
    private static partial Regex Order();
}
