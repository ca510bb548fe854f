using Aggregator.Kit;

namespace Aggregator.People;

/// <summary>An age by the London calendar.</summary>
/// <param name="Years">Whole years.</param>
/// <param name="Months">Whole months beyond the years, 0 to 11.</param>
/// <param name="Days">Whole days beyond the months.</param>
/// <param name="TotalDays">Days since birth.</param>
internal sealed record Age(int Years, int Months, int Days, int TotalDays)
{
    public string Text => Years > 1
        ? $"{Years} years"
        : Years == 1 || Months > 0 ? $"{(Years * 12) + Months} months {Days} days" : $"{Days} days";

    /// <summary>The age as at an instant; null before birth.</summary>
    public static Age? At(DateTimeOffset asAt, DateOnly born)
    {
        var day = LondonTime.DateOf(asAt);
        if (day < born)
        {
            return null;
        }

        var months = ((day.Year - born.Year) * 12) + day.Month - born.Month;
        if (born.AddMonths(months) > day)
        {
            months--;
        }

        return new Age(
            months / 12, months % 12, day.DayNumber - born.AddMonths(months).DayNumber, day.DayNumber - born.DayNumber);
    }

    /// <summary>A ten-year band, such as `20-29`.</summary>
    public static string? Band(DateTimeOffset asAt, DateOnly born) =>
        At(asAt, born) is { } age ? $"{age.Years / 10 * 10}-{(age.Years / 10 * 10) + 9}" : null;
}
