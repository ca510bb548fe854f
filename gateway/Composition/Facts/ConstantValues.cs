using System.Globalization;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Whether a value that a schema holds, a default or a directive's argument, is one of its type.</summary>
internal static class ConstantValues
{
    /// <summary>True when the value is one of the type; values of custom scalars all are.</summary>
    public static bool Fits(TypeSystem schema, TypeRef type, Value value) => (type, value) switch
    {
        (NonNullTypeRef nonNull, _) => value is not NullValue && Fits(schema, nonNull.Of, value),
        (_, NullValue) => true,
        (ListTypeRef list, ListValue items) => items.Items.All(item => Fits(schema, list.Of, item)),
        (ListTypeRef list, _) => Fits(schema, list.Of, value),
        _ => FitsNamed(schema, type.Name, value),
    };

    private static bool FitsNamed(TypeSystem schema, string name, Value value) => schema.Type(name) switch
    {
        { Kind: TypeKind.Enum } type =>
            value is EnumLiteral literal && type.Values.Any(known => known.Name == literal.Name),
        { Kind: TypeKind.InputObject } type => value is ObjectValue given && FitsInput(schema, type, given),
        { Kind: TypeKind.Scalar } => true,
        null => name switch
        {
            "Int" => value is IntValue number && int.TryParse(
                number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            "Float" => value is IntValue or FloatValue,
            "String" => value is StringValue,
            "Boolean" => value is BooleanValue,
            "ID" => value is StringValue or IntValue,
            // Said by its own rule.
            _ => true,
        },
        _ => true,
    };

    private static bool FitsInput(TypeSystem schema, TypeDefinition type, ObjectValue given)
    {
        if (type.Directive("oneOf") is not null && given.Fields is not [{ Value: not NullValue }])
        {
            return false;
        }

        return given.Fields.All(field => type.InputFields.FirstOrDefault(each => each.Name == field.Name) is { } known
                && Fits(schema, known.Type, field.Value))
            && type.InputFields.Where(field => field.IsRequired)
                .All(field => given.Fields.Any(each => each.Name == field.Name));
    }
}
