using Aggregator.Hub.Rules;

namespace Aggregator.Hub.Evaluation;

/// <summary>
/// What the hub's worker keeps where somebody is shielded, or an agency is hidden from somebody: what stands with them
/// and what stands without them. Whoever follows the case is told of the one that rests on what they may know.
/// </summary>
internal static class StoredCards
{
    /// <summary>The cards of both; what is in both is there once.</summary>
    /// <param name="all">What is known to who may know of every agency.</param>
    /// <param name="some">What is known to who may not know of these; null where none is hidden from anybody.</param>
    /// <param name="hidden">Those agencies.</param>
    public static IEnumerable<Alert> Of(CaseEvidence all, CaseEvidence? some, IReadOnlySet<string> hidden)
    {
        if (some is null)
        {
            return Of(all);
        }

        AgencyCode[] codes = [.. hidden.Select(code => Enum.Parse<AgencyCode>(code)).Order()];
        var (first, second) = (Of(all), Of(some));
        var ofBoth = first.Select(Entry).Intersect(second.Select(Entry)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. first.Select(alert => ofBoth.Contains(Entry(alert)) ? alert : alert with { OnlyKnowing = codes }),
            .. second.Where(alert => !ofBoth.Contains(Entry(alert)))
                .Select(alert => alert with { OnlyNotKnowing = codes }),
        ];
    }

    // Of each card it is said for which sets of the shielded it stands; it stands as in the largest of them.
    private static IReadOnlyList<Alert> Of(CaseEvidence known) => known.Shielded.Count == 0
        ? AlertDesk.Cards(known.Evidence)
        :
        [
            .. known.Sets
                .SelectMany(set => AlertDesk.Cards(set.Evidence).Select(alert => (Alert: alert, set.Name)))
                .GroupBy(entry => Key(entry.Alert), StringComparer.Ordinal)
                .SelectMany(same => same
                    .Where(entry => entry.Name == same.First().Name)
                    .Select(entry => entry.Alert with
                    {
                        Shielded = known.Shielded,
                        StandsFor = [.. same.Select(each => each.Name).Distinct(StringComparer.Ordinal)],
                    })),
        ];

    // The same records can be for others where somebody is left out.
    private static string Key(Alert alert) => $"{alert.Id} {string.Join(' ', alert.For)}";

    private static string Entry(Alert alert) => $"{Key(alert)} / {string.Join('/', alert.StandsFor)}";
}
