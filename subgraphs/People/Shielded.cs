using Aggregator.Kit;

namespace Aggregator.People;

/// <summary>Who is shielded, for the hub's rules: the register opens the shielded to fewer than others.</summary>
internal static class Shielded
{
    private const int MaxPersons = 2_000;

    public static void Add(FieldResolvers fields) => fields.AddAsync("Query.shielded", FindAsync);

    // Whether somebody is shielded is what is so now, whatever the as-at of the request.
    private static async Task<object?> FindAsync(FieldCall call)
    {
        var ids = call.Argument<List<string>>("around")!.Distinct(StringComparer.Ordinal).ToList();
        if (ids.Count > MaxPersons)
        {
            throw new AgencyException(
                AgencyErrors.BadArgument, $"`shielded` takes at most {MaxPersons} different persons");
        }

        var circles = await Circle.LoadAsync(call.Request, ids, call.Cancellation).ConfigureAwait(false);
        var around = ids.Concat(circles.Values.SelectMany(circle => circle.People))
            .Distinct(StringComparer.Ordinal).ToList();
        var records = await call.Request.Current.ByIdAsync(around, call.Cancellation).ConfigureAwait(false);
        return around.FindAll(id => records.GetValueOrDefault(id)?.Flag("shielded") == true);
    }
}
