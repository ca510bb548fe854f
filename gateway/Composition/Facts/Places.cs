using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Goes over everything that can carry a directive.</summary>
internal static class Places
{
    /// <summary>Every applied directive but those of the schema itself, with the coordinate it is on.</summary>
    public static IEnumerable<(string Coordinate, AppliedDirective Applied)> All(TypeSystem schema) =>
        schema.Ordered.SelectMany(type => type.Directives.Select(applied => (type.Name, applied))
            .Concat(type.Fields.SelectMany(field => OfField(type.Name, field)))
            .Concat(OfInputs(type.Name, type.InputFields, (parent, name) => $"{parent}.{name}"))
            .Concat(type.Values.SelectMany(value =>
                value.Directives.Select(applied => ($"{type.Name}.{value.Name}", applied)))));

    private static IEnumerable<(string Coordinate, AppliedDirective Applied)> OfField(
        string type, FieldDefinition field) => field.Directives
        .Select(applied => ($"{type}.{field.Name}", applied))
        .Concat(OfInputs($"{type}.{field.Name}", field.Arguments, (parent, name) => $"{parent}({name}:)"));

    private static IEnumerable<(string Coordinate, AppliedDirective Applied)> OfInputs(
        string parent, IEnumerable<InputValueDefinition> inputs, Func<string, string, string> coordinate) => inputs
        .SelectMany(input => input.Directives.Select(applied => (coordinate(parent, input.Name), applied)));
}
