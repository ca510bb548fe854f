namespace Aggregator.Composition;

/// <summary>All contributors of a list give the same type and take the same arguments, and all are marked so.</summary>
internal static class ContributorsAgreeRule
{
    public static void Check(SupergraphParts parts, FindingLog log)
    {
        foreach (var field in parts.Fields.Where(each => each.Directive(Names.Contributed) is not null))
        {
            var resolving = field.Resolving.ToList();
            var unmarked = resolving.Where(each => each.Field.Directive(Names.Contributed) is null).ToList();
            if (unmarked.Count > 0)
            {
                log.Error(
                    ListCodes.ContributedPartly,
                    $"`{field.Coordinate}` is contributed, but not marked so in "
                        + Spoken.List(unmarked.Select(each => each.Subgraph)),
                    unmarked.Select(each => each.Place));
            }

            Compare(field, resolving, source => source.Field.Type.ToString(), "types", log);
            Compare(field, resolving, Arguments, "arguments", log);
        }
    }

    private static void Compare(
        FieldParts field, List<FieldSource> resolving, Func<FieldSource, string> of, string what, FindingLog log)
    {
        if (resolving.Select(of).Distinct().Count() > 1)
        {
            log.Error(
                ListCodes.ContributedDiffers,
                $"the contributors of `{field.Coordinate}` have different {what}: "
                    + Spoken.Each(resolving.Select(source => ($"`{of(source)}`", source.Subgraph))),
                resolving.Select(each => each.Place));
        }
    }

    private static string Arguments(FieldSource source) => "(" + string.Join(", ", source.Field.Arguments
        .OrderBy(argument => argument.Name, StringComparer.Ordinal)
        .Select(each => $"{each.Name}: {each.Type}{(each.Default is null ? "" : $" = {each.Default}")}")) + ")";
}
