using Aggregator.Kit;

namespace Aggregator.People;

/// <summary>
/// The children, born or expected, of every adult in a child's circle: in this household or another's. Each is told of
/// once with every adult, by what is recorded of these two and the child: another parent may be shielded.
/// </summary>
internal static class ChildrenOfAdultsReader
{
    private static readonly string[] OfParent = ["CHILD", "PARENT_OF_UNBORN"];

    /// <summary>For several children: eight statements for any number of them.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<object>>> LoadAsync(
        AgencyRequest request, IReadOnlyCollection<string> children, CancellationToken cancellation)
    {
        var circles = await Circle.LoadAsync(request, children, cancellation).ConfigureAwait(false);
        var people = circles.Values.SelectMany(circle => circle.People).Distinct().ToList();
        var relations = await Loads.RelationsOfAsync(request, people, cancellation).ConfigureAwait(false);
        var ids = people.SelectMany(person => relations[person]).Where(IsOfParent)
            .Concat(children.SelectMany(child => relations[child]).Where(IsOfHalfSibling))
            .Select(relation => relation.Other).Distinct().ToList();
        var records = await request.Reader.ByIdAsync(ids, cancellation).ConfigureAwait(false);
        var merged = await request.Reader.ByIdAsync(
            [.. records.Values.Select(record => record.Text("mergedInto")).OfType<string>()], cancellation)
            .ConfigureAwait(false);
        var homes = await Loads.HomesOfAsync(
            request, [.. ids.Concat(merged.Keys).Concat(children).Distinct()], cancellation).ConfigureAwait(false);
        return children.ToDictionary(
            child => child,
            IReadOnlyList<object> (child) =>
                Of(child, request.AsAt, circles[child].People, relations, records, merged, homes),
            StringComparer.Ordinal);
    }

    private static bool IsOfParent(Relation relation) => OfParent.Contains(relation.Type);

    private static bool IsOfHalfSibling(Relation relation) => relation.Type is "HALF_SIBLING" or "UNBORN_HALF_SIBLING";

    private static List<object> Of(
        string child,
        DateTimeOffset asAt,
        IReadOnlyList<string> people,
        ILookup<string, Relation> relations,
        IReadOnlyDictionary<string, Fact> records,
        IReadOnlyDictionary<string, Fact> merged,
        ILookup<string, Fact> homes)
    {
        // An unborn child's id is followed to the child it became, so that nobody is counted twice.
        Fact? Born(string id) => records.GetValueOrDefault(id) is not { } record ? null
            : record.Text("mergedInto") is { } became && merged.TryGetValue(became, out var born) ? born : record;
        var own = homes[child].Select(home => home.ParentId).ToHashSet();
        var parents = people.Where(person => relations[person].Any(link => IsOfParent(link) && link.Other == child))
            .ToHashSet(StringComparer.Ordinal);
        var halves = relations[child].Where(IsOfHalfSibling).Select(link => Born(link.Other)?.Id)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. people.SelectMany(person => relations[person].Where(IsOfParent).Select(link => (person, link)))
                .Select(entry => (entry.person, entry.link, record: Born(entry.link.Other)))
                .Where(entry => entry.record is not null && entry.record.Id != child && IsMinor(entry.record, asAt))
                .GroupBy(entry => (Adult: entry.person, Child: entry.record!.Id))
                .Select(same => (Id: IdOf(same.Select(entry => entry.link)), same.Key.Adult, same.First().record,
                    same.First().link))
                .OrderBy(each => each.Id, StringComparer.Ordinal)
                .Select(each => Shown(
                    each.Id,
                    each.record!,
                    each.Adult,
                    !parents.Contains(each.Adult) ? null : Sibling(each.record!, halves.Contains(each.record!.Id)),
                    each.link,
                    homes[each.record!.Id].Any(home => own.Contains(home.ParentId)))),
        ];
    }

    // The earliest relationship's of the two: it was there before the birth and stays, in the same place of the list. A
    // person's id would tell whoever is given no more who the child is and, when it changes, on which day it was born.
    private static string IdOf(IEnumerable<Relation> links) => links
        .OrderBy(link => link.Record.SortAt).ThenBy(link => link.Record.Id, StringComparer.Ordinal)
        .First().Record.Id;

    private static bool IsMinor(Fact record, DateTimeOffset asAt) =>
        record.IsUnborn() ||
        (record.Date("dateOfBirth") is { } born && Age.At(asAt, born) is { Years: < ChildFields.AdultAge });

    // A half-sibling is one where that is recorded, and not because there is another parent: it would tell of them.
    private static string Sibling(Fact record, bool isHalf) =>
        !isHalf ? "SIBLING" : record.IsUnborn() ? "UNBORN_HALF_SIBLING" : "HALF_SIBLING";

    private static object Shown(
        string id, Fact record, string adult, string? relation, Relation link, bool sharesAHome) => new
        {
            id,
            through = new[] { new { id = adult } },
            relation,
            dateOfBirth = record.Text("dateOfBirth"),
            expectedDate = record.IsUnborn() ? record.Text("expectedDate") : null,
            certainty = link.Record.Text("certainty"),
            sharesAHome,
            person = new { id = record.Id },
        };
}
