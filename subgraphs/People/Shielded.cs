using Aggregator.Kit;

namespace Aggregator.People;

/// <summary>Who is shielded, for the hub's rules: the register opens the shielded to fewer than others.</summary>
internal static class Shielded
{
    private const int MaxPersons = 2_000;

    public static void Add(FieldResolvers fields) => fields.AddAsync("Query.shielded", FindAsync);

    /// <summary>Those of some persons who are shielded: what is so now, whatever the as-at of the request.</summary>
    public static async Task<IReadOnlySet<string>> OfAsync(
        AgencyRequest request, IReadOnlyCollection<string> persons, CancellationToken cancellation)
    {
        var records = await request.Current.ByIdAsync(persons, cancellation).ConfigureAwait(false);
        return persons.Where(id => records.GetValueOrDefault(id)?.Flag("shielded") == true)
            .ToHashSet(StringComparer.Ordinal);
    }

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
        var shielded = await OfAsync(call.Request, around, call.Cancellation).ConfigureAwait(false);
        return around.FindAll(shielded.Contains);
    }
}
