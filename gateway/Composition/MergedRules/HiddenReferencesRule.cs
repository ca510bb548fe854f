namespace Aggregator.Composition;

/// <summary>What clients see refers only to types that they see.</summary>
internal static class HiddenReferencesRule
{
    public static void Check(SupergraphParts parts, MergedSupergraph merged, FindingLog log)
    {
        var hidden = merged.Types
            .Where(type => !Visibility.IsVisible(type))
            .Select(type => type.Name)
            .ToHashSet(StringComparer.Ordinal);
        if (hidden.Contains("Query"))
        {
            log.Error(
                ApiCodes.QueryRootInaccessible, "`Query` is @inaccessible", Visibility.Places(parts, "Query"));
            return;
        }

        foreach (var (type, field) in Visibility.Fields(merged).Where(each => hidden.Contains(each.Field.Type.Name)))
        {
            log.Error(
                ApiCodes.ReferencedInaccessible,
                $"`{type.Name}.{field.Name}` is visible and returns `{field.Type.Name}`, which is @inaccessible",
                Visibility.Places(parts, type.Name, field.Name));
        }

        var inputs = Visibility.Inputs(merged)
            .Where(each => Visibility.IsVisible(each.Input) && hidden.Contains(each.Input.Type.Name));
        foreach (var (coordinate, input) in inputs)
        {
            log.Error(
                ApiCodes.ReferencedInaccessible,
                $"`{coordinate}` is visible and takes `{input.Type.Name}`, which is @inaccessible",
                Visibility.Places(parts, input.Type.Name));
        }
    }
}
