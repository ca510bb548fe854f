using Aggregator.Kit;

namespace Aggregator.People;

/// <summary>
/// The children, born or expected, of every adult in a child's circle: in this household or another's.
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
        return
        [
            .. people.SelectMany(person => relations[person].Where(IsOfParent).Select(link => (person, link)))
                .Select(entry => (entry.person, entry.link, record: Born(entry.link.Other)))
                .Where(entry => entry.record is not null && entry.record.Id != child && IsMinor(entry.record, asAt))
                .GroupBy(entry => entry.record!.Id, StringComparer.Ordinal)
                .Select(same => (Id: IdOf(same.Select(entry => entry.link)), Same: same))
                .OrderBy(each => each.Id, StringComparer.Ordinal)
                .Select(each => Shown(
                    each.Id,
                    each.Same.First().record!,
                    [.. each.Same.Select(entry => entry.person).Distinct().Order(StringComparer.Ordinal)],
                    parents,
                    each.Same.First().link,
                    homes[each.Same.Key].Any(home => own.Contains(home.ParentId)))),
        ];
    }

    // The earliest relationship's: it was there before the birth and stays, in the same place of the list. A person's
    // id would tell whoever is given no more than it who the child is and, when it changes, on which day it was born.
    private static string IdOf(IEnumerable<Relation> links) => links
        .OrderBy(link => link.Record.SortAt).ThenBy(link => link.Record.Id, StringComparer.Ordinal)
        .First().Record.Id;

    private static bool IsMinor(Fact record, DateTimeOffset asAt) =>
        record.IsUnborn() ||
        (record.Date("dateOfBirth") is { } born && Age.At(asAt, born) is { Years: < ChildFields.AdultAge });

    private static object Shown(
        string id, Fact record, List<string> through, HashSet<string> parents, Relation link, bool sharesAHome)
    {
        var shared = through.Count(parents.Contains);
        return new
        {
            id,
            through = through.Select(id => new { id }),
            relation = shared switch
            {
                0 => null,
                1 when parents.Count > 1 => record.IsUnborn() ? "UNBORN_HALF_SIBLING" : "HALF_SIBLING",
                _ => "SIBLING",
            },
            dateOfBirth = record.Text("dateOfBirth"),
            expectedDate = record.IsUnborn() ? record.Text("expectedDate") : null,
            certainty = link.Record.Text("certainty"),
            sharesAHome,
            person = new { id = record.Id },
        };
    }
}
