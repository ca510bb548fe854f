using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Something that can carry directives.</summary>
/// <param name="Coordinate">Which, as people write it.</param>
/// <param name="Location">What it is, in the GraphQL specification's name.</param>
/// <param name="Directives">What it carries.</param>
internal readonly record struct DirectivePlace(
    string Coordinate, string Location, ImmutableArray<AppliedDirective> Directives);

/// <summary>Goes over everything that can carry a directive.</summary>
internal static class Places
{
    /// <summary>Every applied directive but those of the schema itself, with the coordinate it is on.</summary>
    public static IEnumerable<(string Coordinate, AppliedDirective Applied)> All(TypeSystem schema) =>
        Carriers(schema).SelectMany(place => place.Directives.Select(applied => (place.Coordinate, applied)));

    /// <summary>Every place but the schema itself.</summary>
    public static IEnumerable<DirectivePlace> Carriers(TypeSystem schema) => schema.Ordered.SelectMany(type =>
        type.Fields.SelectMany(field => OfField(type.Name, field))
            .Concat(type.InputFields.Select(input =>
                new DirectivePlace($"{type.Name}.{input.Name}", "INPUT_FIELD_DEFINITION", input.Directives)))
            .Concat(type.Values.Select(value =>
                new DirectivePlace($"{type.Name}.{value.Name}", "ENUM_VALUE", value.Directives)))
            .Prepend(new DirectivePlace(type.Name, LocationOf(type.Kind), type.Directives)));

    private static IEnumerable<DirectivePlace> OfField(string type, FieldDefinition field) => field.Arguments
        .Select(argument => new DirectivePlace(
            $"{type}.{field.Name}({argument.Name}:)", "ARGUMENT_DEFINITION", argument.Directives))
        .Prepend(new DirectivePlace($"{type}.{field.Name}", "FIELD_DEFINITION", field.Directives));

    private static string LocationOf(TypeKind kind) => kind switch
    {
        TypeKind.Scalar => "SCALAR",
        TypeKind.Object => "OBJECT",
        TypeKind.Interface => "INTERFACE",
        TypeKind.Union => "UNION",
        TypeKind.Enum => "ENUM",
        _ => "INPUT_OBJECT",
    };
}
