using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// In a labelled supergraph, says which fields nobody will ever be given because nothing says what they are.
/// </summary>
internal static class UnlabelledFieldsRule
{
    public static void Check(SupergraphParts parts, FindingLog log)
    {
        var isLabelled = parts.Subgraphs.Any(subgraph => subgraph.Schema.SchemaDirectives
            .Select(applied => applied.Name)
            .Concat(Places.All(subgraph.Schema).Select(place => place.Applied.Name))
            .Any(Names.IsDisclosure));
        if (!isLabelled)
        {
            return;
        }

        foreach (var subgraph in parts.Subgraphs.Where(each => !HasDefaultClass(each)))
        {
            foreach (var type in subgraph.Schema.Ordered.Where(each => each.Kind == TypeKind.Object))
            {
                Check(parts, subgraph, type, log);
            }
        }
    }

    private static bool HasDefaultClass(Subgraph subgraph) => subgraph.Schema.SchemaDirectives
        .Any(applied => applied.Name == Names.Agency && applied.Argument("defaultClass") is EnumLiteral);

    private static void Check(SupergraphParts parts, Subgraph subgraph, TypeDefinition type, FindingLog log)
    {
        var bare = type.Fields.Where(field => !IsLabelled(parts, type, field)).ToList();
        if (bare.Count > 0)
        {
            log.Hint(
                LabelCodes.UnlabelledField,
                $"`{type.Name}` has fields without a class in `{subgraph}`: "
                    + Spoken.List(bare.Select(field => field.Name)),
                subgraph.At(type));
        }
    }

    // By itself, its type, an interface of its type, or what it returns; in any subgraph, since labels add up.
    private static bool IsLabelled(SupergraphParts parts, TypeDefinition type, FieldDefinition field) => parts
        .Type(type.Name)!.Parts
        .SelectMany(part => part.Item.Interfaces)
        .Append(type.Name)
        .Distinct(StringComparer.Ordinal)
        .Any(name => HasLabel(parts, name) || parts.Field(name, field.Name)?.Directive(Names.Sensitive) is not null)
        || HasLabel(parts, field.Type.Name);

    private static bool HasLabel(SupergraphParts parts, string type) =>
        parts.Type(type)?.Parts.Any(part => part.Item.Directive(Names.Sensitive) is not null) == true;
}
