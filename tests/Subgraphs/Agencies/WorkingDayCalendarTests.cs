using Aggregator.Kit;
using Aggregator.SocialCare;
using CsCheck;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

public sealed class WorkingDayCalendarTests
{
    private static readonly Gen<DateTimeOffset> Instants = Gen.Int[0, 8 * 366 * 24 * 60]
        .Select(minutes => new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes));

    private static WorkingDayCalendar England => WorkingDayCalendar.England;

    [Theory]
    [InlineData("2025-06-03T16:00:00Z", "2025-06-04T16:00:00Z")] // 17:00 on a Tuesday is still that day
    [InlineData("2025-06-03T16:01:00Z", "2025-06-05T16:00:00Z")] // a minute later is the next
    [InlineData("2025-06-06T10:00:00Z", "2025-06-09T16:00:00Z")] // Friday to Monday
    [InlineData("2025-06-07T20:00:00Z", "2025-06-09T16:00:00Z")] // a Saturday evening is not late
    [InlineData("2025-06-06T18:00:00Z", "2025-06-10T16:00:00Z")] // a Friday evening counts as Monday
    [InlineData("2025-12-24T10:00:00Z", "2025-12-29T17:00:00Z")] // over Christmas
    [InlineData("2025-03-28T10:00:00Z", "2025-03-31T16:00:00Z")] // the clocks went forward at the weekend
    public void Day_1_ends_at_17_00_of_the_first_working_day_after_receipt(string received, string due) =>
        Assert.Equal(Instant(due), England.EndOfWorkingDay(Instant(received), 1));

    [Fact]
    public void Due_times_follow_receipt_and_each_other() =>
        Gen.Select(Instants, Gen.Int[1, 5]).Sample((received, day) =>
            England.EndOfWorkingDay(received, day) > received
            && England.EndOfWorkingDay(received, day + 1) > England.EndOfWorkingDay(received, day));

    // Between days it can: what comes on a Friday evening counts as Monday's, what comes on the Saturday does not.
    [Fact]
    public void Coming_later_on_a_day_is_never_due_earlier() =>
        Gen.Select(Instants, Gen.Int[1, 5], Gen.Int[0, 24 * 60]).Sample((received, day, laterByMinutes) =>
        {
            var later = received.AddMinutes(laterByMinutes);
            return LondonTime.DateOf(later) != LondonTime.DateOf(received)
                || England.EndOfWorkingDay(later, day) >= England.EndOfWorkingDay(received, day);
        });

    [Fact]
    public void Due_times_are_at_17_00_in_London_on_a_weekday() =>
        Gen.Select(Instants, Gen.Int[1, 5]).Sample((received, day) =>
        {
            var local = LondonTime.At(England.EndOfWorkingDay(received, day));
            return local.TimeOfDay == TimeSpan.FromHours(17)
                && local.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
        });

    [Fact]
    public void One_more_holiday_to_come_never_makes_anything_due_earlier() =>
        Gen.Select(Instants, Gen.Int[1, 5], Gen.Int[1, 14]).Sample((received, day, after) =>
        {
            var holiday = LondonTime.DateOf(received).AddDays(after);
            return new WorkingDayCalendar("with", [holiday]).EndOfWorkingDay(received, day)
                >= new WorkingDayCalendar("without", []).EndOfWorkingDay(received, day);
        });

    private static DateTimeOffset Instant(string text) =>
        LondonTime.TryInstant(text, out var instant) ? instant : throw new FormatException(text);
}
