using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Gives implementations the fields that an interface object adds to their interface.</summary>
internal static class InterfaceObjectFields
{
    public static IEnumerable<TypeDefinition> Add(SupergraphParts parts, ImmutableArray<TypeDefinition> merged)
    {
        var interfaces = merged
            .Where(type => type.Kind == TypeKind.Interface)
            .ToDictionary(type => type.Name, StringComparer.Ordinal);
        return merged.Select(type => type.Kind == TypeKind.Object ? Add(parts, type, interfaces) : type);
    }

    private static TypeDefinition Add(
        SupergraphParts parts, TypeDefinition type, Dictionary<string, TypeDefinition> interfaces)
    {
        ImmutableArray<FieldDefinition> added =
        [
            .. type.Interfaces
                .Where(interfaces.ContainsKey)
                .SelectMany(name => interfaces[name].Fields
                    .Where(field => type.Field(field.Name) is null && IsAddedByObject(parts, name, field.Name)))
                .DistinctBy(field => field.Name)
                .Select(Copy),
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

    private static FieldDefinition Copy(FieldDefinition field) => new()
    {
        Name = field.Name,
        Type = field.Type,
        Description = field.Description,
        Arguments = field.Arguments,
        Directives =
        [
            Join.Nowhere(),
            .. field.Directives.Where(applied => applied.Name != Join.FieldName),
        ],
        At = field.At,
    };
}
