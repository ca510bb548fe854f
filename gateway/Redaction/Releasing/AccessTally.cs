using Aggregator.Audit;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>Counts what an answer gives and withholds of whom, for the access log: coordinates, never values.</summary>
internal sealed class AccessTally
{
    private readonly List<SubjectScope> _scopes = [];
    private readonly HashSet<(SubjectScope Scope, string Person)> _told = [];
    private readonly HashSet<(SubjectScope Scope, ReadBelow Below)> _read = [];

    /// <summary>Takes in what is counted for objects that share a scope.</summary>
    public void Add(SubjectScope scope) => _scopes.Add(scope);

    /// <summary>
    /// Who counts for the caller's limit of people: whoever the answer says that something is of, and for each
    /// person below whom records are read as many others as there are in the one with most. So it depends on nobody
    /// whom the answer keeps back who that is, and not on whether it is the same person in two records.
    /// </summary>
    /// <param name="hidden">Those of whom nothing may tell that they are there.</param>
    public IReadOnlyCollection<CountedPerson> Counted(IReadOnlySet<string> hidden)
    {
        var counted = _told.Select(told => CountedPerson.Named(told.Person)).ToHashSet();
        foreach (var (scope, below) in _read)
        {
            // One of them may be the person below whom it is read; nothing tells whether it is.
            var all = PersonsOf(scope.Context).Count(each => !hidden.Contains(each));
            counted.UnionWith(Enumerable.Range(1, Math.Max(0, below.IsPerson ? all - 1 : all))
                .Select(other => new CountedPerson(below.Of, other)));
        }

        return counted;
    }

    /// <summary>Whoever something is given of, or withheld so that the answer says so.</summary>
    public IReadOnlyCollection<string> Mentioned() => _scopes
        .Where(scope => scope.Tally.Given.Any() || scope.Tally.Withheld.Any(mark => mark.Effect != Effect.Hide))
        .SelectMany(scope => scope.Context.Subjects.Select(subject => subject.Person))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Notes where something about the persons of a scope is read.</summary>
    public void Read(SubjectScope scope, ReadBelow below) => _read.Add((scope, below));

    /// <summary>Notes that the answer says that what shares a scope is of that person.</summary>
    public void Tell(SubjectScope scope, string person) => _told.Add((scope, person));

    /// <summary>True when the answer tells of somebody whom a link or broken glass opens.</summary>
    public bool TellsOfReached => _told.Any(told => told.Scope.Context.Subjects.Any(subject =>
        subject.Person == told.Person && subject.Facts is { IsReached: true }));

    /// <summary>
    /// One block for each person with what the answer says is of that person, and one with what it does not say so of.
    /// </summary>
    /// <param name="pseudonym">The pseudonym of a person.</param>
    /// <param name="lists">The operation's lists.</param>
    public OutcomeEntry Entry(Func<string, string> pseudonym, CoordinateLists lists)
    {
        var blocks = new Dictionary<(string Person, bool IsTold), SubjectBlock>();
        foreach (var scope in _scopes)
        {
            foreach (var person in scope.Tally.IsEmpty ? [] : PersonsOf(scope.Context))
            {
                var isTold = person.Length == 0 || _told.Contains((scope, person));
                if (!blocks.TryGetValue((person, isTold), out var block))
                {
                    var name = person.Length == 0 ? "" : pseudonym(person);
                    blocks.Add((person, isTold), block = new SubjectBlock(name, isTold));
                }

                block.Tally.Add(scope.Tally);
                block.Rely(scope.Decision.ReliedOn);
            }
        }

        return new OutcomeEntry(
        [
            .. blocks.Values.OrderBy(block => block.Name, StringComparer.Ordinal)
                .ThenByDescending(block => block.IsTold)
                .Select(block => block.AccessTo(lists)),
        ]);
    }

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
