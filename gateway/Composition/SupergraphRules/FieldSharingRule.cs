using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// A field that several subgraphs resolve is shared by all of them, or contributed to by all of them.
/// </summary>
internal static class FieldSharingRule
{
    public static void Check(SupergraphParts parts, FindingLog log)
    {
        foreach (var field in OfKind(parts, TypeKind.Object))
        {
            Check(parts, field, log);
        }

        foreach (var field in OfKind(parts, TypeKind.Interface))
        {
            CheckInterfaceObjects(field, log);
        }
    }

    private static IEnumerable<FieldParts> OfKind(SupergraphParts parts, TypeKind kind) =>
        parts.Fields.Where(each => each.Parent.Kind == kind && each.Parent.IsOneKind);

    private static void Check(SupergraphParts parts, FieldParts field, FindingLog log)
    {
        // Where a @provides gives an external field, the subgraph resolves it as well.
        var resolving = field.Sources
            .Where(source => source.Resolves || IsProvided(source))
            .Where(source => !parts.Overrides.IsTakenAtAll(source.Subgraph, source.Type, field.Name))
            .Concat(FromInterfaceObjects(parts, field))
            .ToList();
        Report(field, resolving, log);
    }

    private static bool IsProvided(FieldSource source) =>
        source.IsExternal && source.Subgraph.Facts.IsProvided(source.Type, source.Field);

    // An interface object resolves its fields for every implementation.
    private static IEnumerable<FieldSource> FromInterfaceObjects(SupergraphParts parts, FieldParts field) =>
        field.Parent.Parts
            .SelectMany(part => part.Item.Interfaces)
            .Distinct(StringComparer.Ordinal)
            .Select(name => parts.Field(name, field.Name))
            .OfType<FieldParts>()
            .SelectMany(of => of.Resolving)
            .Where(source => SubgraphFacts.IsInterfaceObject(source.Type));

    private static void CheckInterfaceObjects(FieldParts field, FindingLog log) => Report(
        field, [.. field.Resolving.Where(source => SubgraphFacts.IsInterfaceObject(source.Type))], log);

    private static void Report(FieldParts field, List<FieldSource> resolving, FindingLog log)
    {
        var unshared = resolving
            .Where(source => !IsProvided(source) && !source.Subgraph.Facts.IsShareable(source.Type, source.Field))
            .ToList();
        var isContributed = resolving.Any(source => source.Field.Directive(Names.Contributed) is not null);
        if (resolving.Count > 1 && unshared.Count > 0 && !isContributed)
        {
            log.Error(
                SharingCodes.InvalidFieldSharing,
                $"`{field.Coordinate}` is resolved by {Spoken.List(resolving.Select(each => each.Subgraph))} "
                    + $"but not shared by {Spoken.List(unshared.Select(each => each.Subgraph))}",
                resolving.Select(each => each.Place));
        }
    }
}
