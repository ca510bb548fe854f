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
        var refs = new TypeRefs([subgraph]);
        foreach (var type in subgraph.WithFields)
        {
            foreach (var demanded in type.Interfaces.Select(subgraph.Schema.Type).OfType<TypeDefinition>())
            {
                Check(subgraph, type, demanded, log);
                foreach (var field in demanded.Fields)
                {
                    Check(subgraph, refs, type, $"{demanded.Name}.{field.Name}", field, log);
                }
            }
        }
    }

    private static void Check(Subgraph subgraph, TypeDefinition type, TypeDefinition demanded, FindingLog log)
    {
        if (demanded == type || demanded.Interfaces.Contains(type.Name))
        {
            log.Error(
                SchemaCodes.InvalidGraphql,
                $"`{type.Name}` implements `{demanded.Name}`, which implements `{type.Name}`",
                subgraph.At(type));
            return;
        }

        foreach (var above in demanded.Interfaces.Where(name => !type.Interfaces.Contains(name)))
        {
            log.Error(
                SchemaCodes.InvalidGraphql,
                $"`{type.Name}` implements `{demanded.Name}` and must implement `{above}` too, as that does",
                subgraph.At(type));
        }
    }

    private static void Check(
        Subgraph subgraph,
        TypeRefs refs,
        TypeDefinition type,
        string coordinate,
        FieldDefinition demanded,
        FindingLog log)
    {
        if (type.Field(demanded.Name) is not { } own)
        {
            log.Error(
                SchemaCodes.InvalidGraphql,
                $"`{type.Name}` lacks the field `{demanded.Name}` of its interface (`{coordinate}`)",
                subgraph.At(type));
            return;
        }

        if (!refs.IsSubtype(demanded.Type, own.Type))
        {
            log.Error(
                SchemaCodes.InvalidGraphql,
                $"`{type.Name}.{own.Name}` is `{own.Type}`, which is no `{demanded.Type}` (`{coordinate}`)",
                subgraph.At(own));
        }

        foreach (var argument in demanded.Arguments.Where(each => own.Argument(each.Name)?.Type != each.Type))
        {
            log.Error(
                SchemaCodes.InvalidGraphql,
                $"`{type.Name}.{own.Name}` does not take `{argument.Name}: {argument.Type}` (`{coordinate}`)",
                subgraph.At(own));
        }

        foreach (var argument in own.Arguments.Where(each => each.IsRequired
            && demanded.Argument(each.Name) is null))
        {
            log.Error(
                SchemaCodes.InvalidGraphql,
                $"`{type.Name}.{own.Name}` needs `{argument.Name}`, which `{coordinate}` does not have",
                subgraph.At(own));
        }
    }
}
