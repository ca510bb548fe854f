using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>A field of an interface that clients see is seen on every implementation that they see.</summary>
internal static class HiddenImplementationsRule
{
    public static void Check(SupergraphParts parts, MergedSupergraph merged, FindingLog log)
    {
        var byName = merged.Types.ToDictionary(type => type.Name, StringComparer.Ordinal);
        foreach (var type in merged.Types.Where(Visibility.IsVisible))
        {
            var demanded = type.Interfaces
                .Where(byName.ContainsKey)
                .Select(name => byName[name])
                .Where(Visibility.IsVisible)
                .SelectMany(of => of.Fields.Where(Visibility.IsVisible).Select(field => (of, field)));
            foreach (var (of, field) in demanded)
            {
                if (type.Field(field.Name) is { } own)
                {
                    Check(parts, type, own, of, field, log);
                }
            }
        }
    }

    private static void Check(
        SupergraphParts parts,
        TypeDefinition type,
        FieldDefinition own,
        TypeDefinition of,
        FieldDefinition demanded,
        FindingLog log)
    {
        if (!Visibility.IsVisible(own))
        {
            log.Error(
                ApiCodes.ImplementedByInaccessible,
                $"`{type.Name}.{own.Name}` is @inaccessible but implements the visible `{of.Name}.{own.Name}`",
                Visibility.Places(parts, type.Name, own.Name));
        }

        foreach (var argument in demanded.Arguments.Where(Visibility.IsVisible))
        {
            if (own.Argument(argument.Name) is { } ownArgument && !Visibility.IsVisible(ownArgument))
            {
                log.Error(
                    ApiCodes.ImplementedByInaccessible,
                    $"`{type.Name}.{own.Name}({argument.Name}:)` is @inaccessible but visible on `{of.Name}`",
                    Visibility.Places(parts, type.Name, own.Name));
            }
        }
    }
}
