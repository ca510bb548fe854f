using Aggregator.Kit;

namespace Aggregator.People;

/// <summary>
/// Relationships, each with the people through whom it is one. The gateway leaves it out where these are hidden: a
/// half-sibling with no parent in common would tell that there is somebody.
/// </summary>
internal static class RelationshipReader
{
    /// <summary>Of several people: five statements for any number of them.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<object>>> LoadAsync(
        AgencyRequest request, IReadOnlyCollection<string> people, CancellationToken cancellation)
    {
        var relations = await Loads.RelationsOfAsync(request, people, cancellation).ConfigureAwait(false);
        var kin = await Kin.OfAsync(request, people.SelectMany(person => relations[person]), cancellation)
            .ConfigureAwait(false);
        return people.ToDictionary(
            person => person,
            IReadOnlyList<object> (person) =>
                [.. relations[person].Select(relation => relation.Shown(kin.Through(relation)))],
            StringComparer.Ordinal);
    }
}
