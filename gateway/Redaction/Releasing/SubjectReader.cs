using System.Collections.Immutable;
using Aggregator.Execution;
using Aggregator.Planning;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>Reads whose data an object is from what screening asked for besides: never from what the client
/// selected.</summary>
internal sealed class SubjectReader(PolicyAccess access)
{
    /// <summary>Every person that the data names as a subject.</summary>
    public static IEnumerable<string> Persons(FetchedData data)
    {
        var persons = new HashSet<string>(StringComparer.Ordinal);
        Collect(data.Root, data.Plan.Plan.Response, persons);
        return persons;
    }

    /// <summary>Whose data an object is.</summary>
    /// <param name="value">The object.</param>
    /// <param name="typeName">Its concrete type.</param>
    /// <param name="fields">Its selection.</param>
    /// <param name="around">Whose data the object around is.</param>
    /// <param name="register">What the register answered.</param>
    public SubjectContext Read(
        DataObject value, string typeName, ResponseSet fields, SubjectContext around, RegisterAnswer register)
    {
        var labels = access.Labels.Type(typeName).Subjects;
        var subjects = ImmutableArray.CreateBuilder<DecidedSubject>();
        var owner = around.Owner;
        var records = around.Records;
        foreach (var field in fields.Fields)
        {
            if (field.Kind != ResponseFieldKind.Internal || !IsFor(field, typeName))
            {
                continue;
            }

            var name = InternalKeys.NameOf(field.ResponseKey);
            if (name == InternalKeys.OwnerField)
            {
                owner = value[field.Slot].Text ?? owner;
            }
            else if (name == InternalKeys.RecordField)
            {
                records = value[field.Slot].Text is { } record ? [.. records, record] : records;
            }
            else if (int.TryParse(name.AsSpan(1), out var place) && place < labels.Length)
            {
                var role = labels[place].Role;
                foreach (var person in Named(value, fields, field, labels[place].Path))
                {
                    subjects.Add(new DecidedSubject(person, role, register.Persons.GetValueOrDefault(person)));
                }
            }
        }

        if (labels.IsEmpty)
        {
            return owner == around.Owner && records == around.Records
                ? around
                : around with { Owner = owner, Records = records };
        }

        var isThirdPartyOnly = subjects.Count > 0 && subjects.All(subject => subject.Role == SubjectRole.ThirdParty);
        return new SubjectContext
        {
            Subjects = [.. subjects.Distinct()],
            Around = isThirdPartyOnly && !around.Subjects.IsEmpty ? around : null,
            Owner = owner,
            Records = records,
        };
    }

    private static bool IsFor(ResponseField field, string typeName) =>
        field.OnTypes.IsEmpty || field.OnTypes.Contains(typeName);

    // The person's own key is the same wherever it was read: what the client selected of it stands in for a key that an
    // agency which did not answer was asked for.
    private static IEnumerable<string> Named(
        DataObject value, ResponseSet fields, ResponseField field, ImmutableArray<string> path)
    {
        var named = Values(value, field);
        return path.Length > 1 || field.Children is not null || named.Any()
            ? named
            : fields.Fields
                .Where(other => other.Kind == ResponseFieldKind.Data && Coordinate(other) == path[0])
                .Select(other => value[other.Slot].Text)
                .OfType<string>()
                .Take(1);
    }

    private static string Coordinate(ResponseField field) =>
        field.Coordinate[(field.Coordinate.IndexOf('.', StringComparison.Ordinal) + 1)..];

    // The ends of a way: internal keys lead through objects and lists to person ids.
    private static IEnumerable<string> Values(DataObject value, ResponseField field) => Ends(value[field.Slot], field);

    private static IEnumerable<string> Ends(DataValue value, ResponseField field)
    {
        if (value.Kind == DataKind.List)
        {
            var ends = new List<string>();
            foreach (var item in value)
            {
                ends.AddRange(Ends(item, field));
            }

            return ends;
        }

        return value.Kind == DataKind.Object && field.Children is { Fields: [var next, ..] }
            ? Values(value.Object, next)
            : value.Text is { } person ? [person] : [];
    }

    private static void Collect(DataObject value, ResponseSet fields, HashSet<string> persons)
    {
        foreach (var field in fields.Fields)
        {
            if (field.Slot < 0)
            {
                continue;
            }

            if (field.Kind == ResponseFieldKind.Internal)
            {
                if (InternalKeys.NameOf(field.ResponseKey) is ['s', >= '0' and <= '9', ..])
                {
                    persons.UnionWith(Named(value, fields, field, [Coordinate(field)]));
                }
            }
            else if (field.Children is { } children)
            {
                Collect(value[field.Slot], children, persons);
            }
        }
    }

    private static void Collect(DataValue value, ResponseSet fields, HashSet<string> persons)
    {
        if (value.Kind == DataKind.Object)
        {
            Collect(value.Object, fields, persons);
        }
        else if (value.Kind == DataKind.List)
        {
            foreach (var item in value)
            {
                Collect(item, fields, persons);
            }
        }
    }
}
