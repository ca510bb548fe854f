using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>
/// The decisions of one answer. Objects about the same persons, of the same agency, share one: which record it is
/// matters only for a record that somebody has a link to, or that a decision about sharing names.
/// </summary>
internal sealed class SubjectDecisions : IEqualityComparer<SubjectContext>
{
    private readonly CallerRow _row;
    private readonly RegisterAnswer _register;
    private readonly HashSet<string> _namedRecords;
    private readonly Dictionary<SubjectContext, ObjectDecision> _decisions;

    /// <summary>Begins with none.</summary>
    /// <param name="row">The caller.</param>
    /// <param name="register">What the register answered.</param>
    public SubjectDecisions(CallerRow row, RegisterAnswer register)
    {
        _row = row;
        _register = register;
        _namedRecords = register.Persons.Values
            .SelectMany(facts => facts.Links.Select(link => link.Record)
                .Concat(facts.Sharing.SelectMany(decision => decision.Records)))
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        _decisions = new Dictionary<SubjectContext, ObjectDecision>(this);
    }

    /// <summary>The decision for an object.</summary>
    /// <param name="context">Whose data it is.</param>
    public ObjectDecision Of(SubjectContext context)
    {
        if (!_decisions.TryGetValue(context, out var decision))
        {
            decision = new ObjectDecision(_row, context, _register);
            _decisions.Add(context, decision);
        }

        return decision;
    }

    /// <inheritdoc/>
    public bool Equals(SubjectContext? x, SubjectContext? y) => ReferenceEquals(x, y)
        || (x is not null && y is not null && x.Owner == y.Owner && HaveSameSubjects(x, y) && Equals(x.Around, y.Around)
            && _namedRecords.All(record => x.Records.Contains(record) == y.Records.Contains(record)));

    /// <inheritdoc/>
    public int GetHashCode(SubjectContext obj)
    {
        var hash = default(HashCode);
        hash.Add(obj.Owner);
        foreach (var subject in obj.Subjects)
        {
            hash.Add(subject.Person);
            hash.Add(subject.Role);
        }

        return hash.ToHashCode();
    }

    private static bool HaveSameSubjects(SubjectContext x, SubjectContext y)
    {
        if (x.Subjects.Length != y.Subjects.Length)
        {
            return false;
        }

        for (var at = 0; at < x.Subjects.Length; at++)
        {
            if (x.Subjects[at].Person != y.Subjects[at].Person || x.Subjects[at].Role != y.Subjects[at].Role)
            {
                return false;
            }
        }

        return true;
    }
}
