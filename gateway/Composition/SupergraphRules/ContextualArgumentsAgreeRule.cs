namespace Aggregator.Composition;

/// <summary>
/// An argument that comes from a context in one subgraph need not be given by clients in any other, and cannot be.
/// </summary>
internal static class ContextualArgumentsAgreeRule
{
    public static void Check(SupergraphParts parts, FindingLog log)
    {
        foreach (var field in parts.Fields)
        {
            var contextual = field.Sources
                .SelectMany(source => source.Field.Arguments.Where(ContextArguments.IsContextual))
                .Select(argument => argument.Name)
                .ToHashSet(StringComparer.Ordinal);
            foreach (var source in contextual.Count == 0 ? [] : field.Sources)
            {
                Check(field, source, contextual, log);
            }
        }
    }

    private static void Check(FieldParts field, FieldSource source, HashSet<string> contextual, FindingLog log)
    {
        var given = source.Field.Arguments.Where(argument =>
            contextual.Contains(argument.Name) && !ContextArguments.IsContextual(argument));
        foreach (var argument in given)
        {
            var coordinate = $"`{field.Coordinate}({argument.Name}:)`";
            if (argument.IsRequired)
            {
                log.Error(
                    ContextCodes.ContextualArgumentDiffers,
                    $"{coordinate} must be given in `{source.Subgraph}`",
                    source.Subgraph.At(argument));
            }
            else
            {
                log.Hint(
                    ContextCodes.ContextualArgumentDiffers,
                    $"{coordinate} is left out of the supergraph: it comes from a context in another subgraph than "
                        + $"`{source.Subgraph}`",
                    source.Subgraph.At(argument));
            }
        }
    }
}
