using System.Text.Json;
using Aggregator.Kit;

namespace Aggregator.Hub.Register;

/// <summary>
/// The outcomes of alerts that stand, found by their child however many have ended: ended ones are kept for ever.
/// </summary>
internal static class StandingOutcomes
{
    private const int MaxWithoutTerm = 500;

    /// <summary>An outcome that stands is found by whom it is about; one that has ended by nothing.</summary>
    public static IEnumerable<string> Terms(string kind, JsonElement content) =>
        kind == RegisterKinds.Outcome && content.Text("endedAt") is null && content.Text("person") is { } child
            ? [StandingOf(child)] : [];

    /// <summary>By child, those that changed longest ago first. All that stand are read, since a part of them would
    /// silence the others; to refuse more than some number would tell that there are so many to who may not know.
    /// </summary>
    public static async Task<ILookup<string, Fact>> OfAsync(
        FactReader entries, IReadOnlyCollection<string> children, CancellationToken cancellation)
    {
        var standing = (await entries.ByAnyTermAsync([.. children.Select(StandingOf)], cancellation)
            .ConfigureAwait(false))
            .ToDictionary(entry => entry.Id, entry => (Child: entry.Text("person")!, entry), StringComparer.Ordinal);

        // Those stored before there were terms. The worker gives one to what stands and is not among the first.
        var before = await entries
            .OfPersonsAsync(children, [RegisterKinds.Outcome], null, MaxWithoutTerm, cancellation)
            .ConfigureAwait(false);
        foreach (var (child, entry) in before.SelectMany(each => each.Select(entry => (each.Key, entry))))
        {
            // Read later: it may have ended since.
            standing[entry.Id] = (child, entry);
        }

        return standing.Values
            .Where(each => !HasEnded(each.entry))
            .OrderBy(each => each.entry.SortAt).ThenBy(each => each.entry.Id, StringComparer.Ordinal)
            .ToLookup(each => each.Child, each => each.entry, StringComparer.Ordinal);
    }

    /// <summary>Whether it no longer stands.</summary>
    public static bool HasEnded(Fact outcome) => outcome.Text("endedAt") is not null;

    private static string StandingOf(string child) => "standing:" + child;
}
