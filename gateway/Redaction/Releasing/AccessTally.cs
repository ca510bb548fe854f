using Aggregator.Audit;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>Counts what an answer gives and withholds of whom, for the access log: coordinates, never values.</summary>
internal sealed class AccessTally
{
    private readonly Dictionary<ObjectDecision, SubjectTally> _tallies = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<(ObjectDecision Decision, string Person)> _told = [];
    private readonly HashSet<(SubjectContext Context, ReadBelow Below)> _read = [];

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

    /// <summary>
    /// Who counts for the caller's limit of people: whoever the answer gives something of and says so, and for each
    /// person below whom records are read as many others as there are in the one with most. So it depends on nobody
    /// whom the answer keeps back who that is, and not on whether it is the same person in two records.
    /// </summary>
    /// <param name="hidden">Those of whom nothing may tell that they are there.</param>
    public IReadOnlyCollection<CountedPerson> Counted(IReadOnlySet<string> hidden)
    {
        var counted = _told.Where(told => _tallies[told.Decision].Given.Any())
            .Select(told => CountedPerson.Named(told.Person))
            .ToHashSet();
        foreach (var (context, below) in _read)
        {
            // One of them may be the person below whom it is read; nothing tells whether it is.
            var all = context.Subjects.Select(subject => subject.Person).Where(each => !hidden.Contains(each))
                .Distinct().Count();
            counted.UnionWith(Enumerable.Range(1, Math.Max(0, below.IsPerson ? all - 1 : all))
                .Select(other => new CountedPerson(below.Of, other)));
        }

        return counted;
    }

    /// <summary>Whoever something is given of, or withheld so that the answer says so.</summary>
    public IReadOnlyCollection<string> Mentioned() => Persons(tally =>
        tally.Given.Any() || tally.Withheld.Any(mark => mark.Effect != Effect.Hide));

    /// <summary>Notes where something about these persons is read.</summary>
    public void Read(SubjectContext context, ReadBelow below) => _read.Add((context, below));

    /// <summary>Notes that the answer says that what shares a decision is of that person.</summary>
    public void Tell(ObjectDecision decision, string person) => _told.Add((decision, person));

    /// <summary>True when the answer tells of somebody whom a link or broken glass opens.</summary>
    public bool TellsOfReached => _told.Any(told => told.Decision.Context.Subjects.Any(subject =>
        subject.Person == told.Person && subject.Facts is { IsReached: true }));

    /// <summary>
    /// One block for each person with what the answer says is of that person, and one with what it does not say so of.
    /// </summary>
    /// <param name="pseudonym">The pseudonym of a person.</param>
    /// <param name="lists">The operation's lists.</param>
    public OutcomeEntry Entry(Func<string, string> pseudonym, CoordinateLists lists)
    {
        var blocks = new Dictionary<(string Person, bool IsTold), SubjectBlock>();
        foreach (var (decision, tally) in _tallies)
        {
            foreach (var person in tally.IsEmpty ? [] : PersonsOf(decision.Context))
            {
                var isTold = person.Length == 0 || _told.Contains((decision, person));
                if (!blocks.TryGetValue((person, isTold), out var block))
                {
                    var name = person.Length == 0 ? "" : pseudonym(person);
                    blocks.Add((person, isTold), block = new SubjectBlock(name, isTold));
                }

                block.Tally.Add(tally);
                block.Rely(decision.ReliedOn);
            }
        }

        return new OutcomeEntry(
        [
            .. blocks.Values.OrderBy(block => block.Name, StringComparer.Ordinal)
                .ThenByDescending(block => block.IsTold)
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
    private sealed class SubjectBlock(string name, bool isTold)
    {
        private SortedSet<string>? _reliedOn;

        public string Name { get; } = name;

        public bool IsTold { get; } = isTold;

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
            IsTold = IsTold,
        };
    }
}
