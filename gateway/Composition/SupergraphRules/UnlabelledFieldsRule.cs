using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// In a labelled supergraph, says which fields nobody will ever be given because nothing says what they are. Fields of
/// a value object go with what leads to it, and so does a person's key.
/// </summary>
internal static class UnlabelledFieldsRule
{
    public static void Check(SupergraphParts parts, FindingLog log)
    {
        if (!parts.IsLabelled)
        {
            return;
        }

        foreach (var subgraph in parts.Subgraphs.Where(each => !HasDefaultClass(each)))
        {
            foreach (var type in subgraph.Schema.Ordered.Where(each => IsEntity(parts, each) || IsRoot(each)))
            {
                Check(parts, subgraph, type, log);
            }
        }
    }

    private static bool HasDefaultClass(Subgraph subgraph) => subgraph.Schema.SchemaDirectives
        .Any(applied => applied.Name == Names.Agency && applied.Argument("defaultClass") is EnumLiteral);

    private static void Check(SupergraphParts parts, Subgraph subgraph, TypeDefinition type, FindingLog log)
    {
        var bare = type.Fields
            .Where(field => !IsLabelled(parts, type, field) && !GoesWithOthers(parts, type, field))
            .ToList();
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

    private static bool GoesWithOthers(SupergraphParts parts, TypeDefinition type, FieldDefinition field) =>
        (field.Directive(Names.Contributed) ?? field.Directive(Names.Gathered)) is not null
        || parts.Type(type.Name)!.Parts.SelectMany(part => part.Item.Directives)
            .Any(applied => applied.Name == Names.Subject && applied.Text("key")?.Trim() == field.Name)
        || parts.Type(field.Type.Name)?.Parts.Any(part => IsEntity(parts, part.Item)) == true;

    private static bool IsEntity(SupergraphParts parts, TypeDefinition type) => type.Kind == TypeKind.Object
        && parts.Type(type.Name)!.Parts.Any(part => part.Item.Directive(Names.Key) is not null);

    private static bool IsRoot(TypeDefinition type) => type.Name is "Query" or "Mutation" or "Subscription";

    private static bool HasLabel(SupergraphParts parts, string type) =>
        parts.Type(type)?.Parts.Any(part => part.Item.Directive(Names.Sensitive) is not null) == true;
}
