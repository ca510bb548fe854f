using System.Collections.Immutable;
using Aggregator.Planning;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>A class of records that a list leaves out, whether there is one or not.</summary>
/// <param name="Class">The class.</param>
/// <param name="Reason">Why, as the policy shows it to the caller.</param>
/// <param name="Codes">The agencies that may hold such records, sorted.</param>
internal sealed record LeftOutClass(string Class, string Reason, ImmutableArray<string> Codes)
{
    /// <summary>What is left out of these kinds of records; those whose presence is hidden leave no trace.</summary>
    /// <param name="row">The caller.</param>
    /// <param name="kinds">The kinds.</param>
    /// <param name="decide">What the caller gets of a record of a kind and of an agency; of none, where no agency is
    /// known to hold such.</param>
    public static ImmutableArray<LeftOutClass> Of(
        CallerRow row, IEnumerable<TypeClasses> kinds, Func<TypeClasses, string?, Ruling> decide) =>
    [
        .. kinds.Where(kind => row.ShowsWithheld(kind.Classes))
            .SelectMany(kind => kind.Codes.DefaultIfEmpty()
                .Select(code => (Code: code, Ruling: decide(kind, code))))
            .Where(each => each.Ruling is { Effect: Effect.Omit, Class: >= 0 })
            .GroupBy(each => each.Ruling.Class)
            .Select(same => new LeftOutClass(
                row.Table.Classes[same.Key].Code,
                same.First().Ruling.Reason ?? ReasonCodes.Withheld,
                [.. same.Select(each => each.Code).OfType<string>().Distinct().Order(StringComparer.Ordinal)])),
    ];
}

/// <summary>What is left out of a list about one person.</summary>
/// <param name="List">The list.</param>
/// <param name="Classes">Of which classes.</param>
internal sealed record LeftOutOfList(ListOfKinds List, ImmutableArray<LeftOutClass> Classes);

/// <summary>
/// A list of records that a person's field is, or that the page which it leads to holds. Each record says of which
/// agency it is and is decided on by itself; what of its kind is left out is said of the list.
/// </summary>
/// <param name="Field">The list.</param>
/// <param name="Coordinate">The list's coordinate.</param>
/// <param name="Path">Where it is below the person's field.</param>
/// <param name="Kinds">The kinds of which something is asked, each with when.</param>
internal sealed record ListOfKinds(
    ResponseField Field,
    string Coordinate,
    ImmutableArray<string> Path,
    ImmutableArray<(TypeClasses Labels, Condition When)> Kinds)
{
    /// <summary>The lists that a person's field is or holds.</summary>
    /// <param name="facts">What is known of the operation.</param>
    /// <param name="coordinate">The field's coordinate.</param>
    /// <param name="field">The field.</param>
    public static ImmutableArray<ListOfKinds> In(ReleaseFacts facts, string coordinate, ResponseField field)
    {
        var dot = coordinate.IndexOf('.', StringComparison.Ordinal);
        var isMerged = facts.Supergraph.Join(coordinate[..dot], coordinate[(dot + 1)..])
            is { Contributed: not null } or { Gathered: not null };
        return [.. In(facts, isMerged, coordinate, field, [], Condition.Always)];
    }

    private static IEnumerable<ListOfKinds> In(
        ReleaseFacts facts,
        bool isMerged,
        string coordinate,
        ResponseField field,
        ImmutableArray<string> path,
        Condition when)
    {
        if (field is { Kind: ResponseFieldKind.Data, Children: { } below })
        {
            var labels = facts.Labels.Type(field.NamedType.Name);
            var isOfKinds = field.NamedType.IsAbstract || (isMerged && IsOfOneKind(facts, field, labels));
            if (isOfKinds && field.Type.Element is not null)
            {
                yield return new ListOfKinds(field, coordinate, path, KindsOf(facts, field, below, when));
            }
            else if (labels is { IsEntity: false, Subjects.IsEmpty: true, Classes.IsEmpty: true })
            {
                foreach (var list in below.Fields.SelectMany(part => In(
                    facts, isMerged, part.Coordinate, part, path.Add(part.ResponseKey), when.And(part.Condition))))
                {
                    yield return list;
                }
            }
        }
    }

    // Asked only of merged lists: any other list is not there when its agency was not asked.
    private static bool IsOfOneKind(ReleaseFacts facts, ResponseField list, TypeClasses labels) =>
        labels is { IsPerson: false, Subjects.IsEmpty: false, Classes: { IsEmpty: false, IsUnlabelled: false } }
        && facts.Supergraph.Types.Type(list.NamedType.Name)?.Field(InternalKeys.OwnerField) is { Type.IsNonNull: true };

    private static ImmutableArray<(TypeClasses Labels, Condition When)> KindsOf(
        ReleaseFacts facts, ResponseField list, ResponseSet below, Condition when) =>
    [
        .. from type in facts.Supergraph.Api.PossibleTypes(list.NamedType)
           let selected = below.Fields.Where(field => field.Kind != ResponseFieldKind.Internal
               && (field.OnTypes.IsEmpty || field.OnTypes.Contains(type.Name))).ToList()
           where selected.Count > 0
           select (facts.Labels.Type(type.Name), when.And(selected.Select(field => field.Condition)
               .Aggregate((left, right) => left.Or(right)))),
    ];
}
