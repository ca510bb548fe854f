using Aggregator.Kit;

namespace Aggregator.People;

/// <summary>
/// Half-siblings in other households. The relationship is to the unborn child's id; after the birth it is followed to
/// the child that it was merged into, so that it survives the merge. A half-sibling is known by the relationship's id:
/// whoever is given no more than that learns neither who it is nor, from another id, on which day it was born.
/// </summary>
internal static class HalfSiblingReader
{
    /// <summary>For several children: five statements for any number of them.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<object>>> LoadAsync(
        AgencyRequest request, IReadOnlyCollection<string> children, CancellationToken cancellation)
    {
        var relations = await Loads.RelationsOfAsync(request, children, cancellation).ConfigureAwait(false);
        var links = children.SelectMany(child => relations[child])
            .Where(relation => relation.Type is "HALF_SIBLING" or "UNBORN_HALF_SIBLING")
            .ToList();
        var others = links.Select(link => link.Other).Distinct().ToList();
        var records = await request.Reader.ByIdAsync(others, cancellation).ConfigureAwait(false);
        var merged = await request.Reader.ByIdAsync(
            [.. records.Values.Select(record => record.Text("mergedInto")).OfType<string>()], cancellation)
            .ConfigureAwait(false);
        var theirs = await Loads.RelationsOfAsync(
            request, [.. others.Concat(merged.Keys).Distinct()], cancellation).ConfigureAwait(false);
        return children.ToDictionary(
            child => child,
            IReadOnlyList<object> (child) => [.. links
                .Where(link => link.Self == child)
                .DistinctBy(link => records.GetValueOrDefault(link.Other)?.Text("mergedInto") ?? link.Other)
                .Select(link => Shown(link, records, merged, theirs, [.. relations[child]]))],
            StringComparer.Ordinal);
    }

    private static object Shown(
        Relation link,
        IReadOnlyDictionary<string, Fact> records,
        IReadOnlyDictionary<string, Fact> merged,
        ILookup<string, Relation> theirs,
        List<Relation> own)
    {
        var expected = records.GetValueOrDefault(link.Other);
        var born = expected?.Text("mergedInto") is { } id ? merged.GetValueOrDefault(id) : null;
        var shown = born ?? expected;
        var ownParents = own.Where(relation => relation.Type == "PARENT").Select(parent => parent.Other).ToHashSet();
        var parents = theirs[link.Other].Concat(born is null ? [] : theirs[born.Id])
            .Where(relation => relation.Type == "PARENT").Select(relation => relation.Other).Distinct().ToList();
        return new
        {
            id = link.Record.Id,
            relation = shown?.IsUnborn() == true ? "UNBORN_HALF_SIBLING" : "HALF_SIBLING",
            expectedDate = shown?.IsUnborn() == true ? shown.Text("expectedDate") : null,
            dateOfBirth = shown?.Text("dateOfBirth"),
            certainty = link.Record.Text("certainty"),
            throughPerson = Person(parents.FirstOrDefault(ownParents.Contains)),
            person = Person(shown?.Id ?? link.Other),
            otherParent = Person(parents.FirstOrDefault(parent => !ownParents.Contains(parent))),
        };
    }

    private static object? Person(string? id) => id is null ? null : new { id };
}
