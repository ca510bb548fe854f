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

    /// <summary>One block for each person.</summary>
    /// <param name="pseudonym">The pseudonym of a person.</param>
    public OutcomeEntry Entry(Func<string, string> pseudonym)
    {
        var blocks = new SortedDictionary<string, SubjectTally>(StringComparer.Ordinal);
        var names = new Dictionary<string, string>(StringComparer.Ordinal) { [""] = "" };
        foreach (var (decision, tally) in _tallies)
        {
            foreach (var person in tally.IsEmpty ? [] : PersonsOf(decision.Context))
            {
                if (!names.TryGetValue(person, out var name))
                {
                    names.Add(person, name = pseudonym(person));
                }

                if (!blocks.TryGetValue(name, out var block))
                {
                    blocks.Add(name, block = new SubjectTally());
                }

                block.Add(tally);
                block.Rely(decision.ReliedOn);
            }
        }

        return new OutcomeEntry([.. blocks.Select(block => block.Value.AccessTo(block.Key))]);
    }

    private static IEnumerable<string> PersonsOf(SubjectContext context) => context.Subjects.IsEmpty
        ? [""]
        : context.Subjects.Select(subject => subject.Person).Distinct();
}

/// <summary>What is given and withheld of somebody.</summary>
internal sealed class SubjectTally
{
    // By reference: the facts of fields hold the same object for the same coordinate.
    private readonly HashSet<string> _given = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, WithheldCoordinate> _withheld = new(ReferenceEqualityComparer.Instance);
    private SortedSet<string>? _reliedOn;

    public bool IsEmpty => _given.Count == 0 && _withheld.Count == 0;

    public void Give(string coordinate) => _ = _given.Add(coordinate);

    /// <summary>Notes why a coordinate was withheld; the first reason stays.</summary>
    public void Withhold(string coordinate, Effect effect, string rule) => _ = _withheld.TryAdd(
        coordinate, new WithheldCoordinate(coordinate, Effects.NameOf(effect), rule));

    /// <summary>Takes another's in.</summary>
    public void Add(SubjectTally other)
    {
        _given.UnionWith(other._given);
        foreach (var (coordinate, withheld) in other._withheld)
        {
            _ = _withheld.TryAdd(coordinate, withheld);
        }
    }

    /// <summary>Notes recorded decisions that it rests on.</summary>
    public void Rely(IReadOnlyCollection<string> decisions)
    {
        if (decisions.Count > 0)
        {
            (_reliedOn ??= new SortedSet<string>(StringComparer.Ordinal)).UnionWith(decisions);
        }
    }

    /// <summary>As the log has it.</summary>
    public SubjectAccess AccessTo(string name) => new(
        name,
        [.. _given.Order(StringComparer.Ordinal)],
        [.. _withheld.Values.OrderBy(withheld => withheld.Coordinate, StringComparer.Ordinal)])
    {
        ReliedOn = [.. _reliedOn ?? []],
    };
}
