namespace Aggregator.Redaction;

/// <summary>
/// Notes whom an answer says that something is of: the person in whose part of the answer it is read, or who is named
/// in it. That a person is named elsewhere in the answer, or stands further above, does not tell that this is of that
/// person too. Notes also how many a record is about, by where it is read.
/// </summary>
internal sealed class ToldPersons
{
    // The objects that are being gone into, outermost first.
    private readonly List<(SubjectScope Scope, string? Person)> _around = [];
    private readonly List<(SubjectScope Scope, string Person)> _told = [];
    private readonly List<(SubjectScope Scope, ReadBelow Below)> _read = [];

    /// <summary>Goes into an object.</summary>
    /// <param name="facts">Its selection and type.</param>
    /// <param name="scope">Whose data it is.</param>
    /// <param name="counted">For whom its fields are counted.</param>
    /// <param name="record">The record that it is, or is part of; null for none.</param>
    /// <returns>What to leave it with.</returns>
    public (int Told, int Read) Enter(
        ObjectFacts facts, SubjectScope scope, HashSet<SubjectScope> counted, string? record)
    {
        var before = (_told.Count, _read.Count);
        var named = facts.Labels.IsPerson && scope.Context.Subjects is [var subject, ..] ? subject.Person : null;
        var above = _around.FindLastIndex(outer => outer.Person is not null);
        var person = above < 0 ? null : _around[above].Person;
        for (var at = above + 1; at < _around.Count && named is not null; at++)
        {
            Note(_around[at].Scope, named);
        }

        foreach (var own in counted)
        {
            Note(own, named ?? person);
        }

        if (named is null && !scope.Context.Subjects.IsEmpty
            && (_around.Count == 0 || !ReferenceEquals(_around[^1].Scope, scope)))
        {
            _read.Add((scope, new ReadBelow(person ?? record ?? "", person is not null)));
        }

        _around.Add((scope, named));
        return before;
    }

    /// <summary>Leaves the object that was gone into last.</summary>
    /// <param name="before">What entering it gave.</param>
    /// <param name="stands">False when it is not in the answer after all: it names nobody.</param>
    public void Leave((int Told, int Read) before, bool stands)
    {
        _around.RemoveAt(_around.Count - 1);
        if (!stands)
        {
            _told.RemoveRange(before.Told, _told.Count - before.Told);
            _read.RemoveRange(before.Read, _read.Count - before.Read);
        }
    }

    /// <summary>Tells the tally.</summary>
    public void Settle(AccessTally tally)
    {
        foreach (var (scope, person) in _told)
        {
            tally.Tell(scope, person);
        }

        foreach (var (scope, below) in _read)
        {
            tally.Read(scope, below);
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

/// <summary>Where a record is read.</summary>
/// <param name="Of">The person below whom; with nobody above, the record itself.</param>
/// <param name="IsPerson">True for a person.</param>
internal readonly record struct ReadBelow(string Of, bool IsPerson);
