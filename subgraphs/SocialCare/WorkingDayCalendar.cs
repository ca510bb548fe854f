using System.Text.Json;
using Aggregator.Kit;

namespace Aggregator.SocialCare;

/// <summary>
/// Working days in England. Day 1 is the first working day after receipt; what arrives after 17:00 of a working day
/// counts as received on the next one. Due times are 17:00 in London.
/// </summary>
/// <param name="name">What the calendar is called in answers.</param>
/// <param name="holidays">Days on which nobody works although they are not at a weekend.</param>
internal sealed class WorkingDayCalendar(string name, IEnumerable<DateOnly> holidays)
{
    private static readonly TimeOnly EndOfDay = new(17, 0);

    private readonly HashSet<DateOnly> _holidays = [.. holidays];

    /// <summary>Weekdays without the bank holidays of England, 2020 to 2028, from the data file.</summary>
    public static WorkingDayCalendar England { get; } = new("England, with bank holidays", BankHolidays());

    public string Name => name;

    /// <summary>17:00 of working day <paramref name="day"/> after receipt.</summary>
    /// <param name="received">When it was received.</param>
    /// <param name="day">1 for the first working day after receipt.</param>
    public DateTimeOffset EndOfWorkingDay(DateTimeOffset received, int day)
    {
        var local = LondonTime.At(received);
        var date = DateOnly.FromDateTime(local.DateTime);
        var late = IsWorkingDay(date) && TimeOnly.FromDateTime(local.DateTime) > EndOfDay;
        for (var counted = late ? -1 : 0; counted < day; counted += IsWorkingDay(date) ? 1 : 0)
        {
            date = date.AddDays(1);
        }

        return LondonTime.Instant(date, EndOfDay);
    }

    private bool IsWorkingDay(DateOnly date) =>
        date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !_holidays.Contains(date);

    private static List<DateOnly> BankHolidays()
    {
        using var file = typeof(WorkingDayCalendar).Assembly.GetManifestResourceStream("bank-holidays-england.json")!;
        using var document = JsonDocument.Parse(file);
        return
        [
            .. document.RootElement.GetProperty("days").EnumerateArray()
                .Select(day => LondonTime.TryDate(day.GetString()!, out var date)
                    ? date
                    : throw new InvalidDataException($"`{day.GetString()}` is not a calendar day")),
        ];
    }
}
