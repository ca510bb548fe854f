using System.Collections.Immutable;
using Aggregator.Planning;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>
/// Notes which records an answer shows and which classes of each in full: what the hub is told, never a value. A record
/// is an object that names itself and its agency, or one that names another record.
/// </summary>
internal sealed class ShownTally(PolicyAccess access)
{
    private const string MentionField = "recordId";

    private readonly Dictionary<(string Record, string Type), (HashSet<string> Persons, ClassSet Classes)>
        _records = [];

    private readonly SortedSet<string> _looks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (bool IsRecord, bool IsChild)> _types = new(StringComparer.Ordinal);
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
    /// <param name="typeName">Its type.</param>
    /// <param name="context">Whose data it is.</param>
    /// <returns>What to leave it with.</returns>
    public Pending? Enter(string typeName, SubjectContext context)
    {
        var outer = _open;
        if (KindOf(typeName).IsRecord)
        {
            _open = new Pending(typeName, context) { Record = context.Records.LastOrDefault() };
        }

        return outer;
    }

    /// <summary>Leaves an object.</summary>
    /// <param name="outer">What entering gave.</param>
    /// <param name="typeName">Its type.</param>
    /// <param name="context">Whose data it is.</param>
    /// <param name="stands">False when it is not shown after all.</param>
    public void Leave(Pending? outer, string typeName, SubjectContext context, bool stands)
    {
        if (!ReferenceEquals(_open, outer))
        {
            if (stands && _open is { Record: { } record, IsGiven: true } shown)
            {
                Add(record, shown);
            }

            _open = outer;
        }

        if (stands && KindOf(typeName).IsChild && context.Subjects is [var child, ..])
        {
            _ = _looks.Add(child.Person);
        }
    }

    /// <summary>Notes a field that is given.</summary>
    /// <param name="facts">The field.</param>
    /// <param name="effect">How.</param>
    /// <param name="text">Its text, where it names a record.</param>
    public void Give(FieldFacts facts, Effect effect, Func<string?> text)
    {
        if (_open is not { } open)
        {
            return;
        }

        if (facts.Coordinate == open.Type + "." + MentionField)
        {
            open.Record = text();
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
        if (!_records.TryGetValue((record, shown.Type), out var entry))
        {
            entry = (new HashSet<string>(StringComparer.Ordinal), ClassSet.Empty);
        }

        entry.Persons.UnionWith(shown.Context.Subjects.Select(subject => subject.Person));
        _records[(record, shown.Type)] = (entry.Persons, entry.Classes.With(shown.Classes));
    }

    private (bool IsRecord, bool IsChild) KindOf(string typeName)
    {
        if (!_types.TryGetValue(typeName, out var kind))
        {
            var type = access.Supergraph.Types.Type(typeName);
            bool Has(string field) => type?.Field(field) is { Arguments.IsEmpty: true, Type.IsNonNull: true };
            var subjects = access.Labels.Type(typeName).Subjects;
            kind = (
                Has(InternalKeys.OwnerField) && (Has(InternalKeys.RecordField) || Has(MentionField)),
                subjects.Any(subject => subject is { Role: SubjectRole.Child, Path: [InternalKeys.RecordField] }));
            _types.Add(typeName, kind);
        }

        return kind;
    }

    /// <summary>A record whose fields are being decided on.</summary>
    internal sealed class Pending(string type, SubjectContext context)
    {
        public string Type { get; } = type;

        public SubjectContext Context { get; } = context;

        public string? Record { get; set; }

        public bool IsGiven { get; set; }

        public ClassSet Classes { get; set; } = ClassSet.Empty;
    }
}
