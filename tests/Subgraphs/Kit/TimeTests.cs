using Aggregator.Kit;
using CsCheck;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

public class TimeTests
{
    private static readonly MomentReader Moments = new(new DateOnly(2025, 6, 2));

    [Theory]
    [InlineData("D+0 16:10", "2025-06-02T15:10:00.0000000Z", "2025-06-02T15:10:00.0000000Z", "2 June 2025 16:10")]
    [InlineData("D+1", "2025-06-02T23:00:00.0000000Z", "2025-06-03T22:59:59.0000000Z", "3 June 2025")]
    [InlineData("~D+43", "2025-07-13T23:00:00.0000000Z", "2025-07-16T22:59:59.0000000Z", "about 15 July 2025")]
    [InlineData("month D-112", "2025-02-01T00:00:00.0000000Z", "2025-02-28T23:59:59.0000000Z", "February 2025")]
    [InlineData(
        "after POL-I3 D+43..D+44", "2025-07-14T23:00:00.0000000Z", "2025-07-16T22:59:59.0000000Z",
        "after POL-I3, between 15 July 2025 and 16 July 2025")]
    public void Written_time_is_as_exact_as_it_says(string text, string earliest, string latest, string words)
    {
        var time = Moments.Time(text);

        Assert.Equal(
            (earliest, latest, words), (LondonTime.Print(time.Earliest), LondonTime.Print(time.Latest), time.Text));
    }

    [Theory]
    [InlineData("D+1 25:00")]
    [InlineData("yesterday")]
    [InlineData("2025-02-30")]
    [InlineData("2025-06-02T10:00:00")]
    [InlineData("")]
    public void Anything_else_is_refused(string text) => Assert.Throws<FormatException>(() => Moments.Time(text));

    [Fact]
    public void A_day_lasts_23_to_25_hours_across_daylight_saving() =>
        Gen.Int[0, 20_000].Sample(offset =>
        {
            var day = new DateOnly(2000, 1, 1).AddDays(offset);
            var hours = (LondonTime.StartOf(day.AddDays(1)) - LondonTime.StartOf(day)).TotalHours;
            return hours is 23 or 24 or 25
                && LondonTime.DateOf(LondonTime.StartOf(day)) == day
                && LondonTime.DateOf(LondonTime.EndOf(day)) == day;
        });

    [Fact]
    public void Position_reads_back_what_it_prints() =>
        Gen.Select(
                Gen.DateTime[new DateTime(2000, 1, 1), new DateTime(2040, 1, 1)],
                Gen.Select(Gen.Bool, Gen.String.AlphaNumeric, (none, text) => none ? null : text))
            .Sample((at, key) =>
            {
                var position = new Position(new DateTimeOffset(at.Ticks, TimeSpan.Zero), key);
                return Position.Parse(position.ToString()) == position;
            });
}
