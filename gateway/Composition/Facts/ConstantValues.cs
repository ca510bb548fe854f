using System.Globalization;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Whether a value that a schema holds, a default or a directive's argument, is one of its type.</summary>
internal static class ConstantValues
{
    /// <summary>True when the value is one of the type; values of custom scalars all are, variables none.</summary>
    public static bool Fits(TypeSystem schema, TypeRef type, Value value) => (type, value) switch
    {
        (_, VariableValue) => false,
        (NonNullTypeRef nonNull, _) => value is not NullValue && Fits(schema, nonNull.Of, value),
        (_, NullValue) => true,
        (ListTypeRef list, ListValue items) => items.Items.All(item => Fits(schema, list.Of, item)),
        (ListTypeRef list, _) => Fits(schema, list.Of, value),
        _ => FitsNamed(schema, type.Name, value),
    };

    /// <summary>
    /// The one spelling of all values that are the same to the type: of numbers, of ids, of a list of one item, and of
    /// the order of an input's fields.
    /// </summary>
    public static Value Canonical(TypeSystem schema, TypeRef type, Value value) => (type.Nullable, value) switch
    {
        (_, NullValue) => value,
        (ListTypeRef list, ListValue items) =>
            new ListValue([.. items.Items.Select(item => Canonical(schema, list.Of, item))]),
        (ListTypeRef list, _) => new ListValue([Canonical(schema, list.Of, value)]),
        (_, ObjectValue obj) => new ObjectValue(
        [
            .. obj.Fields.OrderBy(field => field.Name, StringComparer.Ordinal).Select(field =>
                schema.Type(type.Name)?.InputFields.FirstOrDefault(each => each.Name == field.Name) is { } known
                    ? field with { Value = Canonical(schema, known.Type, field.Value) }
                    : field),
        ]),
        (_, IntValue number) when type.Name == "Float" => OfFloat(number.Text),
        (_, FloatValue number) when type.Name == "Float" => OfFloat(number.Text),
        (_, IntValue number) when type.Name == "ID" => new StringValue(number.Text),
        _ => value,
    };

    private static FloatValue OfFloat(string text) => new(
        double.Parse(text, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture));

    private static bool FitsNamed(TypeSystem schema, string name, Value value) => schema.Type(name) switch
    {
        { Kind: TypeKind.Enum } type =>
            value is EnumLiteral literal && type.Values.Any(known => known.Name == literal.Name),
        { Kind: TypeKind.InputObject } type => value is ObjectValue given && FitsInput(schema, type, given),
        { Kind: TypeKind.Scalar } => IsConstant(value),
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

    private static bool IsConstant(Value value) => value switch
    {
        VariableValue => false,
        ListValue list => list.Items.All(IsConstant),
        ObjectValue obj => obj.Fields.All(field => IsConstant(field.Value)),
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
