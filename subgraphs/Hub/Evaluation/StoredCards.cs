using Aggregator.Hub.Rules;

namespace Aggregator.Hub.Evaluation;

/// <summary>The same, without those of the circle who are shielded.</summary>
/// <param name="Evidence">What is left.</param>
/// <param name="Shielded">Who is shielded.</param>
internal sealed record WithoutShielded(Evidence Evidence, IReadOnlySet<string> Shielded);

/// <summary>
/// What the hub's worker keeps where somebody of the circle is shielded: what stands with them and what stands without
/// them. Whoever follows the case is told of the one that rests on whom they may know.
/// </summary>
internal static class StoredCards
{
    /// <summary>The cards of both; what is in both is there once.</summary>
    public static IEnumerable<Alert> Of(Evidence evidence, WithoutShielded without)
    {
        string[] shielded =
        [
            .. evidence.Input.Circle.Select(member => member.PersonId).Concat(evidence.Input.TellsOf)
                .Where(person => person != evidence.Input.Child.Id && without.Shielded.Contains(person))
                .Distinct().Order(StringComparer.Ordinal),
        ];
        var whole = AlertDesk.Cards(evidence);
        var rest = AlertDesk.Cards(without.Evidence);
        var ofBoth = whole.Select(Key).Intersect(rest.Select(Key)).ToHashSet(StringComparer.Ordinal);
        return whole.Select(alert => ofBoth.Contains(Key(alert)) ? alert : alert with { OnlyWith = shielded })
            .Concat(rest.Where(alert => !ofBoth.Contains(Key(alert)))
                .Select(alert => alert with { OnlyWithout = shielded }));
    }

    // The same records can be for others where somebody is left out.
    private static string Key(Alert alert) => $"{alert.Id} {string.Join(' ', alert.For)}";
}
