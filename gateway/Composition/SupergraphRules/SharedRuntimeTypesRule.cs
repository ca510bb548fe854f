using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// A shared field that returns an abstraction can return the same object type wherever it is resolved.
/// </summary>
internal static class SharedRuntimeTypesRule
{
    public static void Check(SupergraphParts parts, FindingLog log)
    {
        // Each contributor of a list gives its own kinds of item: that is what the list is for.
        var connections = parts.Fields
            .Where(field => field.Directive(Names.Contributed) is not null)
            .SelectMany(field => field.Sources.Select(source => source.Field.Type.Name))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var field in parts.Fields.Where(each =>
            each.Parent.Kind == TypeKind.Object && !connections.Contains(each.Parent.Name)))
        {
            var resolving = field.Resolving.ToList();
            var isAbstract = resolving.Any(source => Returned(source) is { IsAbstract: true });
            if (resolving.Count > 1 && isAbstract && field.Directive(Names.Contributed) is null)
            {
                Check(field, resolving, log);
            }
        }
    }

    private static void Check(FieldParts field, List<FieldSource> resolving, FindingLog log)
    {
        // An interface object may be any implementation: it restricts nothing.
        var possible = resolving
            .Where(source => Returned(source) is { } returned && !SubgraphFacts.IsInterfaceObject(returned))
            .Select(source => (Source: source, Types: Possible(source)))
            .ToList();
        if (possible.Count < 2)
        {
            return;
        }

        var common = possible.Select(each => each.Types).Aggregate((all, next) => [.. all.Intersect(next)]);
        if (common.IsEmpty)
        {
            log.Error(
                SharingCodes.SharedRuntimeTypesDiffer,
                $"`{field.Coordinate}` is shared by {Spoken.List(resolving.Select(each => each.Subgraph))}, "
                    + "which have no object type for it in common",
                resolving.Select(each => each.Place));
        }

        foreach (var (source, types) in common.IsEmpty ? [] : possible.Where(each => each.Types.Length > common.Length))
        {
            log.Hint(
                HintCodes.InconsistentRuntimeTypes,
                $"`{field.Coordinate}` is shared, so `{source.Subgraph}` must never return there "
                    + Spoken.List(types.Except(common)),
                source.Place);
        }
    }

    private static ImmutableArray<string> Possible(FieldSource source) =>
        [.. source.Subgraph.Schema.PossibleTypes(Returned(source)!).Select(type => type.Name)];

    private static TypeDefinition? Returned(FieldSource source) => source.Subgraph.Schema.Type(source.Field.Type.Name);
}
