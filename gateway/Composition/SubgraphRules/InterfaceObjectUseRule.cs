using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// An interface object is an entity, and the subgraph that has it knows no implementation of the interface.
/// </summary>
internal static class InterfaceObjectUseRule
{
    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var type in subgraph.Schema.Ordered)
        {
            if (type.Directive(Names.InterfaceObject) is { } applied
                && (type.Kind != TypeKind.Object || type.Directive(Names.Key) is null))
            {
                log.Error(
                    InterfaceObjectCodes.InterfaceObjectUsage,
                    $"`{type.Name}` is an @interfaceObject but no object with a @key",
                    subgraph.At(applied));
            }
        }
    }
}
