using System.Collections.Immutable;
using Aggregator.Execution;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>
/// Notes which records an answer shows and which classes of each in full: what the hub is told, never a value. A record
/// is an object that names itself and its agency, or one that names another record.
/// </summary>
internal sealed class ShownTally(PolicyAccess access)
{
    private readonly Dictionary<(string Record, string Type), Entry> _records = [];

    private readonly SortedSet<string> _looks = new(StringComparer.Ordinal);
    private Pending? _open;

    /// <summary>The children whose view was shown.</summary>
    public ImmutableArray<string> Looks => [.. _looks];

    /// <summary>The records that were shown, each once.</summary>
    public ImmutableArray<ShownRecord> Records =>
    [
        .. _records.OrderBy(entry => entry.Key.Record, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Type, StringComparer.Ordinal)
            .Select(entry => new ShownRecord(
                entry.Key.Record,
                entry.Key.Type,
                [.. entry.Value.Persons],
                access.Row.Table.CodesOf(entry.Value.Classes))),
    ];

    /// <summary>Enters an object; what is given below counts for the record that it is.</summary>
    /// <param name="facts">Its selection and type.</param>
    /// <param name="context">Whose data it is.</param>
    /// <param name="record">The record that it is, or is part of; null for none.</param>
    /// <returns>What to leave it with.</returns>
    public Pending? Enter(ObjectFacts facts, SubjectContext context, string? record)
    {
        var outer = _open;
        if (facts.IsRecord)
        {
            _open = new Pending(facts, context) { Record = record };
        }

        return outer;
    }

    /// <summary>Leaves an object.</summary>
    /// <param name="outer">What entering gave.</param>
    /// <param name="facts">Its selection and type.</param>
    /// <param name="context">Whose data it is.</param>
    /// <param name="stands">False when it is not shown after all.</param>
    public void Leave(Pending? outer, ObjectFacts facts, SubjectContext context, bool stands)
    {
        if (!ReferenceEquals(_open, outer))
        {
            if (stands && _open is { Record: { } record, IsGiven: true } shown)
            {
                Add(record, shown);
            }

            _open = outer;
        }

        if (stands && facts.IsChild && context.Subjects is [var child, ..])
        {
            _ = _looks.Add(child.Person);
        }
    }

    /// <summary>Notes what is given of an object.</summary>
    /// <param name="release">What was decided on its fields.</param>
    /// <param name="value">The object.</param>
    public void Give(ObjectRelease release, DataObject value)
    {
        if (_open is not { } open)
        {
            return;
        }

        open.IsGiven |= release.GivesContent;
        open.Classes = open.Classes.With(release.GivenInFull);
        if (release.Mention is { } mention && ReferenceEquals(release.Facts, open.Facts))
        {
            open.Record = release.HidesMention ? null : value[mention.Field.Slot].Text;
            open.IsGiven = true;
        }
    }

    /// <summary>Notes a field that is given of a single object.</summary>
    /// <param name="field">The field.</param>
    /// <param name="effect">How.</param>
    public void Give(FieldFacts field, Effect effect)
    {
        if (_open is { } open)
        {
            open.IsGiven |= field.IsContent;
            open.Classes = open.Classes.With(field.InFull(effect));
        }
    }

    private void Add(string record, Pending shown)
    {
        if (!_records.TryGetValue((record, shown.Facts.TypeName), out var entry))
        {
            _records.Add((record, shown.Facts.TypeName), entry = new Entry());
        }

        entry.Classes = entry.Classes.With(shown.Classes);
        foreach (var subject in shown.Context.Subjects)
        {
            // Few, and sorted.
            var at = entry.Persons.BinarySearch(subject.Person, StringComparer.Ordinal);
            if (at < 0)
            {
                entry.Persons.Insert(~at, subject.Person);
            }
        }
    }

    private sealed class Entry
    {
        public List<string> Persons { get; } = [];

        public ClassSet Classes { get; set; } = ClassSet.Empty;
    }

    /// <summary>A record whose fields are being decided on.</summary>
    internal sealed class Pending(ObjectFacts facts, SubjectContext context)
    {
        public ObjectFacts Facts { get; } = facts;

        public SubjectContext Context { get; } = context;

        public string? Record { get; set; }

        public bool IsGiven { get; set; }

        public ClassSet Classes { get; set; } = ClassSet.Empty;
    }
}
