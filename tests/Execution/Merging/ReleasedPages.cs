namespace Aggregator.Execution.Tests;

/// <summary>Decides on the items of `person { events }` by their ids.</summary>
/// <param name="data">What was fetched.</param>
/// <param name="hidden">The ids of those that may not stand.</param>
/// <param name="isListed">False where the list is withheld as a whole.</param>
internal sealed class ReleasedPages(
    FetchedData data, IReadOnlySet<string> hidden, bool isListed = true) : IPageRelease
{
    private readonly HashSet<int> _absent = [.. Absent(data, hidden)];

    public bool IsListed(int owner, int slot) => isListed;

    public bool IsAbsent(int item) => _absent.Contains(item);

    private static IEnumerable<int> Absent(FetchedData data, IReadOnlySet<string> hidden)
    {
        var slots = data.Plan.Plan.Slots;
        var list = data.Root[slots.IndexOf("person")].Object[slots.IndexOf("events")].Object[slots.IndexOf("nodes")];
        foreach (var item in list)
        {
            if (hidden.Contains(item.Object[slots.IndexOf("id")].Text!))
            {
                yield return item.Object.Id;
            }
        }
    }
}
