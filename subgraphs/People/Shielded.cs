using Aggregator.Kit;

namespace Aggregator.People;

/// <summary>Who is shielded, for the hub's rules: the register opens the shielded to fewer than others.</summary>
internal static class Shielded
{
    private const int MaxPersons = 2_000;

    public static void Add(FieldResolvers fields) => fields.AddAsync("Query.shielded", FindAsync);

    /// <summary>
    /// Those of some persons who are shielded, with every other id that they have: what is so now, whatever the as-at
    /// of the request. An unborn child's id stays the child's after the birth: shielded under one, it is under both.
    /// </summary>
    public static async Task<IReadOnlySet<string>> OfAsync(
        AgencyRequest request, IReadOnlyCollection<string> persons, CancellationToken cancellation)
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        var records = new Dictionary<string, Fact>(StringComparer.Ordinal);
        for (var next = persons; next.Count > 0;)
        {
            asked.UnionWith(next);
            var found = await request.Current.ByIdAsync(next, cancellation).ConfigureAwait(false);
            var before = await request.Current
                .ByAnyTermAsync([.. next.Select(SearchTerms.MergedInto)], cancellation).ConfigureAwait(false);
            foreach (var record in found.Values.Concat(before))
            {
                records[record.Id] = record;
            }

            next = [.. records.Values.SelectMany(IdsOf).Where(id => !asked.Contains(id)).Distinct()];
        }

        var shielded = records.Values.Where(record => record.Flag("shielded")).Select(record => record.Id)
            .ToHashSet(StringComparer.Ordinal);
        while (records.Values.FirstOrDefault(record =>
            IdsOf(record).Any(shielded.Contains) && !IdsOf(record).All(shielded.Contains)) is { } same)
        {
            shielded.UnionWith(IdsOf(same));
        }

        return shielded;
    }

    private static IEnumerable<string> IdsOf(Fact record) =>
        record.Text("mergedInto") is { } born ? [record.Id, born] : [record.Id];

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
        return around.Where(shielded.Contains).Concat(shielded.Except(around).Order(StringComparer.Ordinal)).ToList();
    }
}
