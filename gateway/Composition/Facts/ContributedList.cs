using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>The shape of a field whose items several agencies, or several persons, contribute.</summary>
internal static class ContributedList
{
    /// <summary>The type of the items, or null when the field is neither a list nor a connection of objects.</summary>
    public static TypeDefinition? ItemOf(TypeSystem schema, FieldDefinition field)
    {
        if (field.Type.Element is { } element)
        {
            return Items(schema, element);
        }

        return schema.Type(field.Type.Name) is { Kind: TypeKind.Object } connection
            && connection.Field("nodes")?.Type.Element is { } node
                ? Items(schema, node)
                : null;
    }

    private static TypeDefinition? Items(TypeSystem schema, TypeRef element) =>
        element.Element is null && schema.Type(element.Name) is { Kind: TypeKind.Object or TypeKind.Interface } item
            ? item
            : null;
}
