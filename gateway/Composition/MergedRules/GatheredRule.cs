using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// A @gathered field is declared once, names a contributed list of an entity whose type and arguments it has itself,
/// and a path to the ids of the entities that the list is gathered from.
/// </summary>
internal static class GatheredRule
{
    public static void Check(SupergraphParts parts, MergedSupergraph merged, FindingLog log)
    {
        foreach (var field in parts.Fields)
        {
            var declaring = field.Sources.FirstOrDefault(each => each.Field.Directive(Names.Gathered) is not null);
            if (declaring is not null)
            {
                CheckAlone(field, log);
                Check(parts, merged, field, declaring, declaring.Field.Directive(Names.Gathered)!, log);
            }
        }
    }

    private static void CheckAlone(FieldParts field, FindingLog log)
    {
        // A subgraph that requires the list names it too, as external.
        FieldSource[] resolving = [.. field.Sources.Where(source => source.Resolves)];
        if (resolving.Length > 1)
        {
            log.Error(
                ListCodes.GatheredTwice,
                $"`{field.Coordinate}` is gathered, and defined by "
                    + Spoken.List(resolving.Select(source => source.Subgraph)),
                resolving.Select(source => source.Place));
        }
    }

    private static void Check(
        SupergraphParts parts,
        MergedSupergraph merged,
        FieldParts field,
        FieldSource declaring,
        AppliedDirective applied,
        FindingLog log)
    {
        var place = declaring.Subgraph.At(applied);
        var names = applied.Text("from")?.Split('.') ?? [];
        var from = names.Length == 2 ? parts.Field(names[0], names[1]) : null;
        if (from?.Directive(Names.Contributed) is null)
        {
            log.Error(
                ListCodes.GatheredInvalid,
                $"`{field.Coordinate}` is gathered from `{applied.Text("from")}`, which is no contributed list",
                place);
            return;
        }

        if (Shape(merged, field) is { } shape && Shape(merged, from) is { } fromShape && shape != fromShape)
        {
            log.Error(
                ListCodes.GatheredInvalid,
                $"`{field.Coordinate}` is `{shape}` but `{from.Coordinate}`, which it gathers, is `{fromShape}`",
                place);
        }

        if (OverFault(parts, merged, field.Parent.Name, names[0], FieldSet.Read(applied, "over")) is { } fault)
        {
            log.Error(ListCodes.GatheredOver, $"`over` of `{field.Coordinate}`: {fault}", place);
        }
    }

    // Type and arguments in one text, so that one comparison tells.
    private static string? Shape(MergedSupergraph merged, FieldParts field) =>
        merged.Type(field.Parent.Name)?.Field(field.Name) is { } found
            ? "(" + string.Join(", ", found.Arguments
                .OrderBy(each => each.Name, StringComparer.Ordinal)
                .Select(each => $"{each.Name}: {each.Type}{(each.Default is null ? "" : $" = {each.Default}")}"))
                + "): " + found.Type
            : null;

    private static string? OverFault(
        SupergraphParts parts, MergedSupergraph merged, string type, string entity, FieldSet over)
    {
        if (over.Fault is not null)
        {
            return over.Fault;
        }

        string? fault = null;
        var ends = new List<string>();
        new FieldSetWalk(
            merged.Supergraph,
            (parent, field, selection) =>
            {
                if (selection.Selections.IsEmpty)
                {
                    ends.Add($"{parent.Name}.{field.Name}");
                }
            },
            found => fault ??= found).Over(merged.Type(type)!, over.Selections);
        if (fault is not null)
        {
            return fault;
        }

        var keys = parts.Type(entity)!.Parts
            .SelectMany(part => SubgraphFacts.Keys(part.Item))
            .Select(key => $"{entity}.{key.Fields.Text}")
            .ToHashSet(StringComparer.Ordinal);
        return ends.Count == 1 && keys.Contains(ends[0])
            ? null
            : $"it ends in {Spoken.List(ends)} instead of one key of `{entity}`";
    }
}
