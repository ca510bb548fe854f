using System.Collections.Immutable;
using System.Globalization;
using Aggregator.Planning;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>What releasing needs to know of the objects of one selection that have one concrete type.</summary>
internal sealed class ObjectFacts
{
    private const string MentionField = "recordId";

    public ObjectFacts(ReleaseFacts facts, ResponseSet fields, string typeName)
    {
        var internals = facts.Internals(fields);
        var subjects = facts.Labels.Type(typeName).Subjects;
        TypeName = typeName;
        Labels = facts.Labels.Type(typeName);
        Selected =
        [
            .. fields.Fields
                .Where(field => field.Kind is ResponseFieldKind.Data or ResponseFieldKind.Withheld
                    && IsFor(field, typeName))
                .Select(field => new FieldFacts(facts, typeName, field)),
        ];
        var ways = internals.Subjects.Where(way => IsFor(way.Field, typeName)).ToList();
        Subjects =
        [
            .. ways.Where(way => way.Place < subjects.Length).Select(way => (way, subjects[way.Place].Role)),
        ];
        NamedPersons =
        [
            .. ways.Where(way => way.Place >= subjects.Length && way.Place < subjects.Length + Labels.Named.Length),
        ];
        Owners = [.. internals.Owners.Where(field => IsFor(field, typeName)).Select(field => field.Slot)];
        Named = [.. internals.Named.Where(field => IsFor(field, typeName)).Select(field => field.Slot)];
        Records = [.. internals.Records.Where(field => IsFor(field, typeName)).Select(field => field.Slot)];
        IsChild = subjects.Any(subject => subject is { Role: SubjectRole.Child, Path: [InternalKeys.RecordField] });
        IsRecord = Has(InternalKeys.OwnerField) && (Has(InternalKeys.RecordField) || Has(MentionField));
        Mention = typeName + "." + MentionField;

        bool Has(string field) =>
            facts.Supergraph.Types.Type(typeName)?.Field(field) is { Arguments.IsEmpty: true, Type.IsNonNull: true };
    }

    public string TypeName { get; }

    public TypeClasses Labels { get; }

    /// <summary>What the client selected, whether it was asked or not.</summary>
    public ImmutableArray<FieldFacts> Selected { get; }

    /// <summary>The ways to whose data it is.</summary>
    public ImmutableArray<(SubjectWay Way, SubjectRole Role)> Subjects { get; }

    /// <summary>The ways to who is only named.</summary>
    public ImmutableArray<SubjectWay> NamedPersons { get; }

    /// <summary>The slots that say which agency it is of.</summary>
    public ImmutableArray<int> Owners { get; }

    /// <summary>The slots that say which agency it names, as an entry of a list, or answers, as a record.</summary>
    public ImmutableArray<int> Named { get; }

    /// <summary>The slots that name the record that it is.</summary>
    public ImmutableArray<int> Records { get; }

    /// <summary>True for a type that names itself, or a record, and its agency.</summary>
    public bool IsRecord { get; }

    /// <summary>True for the child, whose view is looked at.</summary>
    public bool IsChild { get; }

    /// <summary>The coordinate of the field that names another record.</summary>
    public string Mention { get; }

    private static bool IsFor(ResponseField field, string typeName) =>
        field.OnTypes.IsEmpty || field.OnTypes.Contains(typeName);
}

/// <summary>What screening asked for besides in one selection, whatever the concrete type.</summary>
internal sealed class InternalFields
{
    public InternalFields(ResponseSet set, ReleaseFacts facts)
    {
        var internals = set.Fields.Where(field => field.Kind == ResponseFieldKind.Internal)
            .Select(field => (Name: InternalKeys.NameOf(field.ResponseKey), Field: field))
            .ToList();
        Subjects =
        [
            .. internals.Where(each => each.Name is ['s', >= '0' and <= '9', ..]).Select(each => new SubjectWay(
                each.Field,
                int.Parse(each.Name.AsSpan(1), CultureInfo.InvariantCulture),
                StandIns(set, each.Field))),
        ];
        Owners = [.. internals.Where(each => each.Name == InternalKeys.OwnerField).Select(each => each.Field)];
        Named = [.. internals.Where(each => each.Name == InternalKeys.Named).Select(each => each.Field)];
        Records = [.. internals.Where(each => each.Name == InternalKeys.RecordField).Select(each => each.Field)];
        Below =
        [
            .. set.Fields.Where(field =>
                    field is { Kind: not ResponseFieldKind.Internal, Slot: >= 0, Children: not null })
                .Select(field => (field.Slot, facts.Internals(field.Children!)))
                .Where(each => each.Item2.NamesSomebody),
        ];
    }

    public ImmutableArray<SubjectWay> Subjects { get; }

    public ImmutableArray<ResponseField> Owners { get; }

    public ImmutableArray<ResponseField> Named { get; }

    public ImmutableArray<ResponseField> Records { get; }

    /// <summary>The slots of selected fields that lead to objects in which, or below which, somebody is
    /// named.</summary>
    public ImmutableArray<(int Slot, InternalFields Fields)> Below { get; }

    private bool NamesSomebody => !Subjects.IsEmpty || !Below.IsEmpty;

    // The person's own key is the same wherever it was read: what the client selected of it stands in for a key that an
    // agency which did not answer was asked for.
    private static ImmutableArray<int> StandIns(ResponseSet set, ResponseField way) => way.Children is not null
        ? []
        :
        [
            .. set.Fields
                .Where(field => field.Kind == ResponseFieldKind.Data && NameOf(field) == NameOf(way))
                .Select(field => field.Slot),
        ];

    private static string NameOf(ResponseField field) =>
        field.Coordinate[(field.Coordinate.IndexOf('.', StringComparison.Ordinal) + 1)..];
}

/// <summary>A way from an object to persons, as screening asked for it.</summary>
/// <param name="Field">Its first step.</param>
/// <param name="Place">Which of the type's subjects it leads to.</param>
/// <param name="StandIns">Slots whose first text counts where the way leads to nobody.</param>
internal sealed record SubjectWay(ResponseField Field, int Place, ImmutableArray<int> StandIns);
