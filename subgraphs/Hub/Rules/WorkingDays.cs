using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Aggregator.Hub.Rules;

/// <summary>
/// Due times in working days. Day 1 is the first working day after receipt; what arrives after 17:00 of a working day
/// counts as received on the next one.
/// </summary>
internal sealed class WorkingDays
{
    private static readonly DateTimeZone London = DateTimeZoneProviders.Tzdb["Europe/London"];
    private static readonly LocalTime EndOfDay = new(17, 0);
    private readonly HashSet<LocalDate> _holidays;

    public WorkingDays(IEnumerable<LocalDate> holidays) => _holidays = [.. holidays];

    /// <summary>The bank holidays of England and Wales, 2020 to 2028, from the data file beside this one.</summary>
    public static WorkingDays England { get; } = new(ReadHolidays());

    /// <summary>The calendar day in Europe/London.</summary>
    public static LocalDate DayOf(Instant instant) => instant.InZone(London).Date;

    /// <summary>17:00 of working day <paramref name="days"/> after receipt.</summary>
    public Instant EndOfWorkingDay(Instant received, int days)
    {
        var local = received.InZone(London);
        var late = IsWorkingDay(local.Date) && local.TimeOfDay > EndOfDay;
        var day = local.Date;
        for (var counted = late ? -1 : 0; counted < days; counted += IsWorkingDay(day) ? 1 : 0)
        {
            day = day.PlusDays(1);
        }

        return day.At(EndOfDay).InZoneLeniently(London).ToInstant();
    }

    /// <summary>When a referral is to be acknowledged: 17:00 of day 1.</summary>
    public Instant AckDueAt(Instant received) => EndOfWorkingDay(received, 1);

    /// <summary>From when its sender may chase: 17:00 of day 3.</summary>
    public Instant ChaseFrom(Instant received) => EndOfWorkingDay(received, 3);

    private bool IsWorkingDay(LocalDate day) =>
        day.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday) && !_holidays.Contains(day);

    private static List<LocalDate> ReadHolidays()
    {
        using var data = typeof(WorkingDays).Assembly.GetManifestResourceStream("bank-holidays-england.json")!;
        using var document = JsonDocument.Parse(data);
        return
        [
            .. document.RootElement.GetProperty("days").EnumerateArray()
                .Select(day => LocalDatePattern.Iso.Parse(day.GetString()!).Value),
        ];
    }
}
