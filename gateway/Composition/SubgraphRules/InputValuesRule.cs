namespace Aggregator.Composition;

/// <summary>
/// A default is a value of its type, what must be given is not deprecated, and the fields of a <c>@oneOf</c> input can
/// all be left out.
/// </summary>
internal static class InputValuesRule
{
    public static void Check(Subgraph subgraph, FindingLog log)
    {
        var schema = subgraph.Schema;
        foreach (var fault in InputValues.Faults(schema, schema.Ordered, schema.OrderedDirectives))
        {
            log.Error(SchemaCodes.InvalidGraphql, fault.Message, subgraph.At(fault));
        }
    }
}
