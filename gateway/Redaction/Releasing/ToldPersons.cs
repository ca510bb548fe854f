namespace Aggregator.Redaction;

/// <summary>
/// Notes whom an answer says that something is of: persons who stand above it, whose record it is read in, or who are
/// named in it. That a person is named elsewhere in the answer does not tell that this is of that person too.
/// </summary>
internal sealed class ToldPersons
{
    // The objects that are being gone into, outermost first.
    private readonly List<(SubjectScope Scope, string? Person)> _around = [];
    private readonly List<(SubjectScope Scope, string Person)> _told = [];

    /// <summary>Goes into an object.</summary>
    /// <param name="facts">Its selection and type.</param>
    /// <param name="scope">Whose data it is.</param>
    /// <param name="counted">For whom its fields are counted.</param>
    /// <returns>What to leave it with.</returns>
    public int Enter(ObjectFacts facts, SubjectScope scope, HashSet<SubjectScope> counted)
    {
        var before = _told.Count;
        var named = facts.Labels.IsPerson && scope.Context.Subjects is [var subject, ..] ? subject.Person : null;
        foreach (var (outer, _) in _around)
        {
            Note(outer, named);
        }

        _around.Add((scope, named));
        foreach (var (_, person) in _around)
        {
            foreach (var own in counted)
            {
                Note(own, person);
            }
        }

        return before;
    }

    /// <summary>Leaves the object that was gone into last.</summary>
    /// <param name="before">What entering it gave.</param>
    /// <param name="stands">False when it is not in the answer after all: it names nobody.</param>
    public void Leave(int before, bool stands)
    {
        _around.RemoveAt(_around.Count - 1);
        if (!stands)
        {
            _told.RemoveRange(before, _told.Count - before);
        }
    }

    /// <summary>Tells the tally.</summary>
    public void Settle(AccessTally tally)
    {
        foreach (var (scope, person) in _told)
        {
            tally.Tell(scope.Decision, person);
        }
    }

    private void Note(SubjectScope scope, string? person)
    {
        foreach (var subject in person is null ? [] : scope.Context.Subjects)
        {
            if (subject.Person == person)
            {
                _told.Add((scope, person));
            }
        }
    }
}
