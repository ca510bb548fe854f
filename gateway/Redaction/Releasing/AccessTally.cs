using Aggregator.Audit;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>Counts what an answer gives and withholds of whom, for the access log: coordinates, never values.</summary>
internal sealed class AccessTally
{
    private readonly Dictionary<ObjectDecision, SubjectTally> _tallies = new(ReferenceEqualityComparer.Instance);

    /// <summary>What is counted for objects that share a decision.</summary>
    public SubjectTally Of(ObjectDecision decision)
    {
        if (!_tallies.TryGetValue(decision, out var tally))
        {
            tally = new SubjectTally();
            _tallies.Add(decision, tally);
        }

        return tally;
    }

    /// <summary>Whoever something is given of.</summary>
    public IReadOnlyCollection<string> Persons() => Persons(tally => tally.Given.Any());

    /// <summary>Whoever something is given of, or withheld so that the answer says so.</summary>
    public IReadOnlyCollection<string> Mentioned() => Persons(tally =>
        tally.Given.Any() || tally.Withheld.Any(mark => mark.Effect != Effect.Hide));

    /// <summary>One block for each person.</summary>
    /// <param name="pseudonym">The pseudonym of a person.</param>
    /// <param name="lists">The operation's lists.</param>
    public OutcomeEntry Entry(Func<string, string> pseudonym, CoordinateLists lists)
    {
        var blocks = new Dictionary<string, SubjectBlock>(StringComparer.Ordinal);
        foreach (var (decision, tally) in _tallies)
        {
            foreach (var person in tally.IsEmpty ? [] : PersonsOf(decision.Context))
            {
                if (!blocks.TryGetValue(person, out var block))
                {
                    blocks.Add(person, block = new SubjectBlock(person.Length == 0 ? "" : pseudonym(person)));
                }

                block.Tally.Add(tally);
                block.Rely(decision.ReliedOn);
            }
        }

        return new OutcomeEntry(
        [
            .. blocks.Values.OrderBy(block => block.Name, StringComparer.Ordinal)
                .Select(block => block.AccessTo(lists)),
        ]);
    }

    private HashSet<string> Persons(Func<SubjectTally, bool> picks) => _tallies
        .Where(each => picks(each.Value))
        .SelectMany(each => each.Key.Context.Subjects.Select(subject => subject.Person))
        .ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> PersonsOf(SubjectContext context) => context.Subjects.IsEmpty
        ? [""]
        : context.Subjects.Select(subject => subject.Person).Distinct();

    /// <summary>What is given and withheld of one person.</summary>
    private sealed class SubjectBlock(string name)
    {
        private SortedSet<string>? _reliedOn;

        public string Name { get; } = name;

        public SubjectTally Tally { get; } = new();

        /// <summary>Notes recorded decisions that it rests on.</summary>
        public void Rely(IReadOnlyCollection<string> decisions)
        {
            if (decisions.Count > 0)
            {
                (_reliedOn ??= new SortedSet<string>(StringComparer.Ordinal)).UnionWith(decisions);
            }
        }

        public SubjectAccess AccessTo(CoordinateLists lists) => new(Name, lists.Of(Tally))
        {
            ReliedOn = [.. _reliedOn ?? []],
        };
    }
}
