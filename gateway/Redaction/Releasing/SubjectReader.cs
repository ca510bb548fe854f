using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Aggregator.Execution;
using Aggregator.Planning;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>Reads whose data an object is from what screening asked for besides: never from what the client
/// selected. For one request, on one thread at a time.</summary>
internal sealed class SubjectReader
{
    private readonly LeafTexts _texts = new();
    private readonly List<string> _named = [];
    private readonly List<(string Person, SubjectRole Role)> _subjects = [];

    /// <summary>Every person that the data names as a subject.</summary>
    /// <param name="data">What was fetched.</param>
    /// <param name="facts">What is known of the operation.</param>
    /// <param name="without">Objects that are left out, with all below them.</param>
    public IReadOnlyCollection<string> Persons(FetchedData data, ReleaseFacts facts, IReadOnlySet<int> without)
    {
        var persons = new HashSet<string>(StringComparer.Ordinal);
        Collect(data.Root, facts.Internals(data.Plan.Plan.Response), without, persons);
        return persons;
    }

    /// <summary>The persons whose data an object is, each once in each part; valid until the next call.</summary>
    /// <param name="value">The object.</param>
    /// <param name="facts">What is known of its selection and type.</param>
    public ReadOnlySpan<(string Person, SubjectRole Role)> Subjects(DataObject value, ObjectFacts facts)
    {
        _subjects.Clear();
        foreach (var (way, role) in facts.Subjects)
        {
            _named.Clear();
            Named(value, way);
            foreach (var person in _named)
            {
                if (!_subjects.Contains((person, role)))
                {
                    _subjects.Add((person, role));
                }
            }
        }

        return CollectionsMarshal.AsSpan(_subjects);
    }

    /// <summary>True where there are some, and third parties alone.</summary>
    /// <param name="subjects">The persons.</param>
    public static bool AreThirdParties(ReadOnlySpan<(string Person, SubjectRole Role)> subjects)
    {
        foreach (var (_, role) in subjects)
        {
            if (role != SubjectRole.ThirdParty)
            {
                return false;
            }
        }

        return !subjects.IsEmpty;
    }

    /// <summary>The agency that the object says it is of; null where it says none.</summary>
    public string? Owner(DataObject value, ObjectFacts facts) => Last(value, facts.Owners);

    /// <summary>The agency that an entry of a list names, or a record answers; null where there is none.</summary>
    public string? Named(DataObject value, ObjectFacts facts) => Last(value, facts.Named);

    /// <summary>True when whoever is named by one of the ways is of these persons, and nobody else is.</summary>
    public bool NamesOnly(DataObject value, ObjectFacts facts, IReadOnlySet<string> persons)
    {
        foreach (var way in persons.Count == 0 ? [] : facts.NamedPersons)
        {
            _named.Clear();
            Named(value, way);
            if (_named.Count > 0 && _named.TrueForAll(persons.Contains))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The record that the object says it is; null where it says none.</summary>
    public static string? Record(DataObject value, ObjectFacts facts)
    {
        string? record = null;
        foreach (var slot in facts.Records)
        {
            record = value[slot].Text ?? record;
        }

        return record;
    }

    /// <summary>Whose data an object is by itself, before anything is known of these persons.</summary>
    /// <param name="value">The object.</param>
    /// <param name="facts">What is known of its selection and type.</param>
    public SubjectContext Context(DataObject value, ObjectFacts facts) => new()
    {
        Subjects =
        [
            .. Subjects(value, facts).ToArray()
                .Select(subject => new DecidedSubject(subject.Person, subject.Role, null)),
        ],
        Owner = Owner(value, facts),
        Records = Record(value, facts) is { } record ? [record] : [],
    };

    /// <summary>True when all that says whose data an object is has been answered, if only with null.</summary>
    /// <param name="value">The object.</param>
    /// <param name="facts">What is known of its selection and type.</param>
    public static bool IsKnown(DataObject value, ObjectFacts facts)
    {
        foreach (var slot in facts.Owners.AddRange(facts.Records))
        {
            if (value[slot].Kind != DataKind.Leaf)
            {
                return false;
            }
        }

        return facts.Subjects.All(subject => IsAnswered(value[subject.Way.Field.Slot], subject.Way.Field));
    }

    private static bool IsAnswered(DataValue value, ResponseField field)
    {
        if (value.Kind == DataKind.List)
        {
            foreach (var item in value)
            {
                if (!IsAnswered(item, field))
                {
                    return false;
                }
            }

            return true;
        }

        return value.Kind == DataKind.Object
            ? field.Children is { Fields: [var next, ..] } && IsAnswered(value.Object[next.Slot], next)
            : value.Kind != DataKind.Missing && !value.IsFailed;
    }

    private string? Last(DataObject value, ImmutableArray<int> slots)
    {
        string? text = null;
        foreach (var slot in slots)
        {
            text = _texts.Of(value[slot]) ?? text;
        }

        return text;
    }

    private void Named(DataObject value, SubjectWay way)
    {
        var before = _named.Count;
        Ends(value[way.Field.Slot], way.Field);
        if (_named.Count > before)
        {
            return;
        }

        foreach (var slot in way.StandIns)
        {
            if (_texts.Of(value[slot]) is { } person)
            {
                _named.Add(person);
                return;
            }
        }
    }

    // The ends of a way: internal keys lead through objects and lists to person ids.
    private void Ends(DataValue value, ResponseField field)
    {
        if (value.Kind == DataKind.List)
        {
            foreach (var item in value)
            {
                Ends(item, field);
            }
        }
        else if (value.Kind == DataKind.Object && field.Children is { Fields: [var next, ..] })
        {
            Ends(value.Object[next.Slot], next);
        }
        else if (_texts.Of(value) is { } person)
        {
            _named.Add(person);
        }
    }

    private void Collect(
        DataObject value, InternalFields internals, IReadOnlySet<int> without, HashSet<string> persons)
    {
        if (without.Contains(value.Id))
        {
            return;
        }

        _named.Clear();
        foreach (var way in internals.Subjects)
        {
            Named(value, way);
        }

        foreach (var person in _named)
        {
            _ = persons.Add(person);
        }

        foreach (var (slot, fields) in internals.Below)
        {
            Collect(value[slot], fields, without, persons);
        }
    }

    private void Collect(
        DataValue value, InternalFields internals, IReadOnlySet<int> without, HashSet<string> persons)
    {
        if (value.Kind == DataKind.Object)
        {
            Collect(value.Object, internals, without, persons);
        }
        else if (value.Kind == DataKind.List)
        {
            foreach (var item in value)
            {
                Collect(item, internals, without, persons);
            }
        }
    }
}
