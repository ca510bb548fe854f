namespace Aggregator.Composition;

/// <summary>No input object needs itself: such a value could never be written.</summary>
internal static class InputCyclesRule
{
    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var fault in InputCycles.Faults(subgraph.Schema.Ordered))
        {
            log.Error(SchemaCodes.InvalidGraphql, fault.Message, subgraph.At(fault));
        }
    }
}
