using System.Collections.Immutable;
using Aggregator.Execution;
using Aggregator.Planning;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>Reads whose data an object is from what screening asked for besides: never from what the client
/// selected.</summary>
internal static class SubjectReader
{
    /// <summary>Every person that the data names as a subject.</summary>
    /// <param name="data">What was fetched.</param>
    /// <param name="facts">What is known of the operation.</param>
    public static IReadOnlyCollection<string> Persons(FetchedData data, ReleaseFacts facts)
    {
        var persons = new List<string>();
        Collect(data.Root, data.Plan.Plan.Response, facts, persons);
        return persons.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Whose data an object is.</summary>
    /// <param name="value">The object.</param>
    /// <param name="facts">What is known of its selection and type.</param>
    /// <param name="around">Whose data the object around is.</param>
    /// <param name="register">What the register answered.</param>
    public static SubjectContext Read(
        DataObject value, ObjectFacts facts, SubjectContext around, RegisterAnswer register)
    {
        var (owner, records) = (around.Owner, around.Records);
        foreach (var slot in facts.Owners)
        {
            owner = value[slot].Text ?? owner;
        }

        foreach (var slot in facts.Records)
        {
            records = value[slot].Text is { } record ? [.. records, record] : records;
        }

        if (facts.Labels.Subjects.IsEmpty)
        {
            return owner == around.Owner && records == around.Records
                ? around
                : around with { Owner = owner, Records = records };
        }

        var subjects = Subjects(value, facts, register);
        var isThirdPartyOnly = subjects.Length > 0 && subjects.All(subject => subject.Role == SubjectRole.ThirdParty);
        return new SubjectContext
        {
            Subjects = subjects,
            Around = isThirdPartyOnly && !around.Subjects.IsEmpty ? around : null,
            Owner = owner,
            Records = records,
        };
    }

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

    private static ImmutableArray<DecidedSubject> Subjects(DataObject value, ObjectFacts facts, RegisterAnswer register)
    {
        var subjects = ImmutableArray.CreateBuilder<DecidedSubject>(facts.Subjects.Length);
        var persons = new List<string>();
        foreach (var (way, role) in facts.Subjects)
        {
            persons.Clear();
            Named(value, way, persons);
            foreach (var person in persons)
            {
                var subject = new DecidedSubject(person, role, register.Persons.GetValueOrDefault(person));
                if (!subjects.Contains(subject))
                {
                    subjects.Add(subject);
                }
            }
        }

        return subjects.DrainToImmutable();
    }

    private static void Named(DataObject value, SubjectWay way, List<string> persons)
    {
        var before = persons.Count;
        Ends(value[way.Field.Slot], way.Field, persons);
        if (persons.Count > before)
        {
            return;
        }

        foreach (var slot in way.StandIns)
        {
            if (value[slot].Text is { } person)
            {
                persons.Add(person);
                return;
            }
        }
    }

    // The ends of a way: internal keys lead through objects and lists to person ids.
    private static void Ends(DataValue value, ResponseField field, List<string> persons)
    {
        if (value.Kind == DataKind.List)
        {
            foreach (var item in value)
            {
                Ends(item, field, persons);
            }
        }
        else if (value.Kind == DataKind.Object && field.Children is { Fields: [var next, ..] })
        {
            Ends(value.Object[next.Slot], next, persons);
        }
        else if (value.Text is { } person)
        {
            persons.Add(person);
        }
    }

    private static void Collect(DataObject value, ResponseSet fields, ReleaseFacts facts, List<string> persons)
    {
        var internals = facts.Internals(fields);
        foreach (var way in internals.Subjects)
        {
            Named(value, way, persons);
        }

        foreach (var field in internals.Below)
        {
            Collect(value[field.Slot], field.Children!, facts, persons);
        }
    }

    private static void Collect(DataValue value, ResponseSet fields, ReleaseFacts facts, List<string> persons)
    {
        if (value.Kind == DataKind.Object)
        {
            Collect(value.Object, fields, facts, persons);
        }
        else if (value.Kind == DataKind.List)
        {
            foreach (var item in value)
            {
                Collect(item, fields, facts, persons);
            }
        }
    }
}
