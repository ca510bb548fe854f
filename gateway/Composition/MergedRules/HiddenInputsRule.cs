using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Clients can give whatever must be given, and no default holds what they do not see.</summary>
internal static class HiddenInputsRule
{
    public static void Check(SupergraphParts parts, MergedSupergraph merged, FindingLog log)
    {
        var types = merged.Types.ToDictionary(type => type.Name, StringComparer.Ordinal);
        foreach (var (coordinate, input) in Visibility.Inputs(merged))
        {
            var places = PlacesOf(parts, coordinate);
            if (!Visibility.IsVisible(input) && input.IsRequired)
            {
                log.Error(
                    ApiCodes.RequiredInaccessible, $"`{coordinate}` is @inaccessible but must be given", places);
            }

            if (Visibility.IsVisible(input)
                && input.Default is { } written
                && Hidden(types, input.Type, written) is { } name)
            {
                log.Error(
                    ApiCodes.DefaultUsesInaccessible,
                    $"the default of `{coordinate}` holds `{name}`, which is @inaccessible",
                    places);
            }
        }
    }

    private static IEnumerable<SubgraphPlace> PlacesOf(SupergraphParts parts, string coordinate)
    {
        var names = coordinate.Split('.', '(');
        return names[0].StartsWith('@') ? Visibility.PlacesOfDirective(parts, names[0])
            : parts.Field(names[0], names[1]) is null
            ? Visibility.Places(parts, names[0])
            : Visibility.Places(parts, names[0], names[1]);
    }

    private static string? Hidden(Dictionary<string, TypeDefinition> types, TypeRef type, Value value) => value switch
    {
        ListValue list => list.Items
            .Select(item => Hidden(types, type.Element ?? type, item))
            .FirstOrDefault(found => found is not null),
        EnumLiteral name when types.TryGetValue(type.Name, out var found) =>
            found.Values.Any(each => each.Name == name.Name && !Visibility.IsVisible(each))
                ? $"{type.Name}.{name.Name}"
                : null,
        ObjectValue obj when types.TryGetValue(type.Name, out var found) => obj.Fields
            .Select(given => (given, Input: found.InputFields.FirstOrDefault(each => each.Name == given.Name)))
            .Where(each => each.Input is not null)
            .Select(each => Visibility.IsVisible(each.Input!)
                ? Hidden(types, each.Input!.Type, each.given.Value)
                : $"{type.Name}.{each.Input!.Name}")
            .FirstOrDefault(found => found is not null),
        _ => null,
    };
}
