using Aggregator.Hub.Rules;

namespace Aggregator.Hub.Evaluation;

/// <summary>The same, without those who are shielded.</summary>
/// <param name="Evidence">What is left without all of them.</param>
/// <param name="Shielded">Who is shielded.</param>
/// <param name="Apart">What is left without one of them.</param>
internal sealed record WithoutShielded(
    Evidence Evidence, IReadOnlySet<string> Shielded, Func<string, Evidence> Apart);

/// <summary>What there is to work out cards from.</summary>
/// <param name="Evidence">What is known.</param>
/// <param name="Without">For the hub's rules, where somebody is shielded.</param>
internal sealed record CaseEvidence(Evidence Evidence, WithoutShielded? Without)
{
    /// <summary>When to look again.</summary>
    public IEnumerable<NodaTime.Instant?> DueTimes() =>
        new[] { Evidence, Without?.Evidence }.OfType<Evidence>().Select(Rules.DueTimes.Next);
}

/// <summary>
/// What the hub's worker keeps where somebody is shielded, or an agency is hidden from somebody: what stands with them
/// and what stands without them. Whoever follows the case is told of the one that rests on what they may know.
/// </summary>
internal static class StoredCards
{
    // More are not left out one by one: a card stands then with all of them or with none.
    private const int MaxApart = 8;

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
        return Merged(
            Of(all), Of(some), Entry,
            alert => alert with { OnlyKnowing = codes }, alert => alert with { OnlyNotKnowing = codes });
    }

    private static IReadOnlyList<Alert> Of(CaseEvidence known)
    {
        var whole = AlertDesk.Cards(known.Evidence);
        if (known.Without is not { } without)
        {
            return whole;
        }

        var input = known.Evidence.Input;
        string[] shielded =
        [
            .. input.Circle.Select(member => member.PersonId).Concat(input.TellsOf)
                .Where(person => person != input.Child.Id && without.Shielded.Contains(person))
                .Distinct().Order(StringComparer.Ordinal),
        ];
        var apart = (shielded.Length is > 1 and <= MaxApart ? shielded : []).ToDictionary(
            person => person,
            person => AlertDesk.Cards(without.Apart(person)).Select(Key).ToHashSet(StringComparer.Ordinal));
        return Merged(
            whole, AlertDesk.Cards(without.Evidence), Key,
            alert => alert with { OnlyWith = By(alert, stands: false) },
            alert => alert with { OnlyWithout = By(alert, stands: true) });

        // Those by whose absence alone it falls, or comes to stand; all where it takes more than one.
        string[] By(Alert alert, bool stands)
        {
            string[] some = [.. shielded.Where(person =>
                apart.TryGetValue(person, out var cards) && cards.Contains(Key(alert)) == stands)];
            return some.Length > 0 ? some : shielded;
        }
    }

    // What is in both stands as in the first; of the rest it is said where it stands.
    private static IReadOnlyList<Alert> Merged(
        IReadOnlyList<Alert> first,
        IReadOnlyList<Alert> second,
        Func<Alert, string> key,
        Func<Alert, Alert> onlyFirst,
        Func<Alert, Alert> onlySecond)
    {
        var ofBoth = first.Select(key).Intersect(second.Select(key)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. first.Select(alert => ofBoth.Contains(key(alert)) ? alert : onlyFirst(alert)),
            .. second.Where(alert => !ofBoth.Contains(key(alert))).Select(onlySecond),
        ];
    }

    // The same records can be for others where somebody is left out.
    private static string Key(Alert alert) => $"{alert.Id} {string.Join(' ', alert.For)}";

    private static string Entry(Alert alert) =>
        $"{Key(alert)} {string.Join(' ', alert.OnlyWith)} / {string.Join(' ', alert.OnlyWithout)}";
}
