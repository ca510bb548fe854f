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
    private readonly Dictionary<(string Record, string Type), (HashSet<string> Persons, ClassSet Classes)>
        _records = [];

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
                [.. entry.Value.Persons.Order(StringComparer.Ordinal)],
                access.Row.Table.CodesOf(entry.Value.Classes))),
    ];

    /// <summary>Enters an object; what is given below counts for the record that it is.</summary>
    /// <param name="facts">Its selection and type.</param>
    /// <param name="context">Whose data it is.</param>
    /// <returns>What to leave it with.</returns>
    public Pending? Enter(ObjectFacts facts, SubjectContext context)
    {
        var outer = _open;
        if (facts.IsRecord)
        {
            _open = new Pending(facts, context) { Record = context.Records.LastOrDefault() };
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

    /// <summary>Notes a field that is given.</summary>
    /// <param name="facts">The field.</param>
    /// <param name="effect">How.</param>
    /// <param name="value">Its value, where it is given as it is.</param>
    public void Give(FieldFacts facts, Effect effect, DataValue value)
    {
        if (_open is not { } open)
        {
            return;
        }

        if (facts.Coordinate == open.Facts.Mention)
        {
            open.Record = value.Text;
            open.IsGiven = true;
        }

        // Its key, its agency and whom to ask are no content: they stand with every record that is there.
        if (!facts.Labels.Own.IsEmpty && !facts.Labels.IsFacet)
        {
            open.IsGiven = true;
            open.Classes = effect == Effect.Clear ? open.Classes.With(facts.Labels.Own) : open.Classes;
        }
    }

    private void Add(string record, Pending shown)
    {
        if (!_records.TryGetValue((record, shown.Facts.TypeName), out var entry))
        {
            entry = (new HashSet<string>(StringComparer.Ordinal), ClassSet.Empty);
        }

        entry.Persons.UnionWith(shown.Context.Subjects.Select(subject => subject.Person));
        _records[(record, shown.Facts.TypeName)] = (entry.Persons, entry.Classes.With(shown.Classes));
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
