using Aggregator.Kit;

namespace Aggregator.People;

/// <summary>
/// Half-siblings in other households. The relationship is to the unborn child's id; after the birth it is followed to
/// the child that it was merged into, so that it survives the merge. A half-sibling is known by the relationship's id:
/// whoever is given no more than that learns neither who it is nor, from another id, on which day it was born.
/// </summary>
internal static class HalfSiblingReader
{
    /// <summary>
    /// For several children: five statements for any number of them, and where a parent has to be chosen who of them is
    /// shielded besides.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<object>>> LoadAsync(
        AgencyRequest request, IReadOnlyCollection<string> children, CancellationToken cancellation)
    {
        var relations = await Loads.RelationsOfAsync(request, children, cancellation).ConfigureAwait(false);
        var links = children.SelectMany(child => relations[child])
            .Where(relation => relation.Type is "HALF_SIBLING" or "UNBORN_HALF_SIBLING")
            .ToList();
        var kin = await Kin.OfAsync(request, links, cancellation).ConfigureAwait(false);
        var choices = links.SelectMany(link => new[] { kin.Through(link), OtherParents(link, kin) });
        var shielded = await Shielded.OfAsync(
            request,
            [.. choices.Where(parents => parents.Count > 1).SelectMany(parents => parents).Distinct()],
            cancellation).ConfigureAwait(false);
        return children.ToDictionary(
            child => child,
            IReadOnlyList<object> (child) => [.. links
                .Where(link => link.Self == child)
                .DistinctBy(link => kin.Now(link.Other)?.Id ?? link.Other)
                .Select(link => Shown(link, kin, shielded))],
            StringComparer.Ordinal);
    }

    private static IReadOnlyList<string> OtherParents(Relation link, Kin kin) =>
        [.. kin.Parents(link.Other).Except(kin.Parents(link.Self))];

    private static object Shown(Relation link, Kin kin, IReadOnlySet<string> shielded)
    {
        var shown = kin.Now(link.Other);
        return new
        {
            id = link.Record.Id,
            relation = shown?.IsUnborn() == true ? "UNBORN_HALF_SIBLING" : "HALF_SIBLING",
            expectedDate = shown?.IsUnborn() == true ? shown.Text("expectedDate") : null,
            dateOfBirth = shown?.Text("dateOfBirth"),
            certainty = link.Record.Text("certainty"),
            throughPerson = Person(First(kin.Through(link), shielded)),
            person = Person(shown?.Id ?? link.Other),
            otherParent = Person(First(OtherParents(link, kin), shielded)),
        };
    }

    // Whoever is shielded would take the place of who is not, and the half-sibling would go with them.
    private static string? First(IReadOnlyList<string> parents, IReadOnlySet<string> shielded) =>
        parents.OrderBy(shielded.Contains).FirstOrDefault();

    private static object? Person(string? id) => id is null ? null : new { id };
}
