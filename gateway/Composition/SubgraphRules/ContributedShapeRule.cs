using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// A @contributed field is a list or a connection of objects that can be put in order and told apart.
/// </summary>
internal static class ContributedShapeRule
{
    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var (type, field) in subgraph.AllFields)
        {
            if (field.Directive(Names.Contributed) is { } applied)
            {
                Check(subgraph, type, field, applied, log);
            }
        }
    }

    private static void Check(
        Subgraph subgraph, TypeDefinition type, FieldDefinition field, AppliedDirective applied, FindingLog log)
    {
        if (ContributedList.ItemOf(subgraph.Schema, field) is not { } item)
        {
            log.Error(
                ListCodes.ContributedShape,
                $"`{type.Name}.{field.Name}` is contributed but is `{field.Type}`",
                subgraph.At(applied));
            return;
        }

        foreach (var argument in new[] { "orderBy", "key" })
        {
            var named = applied.Text(argument)?.Trim();
            if (Fault(subgraph.Schema, item, named, mayBeLabelled: argument == "key") is { } fault)
            {
                log.Error(
                    ListCodes.ContributedOrder,
                    $"`{argument}` of `@contributed` on `{type.Name}.{field.Name}`: {fault}",
                    subgraph.At(applied));
            }
        }
    }

    private static string? Fault(TypeSystem schema, TypeDefinition item, string? named, bool mayBeLabelled)
    {
        if (string.IsNullOrEmpty(named))
        {
            return "it names no field";
        }

        if (item.Field(named) is not { } field)
        {
            return $"`{item.Name}` has no field `{named}`";
        }

        if (!field.Type.IsNonNull
            || field.Type.Element is not null
            || schema.Type(field.Type.Name) is { IsLeaf: false })
        {
            return $"`{item.Name}.{named}` is `{field.Type}`";
        }

        return !mayBeLabelled && field.Directive(Names.Sensitive) is not null
            ? $"`{item.Name}.{named}` has a label, and its order would tell what it holds"
            : null;
    }
}
