using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Gives implementations the fields that an interface object adds to their interface.</summary>
internal static class InterfaceObjectFields
{
    public static IEnumerable<TypeDefinition> Add(
        SupergraphParts parts, DirectiveMerger directives, ImmutableArray<TypeDefinition> merged)
    {
        var interfaces = merged
            .Where(type => type.Kind == TypeKind.Interface)
            .ToDictionary(type => type.Name, StringComparer.Ordinal);
        return merged.Select(type => type.Kind == TypeKind.Object ? Add(parts, directives, type, interfaces) : type);
    }

    private static TypeDefinition Add(
        SupergraphParts parts,
        DirectiveMerger directives,
        TypeDefinition type,
        Dictionary<string, TypeDefinition> interfaces)
    {
        ImmutableArray<FieldDefinition> added =
        [
            .. type.Interfaces
                .Where(interfaces.ContainsKey)
                .SelectMany(name => interfaces[name].Fields
                    .Where(field => type.Field(field.Name) is null && IsAddedByObject(parts, name, field.Name)))
                .DistinctBy(field => field.Name)
                .Select(field => Copy(parts, directives, type, field)),
        ];
        return added.IsEmpty ? type : new TypeDefinition
        {
            Name = type.Name,
            Kind = type.Kind,
            Description = type.Description,
            Directives = type.Directives,
            Fields = [.. type.Fields, .. added],
            Interfaces = type.Interfaces,
            At = type.At,
        };
    }

    private static bool IsAddedByObject(SupergraphParts parts, string type, string field) =>
        parts.Field(type, field)?.Resolving.Any(source => SubgraphFacts.IsInterfaceObject(source.Type)) == true;

    // What is demanded for it comes from those who add it: the interface may demand more, for other implementations.
    private static FieldDefinition Copy(
        SupergraphParts parts, DirectiveMerger directives, TypeDefinition type, FieldDefinition field)
    {
        var coordinate = $"{type.Name}.{field.Name}";
        return new FieldDefinition
        {
            Name = field.Name,
            Type = field.Type,
            Description = field.Description,
            Arguments = field.Arguments,
            Directives =
            [
                Join.Nowhere(),
                .. directives.Merge(coordinate, parts.InheritedDemands.On(coordinate)),
                .. field.Directives.Where(applied => applied.Name is not (Join.FieldName or Join.DirectiveName)
                    && !InheritedDemands.Directives.Contains(applied.Name)),
            ],
            At = field.At,
        };
    }
}
