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

        foreach (var type in parts.Types.Where(each => each.Kind == TypeKind.Object))
        {
            CheckAdded(parts, type, log);
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
            .Concat(FromInterfaceObjects(parts, field.Parent, field.Name))
            .ToList();
        Report(field.Coordinate, resolving, log);
    }

    // A field that no subgraph has on the type can come from the interface objects of several interfaces.
    private static void CheckAdded(SupergraphParts parts, TypeParts type, FindingLog log)
    {
        var added = type.Parts
            .SelectMany(part => part.Item.Interfaces)
            .Distinct(StringComparer.Ordinal)
            .SelectMany(parts.FieldsOf)
            .Select(field => field.Name)
            .Distinct(StringComparer.Ordinal);
        foreach (var name in added.Where(name => parts.Field(type.Name, name) is null))
        {
            Report($"{type.Name}.{name}", [.. FromInterfaceObjects(parts, type, name)], log);
        }
    }

    private static bool IsProvided(FieldSource source) =>
        source.IsExternal && source.Subgraph.Facts.IsProvided(source.Type, source.Field);

    // An interface object resolves its fields for every implementation.
    private static IEnumerable<FieldSource> FromInterfaceObjects(
        SupergraphParts parts, TypeParts type, string field) =>
        type.Parts
            .SelectMany(part => part.Item.Interfaces)
            .Distinct(StringComparer.Ordinal)
            .Select(name => parts.Field(name, field))
            .OfType<FieldParts>()
            .SelectMany(of => of.Resolving)
            .Where(source => SubgraphFacts.IsInterfaceObject(source.Type));

    private static void CheckInterfaceObjects(FieldParts field, FindingLog log) => Report(
        field.Coordinate, [.. field.Resolving.Where(source => SubgraphFacts.IsInterfaceObject(source.Type))], log);

    private static void Report(string coordinate, List<FieldSource> resolving, FindingLog log)
    {
        var unshared = resolving
            .Where(source => !IsProvided(source) && !source.Subgraph.Facts.IsShareable(source.Type, source.Field))
            .ToList();
        var isContributed = resolving.Any(source => source.Field.Directive(Names.Contributed) is not null);
        if (resolving.Count > 1 && unshared.Count > 0 && !isContributed)
        {
            log.Error(
                SharingCodes.InvalidFieldSharing,
                $"`{coordinate}` is resolved by {Spoken.List(resolving.Select(each => each.Subgraph))} "
                    + $"but not shared by {Spoken.List(unshared.Select(each => each.Subgraph))}",
                resolving.Select(each => each.Place));
        }
    }
}
