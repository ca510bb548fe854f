using Aggregator.Audit;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>Counts what an answer gives and withholds of whom, for the access log: coordinates, never values.</summary>
internal sealed class AccessTally
{
    private readonly Dictionary<SubjectContext, (HashSet<string> Given, Dictionary<string,
        WithheldCoordinate> Withheld)>
        _byContext = new(ReferenceEqualityComparer.Instance);

    public void Give(SubjectContext context, string coordinate) => _ = Of(context).Given.Add(coordinate);

    public void Withhold(SubjectContext context, string coordinate, Ruling ruling, string rule) =>
        _ = Of(context).Withheld.TryAdd(
            coordinate, new WithheldCoordinate(coordinate, Effects.NameOf(ruling.Effect), rule));

    /// <summary>One block for each person.</summary>
    /// <param name="pseudonym">The pseudonym of a person.</param>
    public OutcomeEntry Entry(Func<string, string> pseudonym)
    {
        var given = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        var withheld = new SortedDictionary<string, SortedDictionary<string,
            WithheldCoordinate>>(StringComparer.Ordinal);
        foreach (var (context, tally) in _byContext)
        {
            foreach (var person in PersonsOf(context))
            {
                var name = person.Length == 0 ? "" : pseudonym(person);
                if (!given.TryGetValue(name, out var coordinates))
                {
                    given.Add(name, coordinates = new SortedSet<string>(StringComparer.Ordinal));
                    withheld.Add(name, new SortedDictionary<string, WithheldCoordinate>(StringComparer.Ordinal));
                }

                coordinates.UnionWith(tally.Given);
                foreach (var entry in tally.Withheld)
                {
                    _ = withheld[name].TryAdd(entry.Key, entry.Value);
                }
            }
        }

        return new OutcomeEntry([.. given.Select(block => new SubjectAccess(
            block.Key, [.. block.Value], [.. withheld[block.Key].Values]))]);
    }

    private static IEnumerable<string> PersonsOf(SubjectContext context) => context.Subjects.IsEmpty
        ? [""]
        : context.Subjects.Select(subject => subject.Person).Distinct();

    private (HashSet<string> Given, Dictionary<string, WithheldCoordinate> Withheld) Of(SubjectContext context)
    {
        if (!_byContext.TryGetValue(context, out var tally))
        {
            tally = (new HashSet<string>(StringComparer.Ordinal), new(StringComparer.Ordinal));
            _byContext.Add(context, tally);
        }

        return tally;
    }
}
