using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// In each subgraph, a type has every field of its interfaces, with a type and arguments that fit, and implements what
/// they implement, without a circle.
/// </summary>
internal static class ImplementedInterfacesRule
{
    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var fault in Implementations.Faults(subgraph.Schema.Ordered))
        {
            log.Error(SchemaCodes.InvalidGraphql, fault.Message, subgraph.At(fault));
        }

        foreach (var type in subgraph.WithFields)
        {
            foreach (var demanded in type.Interfaces.Select(subgraph.Schema.Type).OfType<TypeDefinition>())
            {
                foreach (var field in demanded.Fields.Where(field => type.Field(field.Name) is null))
                {
                    log.Error(
                        SchemaCodes.InvalidGraphql,
                        $"`{type.Name}` lacks the field `{field.Name}` of its interface "
                            + $"(`{demanded.Name}.{field.Name}`)",
                        subgraph.At(type));
                }
            }
        }
    }
}
