using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>@cost stands on what is resolved, and @listSize on a list, about arguments and fields that exist.</summary>
internal static class CostsRule
{
    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var (type, field) in subgraph.AllFields)
        {
            if (type.Kind == TypeKind.Interface && field.Directive(Names.Cost) is { } cost)
            {
                log.Error(
                    ContextCodes.CostOnInterface,
                    $"`{type.Name}.{field.Name}` is a field of an interface and has @cost",
                    subgraph.At(cost));
            }

            if (field.Directive(Names.ListSize) is { } size)
            {
                Check(subgraph, $"{type.Name}.{field.Name}", field, size, log);
            }
        }
    }

    private static void Check(
        Subgraph subgraph, string coordinate, FieldDefinition field, AppliedDirective size, FindingLog log)
    {
        var sized = Texts(size, "sizedFields");
        if (field.Type.Element is null && sized.Count == 0)
        {
            log.Error(ContextCodes.ListSizeOnNonList, $"`{coordinate}` is `{field.Type}`", subgraph.At(size));
        }

        if (ListSizes.Number(size.Argument("assumedSize")) < 0)
        {
            log.Error(
                ContextCodes.ListSizeNegative,
                $"`{coordinate}` is assumed to have fewer than 0 items",
                subgraph.At(size));
        }

        foreach (var name in Texts(size, "slicingArguments").Where(name =>
            field.Argument(name)?.Type.Nullable is not NamedTypeRef { TypeName: "Int" }))
        {
            log.Error(
                ContextCodes.ListSizeArgument, $"`{coordinate}` has no Int argument `{name}`", subgraph.At(size));
        }

        var returned = subgraph.Schema.Type(field.Type.Name);
        foreach (var name in sized.Where(name => returned?.Field(name)?.Type.Element is null))
        {
            log.Error(
                ContextCodes.ListSizeField, $"`{field.Type.Name}` has no list field `{name}`", subgraph.At(size));
        }
    }

    private static List<string> Texts(AppliedDirective applied, string argument) =>
        [.. ListSizes.Items(applied.Argument(argument)).OfType<StringValue>().Select(item => item.Text)];
}
