using Aggregator.Kit;

namespace Aggregator.People;

/// <summary>
/// Whose children some people are, under each id that they have: an unborn child's is merged into the child's at birth.
/// </summary>
internal sealed class Kin
{
    private static readonly string[] OfParent = ["CHILD", "PARENT_OF_UNBORN"];
    private static readonly Kin OfNobody = new(
        new Dictionary<string, Fact>(),
        Array.Empty<string>().ToLookup(id => id),
        Array.Empty<Relation>().ToLookup(relation => relation.Self));

    private readonly IReadOnlyDictionary<string, Fact> _records;
    private readonly ILookup<string, string> _before;
    private readonly ILookup<string, Relation> _relations;

    private Kin(
        IReadOnlyDictionary<string, Fact> records, ILookup<string, string> before, ILookup<string, Relation> relations)
    {
        _records = records;
        _before = before;
        _relations = relations;
    }

    /// <summary>Of the two of each of these relationships: four statements for any number of them.</summary>
    public static async Task<Kin> OfAsync(
        AgencyRequest request, IEnumerable<Relation> links, CancellationToken cancellation)
    {
        // Asked of those links alone that lead through somebody: most are to a parent or a partner.
        var ids = links.Where(LeadsThrough).SelectMany(link => new[] { link.Self, link.Other }).Distinct().ToList();
        if (ids.Count == 0)
        {
            return OfNobody;
        }

        var records = new Dictionary<string, Fact>(
            await request.Reader.ByIdAsync(ids, cancellation).ConfigureAwait(false), StringComparer.Ordinal);
        var born = await request.Reader.ByIdAsync(
            [.. records.Values.Select(record => record.Text("mergedInto")).OfType<string>()], cancellation)
            .ConfigureAwait(false);
        foreach (var (id, record) in born)
        {
            records[id] = record;
        }

        var before = (await request.Reader
                .ByAnyTermAsync([.. records.Keys.Select(SearchTerms.MergedInto)], cancellation).ConfigureAwait(false))
            .ToLookup(record => record.Text("mergedInto")!, record => record.Id);
        var relations = await Loads.RelationsOfAsync(
            request,
            [.. ids.Concat(born.Keys).Concat(before.SelectMany(same => same)).Distinct()],
            cancellation).ConfigureAwait(false);
        return new Kin(records, before, relations);
    }

    /// <summary>The record of a person; of an unborn child that was born since, the child's.</summary>
    public Fact? Now(string person) => _records.GetValueOrDefault(person) is not { } record ? null
        : record.Text("mergedInto") is { } born && _records.TryGetValue(born, out var child) ? child : record;

    /// <summary>Whose child the person is.</summary>
    public IReadOnlyList<string> Parents(string person) => Others(person, relation => relation.Type == "PARENT");

    /// <summary>
    /// The people through whom two are related: of siblings of any kind the parents both have; of a grandparent who
    /// does not care for the child, the parent between. None of any other relationship, and where it is not known.
    /// </summary>
    public IReadOnlyList<string> Through(Relation link) => link.Type switch
    {
        _ when !LeadsThrough(link) => [],
        "GRANDPARENT" => [.. Parents(link.Self).Intersect(Children(link.Other))],
        "GRANDCHILD" => [.. Parents(link.Other).Intersect(Children(link.Self))],
        _ => [.. Parents(link.Self).Intersect(Parents(link.Other))],
    };

    // A grandparent who cares for the child is around it by that, whoever is between them.
    private static bool LeadsThrough(Relation link) =>
        link.Type is "SIBLING" or "HALF_SIBLING" or "UNBORN_HALF_SIBLING"
        || (link.Type is "GRANDPARENT" or "GRANDCHILD" && !link.IsOfCarer);

    private IReadOnlyList<string> Children(string person) =>
        Others(person, relation => OfParent.Contains(relation.Type));

    private IReadOnlyList<string> Others(string person, Func<Relation, bool> isIt) =>
    [
        .. Ids(person).SelectMany(id => _relations[id]).Where(isIt).Select(relation => relation.Other).Distinct(),
    ];

    // The order is that in which the person had them.
    private IEnumerable<string> Ids(string person)
    {
        var now = Now(person)?.Id ?? person;
        return _before[now].Append(person).Append(now).Distinct();
    }
}
