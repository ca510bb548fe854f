using Aggregator.Hub.Rules;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Aggregator.Hub.Tests;

public class WorkingDaysTests
{
    [Theory]
    [InlineData("2025-06-03T15:05", "2025-06-04T17:00", "2025-06-06T17:00")]
    [InlineData("2025-06-03T17:01", "2025-06-05T17:00", "2025-06-09T17:00")]
    [InlineData("2025-06-07T18:00", "2025-06-09T17:00", "2025-06-11T17:00")]
    // Over the Monday of a bank holiday, and over Christmas.
    [InlineData("2025-08-21T10:00", "2025-08-22T17:00", "2025-08-27T17:00")]
    [InlineData("2025-12-24T17:30", "2025-12-30T17:00", "2026-01-02T17:00")]
    public void Referral_is_due_at_five_on_working_days(string received, string ackDue, string chaseFrom)
    {
        Assert.Equal(London(ackDue), WorkingDays.England.AckDueAt(London(received)));
        Assert.Equal(London(chaseFrom), WorkingDays.England.ChaseFrom(London(received)));
    }

    private static Instant London(string text) =>
        LocalDateTimePattern.CreateWithInvariantCulture("yyyy-MM-ddTHH:mm").Parse(text).Value
            .InZoneStrictly(DateTimeZoneProviders.Tzdb["Europe/London"]).ToInstant();
}
