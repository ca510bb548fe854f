using Aggregator.Hub.Register;
using Aggregator.Kit;

namespace Aggregator.Hub.Indicators;

/// <summary>
/// `Query.indicators`: counts for whole months. It takes nothing but days, so that nobody can be singled out by a
/// filter; it is the same whatever the as-at, so that two instants cannot be subtracted.
/// </summary>
internal static class IndicatorFields
{
    private const int MaxMonths = 24;

    private static readonly string[] Kinds =
    [
        RegisterKinds.Outcome, RegisterKinds.Reply, RegisterKinds.Sharing, RegisterKinds.Consent,
        RegisterKinds.BreakGlass,
    ];

    public static FieldResolvers AddIndicators(this FieldResolvers fields) =>
        fields.AddAsync("Query.indicators", async call => await AnswerAsync(call).ConfigureAwait(false));

    private static async Task<object> AnswerAsync(FieldCall call)
    {
        // Without the policy's number nothing is small enough to hide.
        if (call.Request.Caller.MinimumCellSize is not (>= 1 and var minimum))
        {
            throw new AgencyException(
                AgencyErrors.CallerContextInvalid, "the caller context names no minimum cell size: ask the gateway");
        }

        var months = Months(Day(call, "from"), Day(call, "to"))
            .Where(month => month.SettledAt <= call.Request.Now)
            .ToList();
        foreach (var month in months)
        {
            // What was last changed before the month is of no event in it.
            await foreach (var entry in call.Request.StoodAt(month.SettledAt)
                .EachOfKindAsync(Kinds, month.From, call.Cancellation).ConfigureAwait(false))
            {
                month.Add(entry);
            }
        }

        return months.Select(month => month.Shown(minimum)).ToList();
    }

    private static List<IndicatorMonth> Months(DateOnly from, DateOnly to)
    {
        var first = from.Day == 1 ? from : new DateOnly(from.Year, from.Month, 1).AddMonths(1);
        List<IndicatorMonth> months = [];
        for (; first.AddMonths(1).AddDays(-1) <= to; first = first.AddMonths(1))
        {
            if (months.Count == MaxMonths)
            {
                throw new AgencyException(
                    AgencyErrors.BadArgument, $"`from` and `to` span more than {MaxMonths} whole months");
            }

            months.Add(new IndicatorMonth(first));
        }

        return months;
    }

    private static DateOnly Day(FieldCall call, string name) =>
        LondonTime.TryDate(call.Argument<string>(name) ?? "", out var day) && day.Year is > 1990 and < 2200
            ? day
            : throw new AgencyException(AgencyErrors.BadArgument, $"`{name}` is not a day from 1991 to 2199");
}
