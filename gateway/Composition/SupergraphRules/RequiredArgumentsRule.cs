using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>An argument that a @requires gives is known wherever the field is resolved.</summary>
internal static class RequiredArgumentsRule
{
    public static void Check(SupergraphParts parts, FindingLog log)
    {
        foreach (var field in parts.Fields)
        {
            foreach (var source in field.Sources)
            {
                if (source.Field.Directive(Names.Requires) is { } requires)
                {
                    new FieldSetWalk(source.Subgraph.Schema, (parent, required, selected) =>
                        Check(parts, source.Subgraph, requires, $"{parent.Name}.{required.Name}", selected, log))
                        .Over(source.Type, FieldSet.Read(requires).Selections);
                }
            }
        }
    }

    private static void Check(
        SupergraphParts parts,
        Subgraph subgraph,
        AppliedDirective requires,
        string coordinate,
        FieldSelection selected,
        FindingLog log)
    {
        var resolving = parts.Field(coordinate.Split('.')[0], selected.Name)?.Resolving.ToList() ?? [];
        foreach (var given in selected.Arguments)
        {
            var lacking = resolving.Where(each => each.Field.Argument(given.Name) is null).ToList();
            if (lacking.Count > 0)
            {
                log.Error(
                    FieldSetCodes.RequiresInvalidFields,
                    $"a field set of @requires gives `{given.Name}` to `{coordinate}`, which does not take it in "
                        + Spoken.List(lacking.Select(each => each.Subgraph)),
                    lacking.Select(each => each.Place).Prepend(subgraph.At(requires)));
            }
        }
    }
}
