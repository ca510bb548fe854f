using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>A type that clients see has something in it that they see.</summary>
internal static class EmptyTypesRule
{
    public static void Check(SupergraphParts parts, MergedSupergraph merged, FindingLog log)
    {
        var hidden = merged.Types
            .Where(type => !Visibility.IsVisible(type))
            .Select(type => type.Name)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var type in merged.Types.Where(each => Visibility.IsVisible(each) && IsEmpty(each, hidden)))
        {
            log.Error(
                ApiCodes.OnlyInaccessibleChildren,
                $"`{type.Name}` is visible, but all that is in it is @inaccessible",
                Visibility.Places(parts, type.Name));
        }
    }

    private static bool IsEmpty(TypeDefinition type, HashSet<string> hidden) => type.Kind switch
    {
        TypeKind.Object or TypeKind.Interface => !type.Fields.Any(Visibility.IsVisible),
        TypeKind.Enum => !type.Values.Any(Visibility.IsVisible),
        TypeKind.InputObject => !type.InputFields.Any(Visibility.IsVisible),
        TypeKind.Union => type.Members.All(hidden.Contains),
        _ => false,
    };
}
