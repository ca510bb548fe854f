using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// Whether arguments and input fields can be given as they are defined: a default is a value of its type, what must be
/// given is not deprecated, and the fields of a <c>@oneOf</c> input can all be left out.
/// </summary>
internal static class InputValues
{
    public static IEnumerable<TypeFault> Faults(
        TypeSystem schema,
        IReadOnlyCollection<TypeDefinition> types,
        IEnumerable<DirectiveDefinition> directives) =>
    [
        .. types.SelectMany(type => type.Fields.SelectMany(field => field.Arguments.SelectMany(argument =>
            Faults(schema, $"{type.Name}.{field.Name}({argument.Name}:)", type.Name, field.Name, argument)))),
        .. directives.SelectMany(directive => directive.Arguments.SelectMany(argument =>
            Faults(schema, $"@{directive.Name}({argument.Name}:)", "@" + directive.Name, null, argument))),
        .. types.SelectMany(type => type.InputFields.SelectMany(field =>
            Faults(schema, $"{type.Name}.{field.Name}", type.Name, field.Name, field)
                .Concat(OneOfFaults(type, field)))),
    ];

    private static IEnumerable<TypeFault> OneOfFaults(TypeDefinition type, InputValueDefinition field) =>
        type.Directive("oneOf") is not null && (field.Type.IsNonNull || field.Default is not null)
            ? [
                new TypeFault(
                    $"`{type.Name}.{field.Name}` of a @oneOf input must be nullable and have no default",
                    type.Name,
                    field.Name,
                    field.At),
            ]
            : [];

    private static IEnumerable<TypeFault> Faults(
        TypeSystem schema, string coordinate, string type, string? field, InputValueDefinition input)
    {
        if (input.Default is { } value && !ConstantValues.Fits(schema, input.Type, value))
        {
            yield return new TypeFault(
                $"the default `{value}` of `{coordinate}` is no `{input.Type}`", type, field, input.At);
        }

        if (input.IsRequired && input.Directives.Any(applied => applied.Name == "deprecated"))
        {
            yield return new TypeFault(
                $"`{coordinate}` must be given, so it cannot be deprecated", type, field, input.At);
        }
    }
}
