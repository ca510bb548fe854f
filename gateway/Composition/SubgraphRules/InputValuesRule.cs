using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// A default is a value of its type, what must be given is not deprecated, and the fields of a <c>@oneOf</c> input can
/// all be left out.
/// </summary>
internal static class InputValuesRule
{
    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var (type, field) in subgraph.AllFields)
        {
            foreach (var argument in field.Arguments)
            {
                Check(subgraph, $"{type.Name}.{field.Name}({argument.Name}:)", argument, log);
            }
        }

        foreach (var directive in subgraph.Schema.OrderedDirectives)
        {
            foreach (var argument in directive.Arguments)
            {
                Check(subgraph, $"@{directive.Name}({argument.Name}:)", argument, log);
            }
        }

        foreach (var type in subgraph.Schema.Ordered)
        {
            foreach (var field in type.InputFields)
            {
                Check(subgraph, $"{type.Name}.{field.Name}", field, log);
                if (type.Directive("oneOf") is not null && (field.Type.IsNonNull || field.Default is not null))
                {
                    log.Error(
                        SchemaCodes.InvalidGraphql,
                        $"`{type.Name}.{field.Name}` of a @oneOf input must be nullable and have no default",
                        subgraph.At(field));
                }
            }
        }
    }

    private static void Check(Subgraph subgraph, string coordinate, InputValueDefinition input, FindingLog log)
    {
        if (input.Default is { } value && !ConstantValues.Fits(subgraph.Schema, input.Type, value))
        {
            log.Error(
                SchemaCodes.InvalidGraphql,
                $"the default `{value}` of `{coordinate}` is no `{input.Type}`",
                subgraph.At(input));
        }

        if (input.IsRequired && input.Directives.Any(applied => applied.Name == "deprecated"))
        {
            log.Error(
                SchemaCodes.InvalidGraphql,
                $"`{coordinate}` must be given, so it cannot be deprecated",
                subgraph.At(input));
        }
    }
}
