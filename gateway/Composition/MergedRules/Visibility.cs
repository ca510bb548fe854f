using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>What of the merged types clients see.</summary>
internal static class Visibility
{
    public static bool IsVisible(TypeDefinition type) => type.Directive(Names.Inaccessible) is null;

    public static bool IsVisible(FieldDefinition field) => field.Directive(Names.Inaccessible) is null;

    public static bool IsVisible(InputValueDefinition input) =>
        input.Directives.All(applied => applied.Name != Names.Inaccessible);

    public static bool IsVisible(EnumValueDefinition value) =>
        value.Directives.All(applied => applied.Name != Names.Inaccessible);

    /// <summary>Every visible field of every visible type.</summary>
    public static IEnumerable<(TypeDefinition Type, FieldDefinition Field)> Fields(MergedSupergraph merged) =>
        merged.Types.Where(IsVisible)
            .SelectMany(type => type.Fields.Where(IsVisible).Select(each => (type, each)));

    /// <summary>
    /// Every argument and input field of what is visible, directives for operations among it, itself visible or not.
    /// </summary>
    public static IEnumerable<(string Coordinate, InputValueDefinition Input)> Inputs(MergedSupergraph merged) =>
        Fields(merged)
            .SelectMany(each => each.Field.Arguments.Select(argument =>
                ($"{each.Type.Name}.{each.Field.Name}({argument.Name}:)", argument)))
            .Concat(merged.Types.Where(IsVisible).SelectMany(type =>
                type.InputFields.Select(input => ($"{type.Name}.{input.Name}", input))))
            .Concat(merged.Executable.SelectMany(directive => directive.Arguments.Select(argument =>
                ($"@{directive.Name}({argument.Name}:)", argument))));

    /// <summary>Where subgraphs have a type.</summary>
    public static IEnumerable<SubgraphPlace> Places(SupergraphParts parts, string type) =>
        parts.Type(type)?.Parts.Select(part => part.Subgraph.At(part.Item)) ?? [];

    /// <summary>Where subgraphs have a field.</summary>
    public static IEnumerable<SubgraphPlace> Places(SupergraphParts parts, string type, string field) =>
        parts.Field(type, field)?.Sources.Select(source => source.Place) ?? [];

    /// <summary>Where subgraphs define a directive.</summary>
    /// <param name="parts">The subgraphs.</param>
    /// <param name="name">With its at sign.</param>
    public static IEnumerable<SubgraphPlace> PlacesOfDirective(SupergraphParts parts, string name) =>
        from subgraph in parts.Subgraphs
        let definition = subgraph.Schema.Directives.GetValueOrDefault(name[1..])
        where definition is not null
        select new SubgraphPlace(subgraph.Name, definition.At);
}
