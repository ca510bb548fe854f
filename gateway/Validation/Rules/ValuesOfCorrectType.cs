using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>A literal can be coerced to the type of its position.</summary>
/// <remarks>Section 5.6.1, Values of Correct Type.</remarks>
internal sealed class ValuesOfCorrectType() : DocumentRule("Values of Correct Type", "5.6.1")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var use in document.Values)
        {
            if (use.Type is { } expected && Fault(use.Value, expected, document.Types) is { } fault)
            {
                report.Add($"{use.Where} takes `{expected}`, {fault}", use.At);
            }
        }
    }

    // What is wrong, without repeating the value; null when nothing is.
    private static string? Fault(Value value, TypeRef expected, ExecutableTypes types)
    {
        if (value is NullValue)
        {
            return expected.IsNonNull ? "so it cannot be null" : null;
        }

        if (value is VariableValue || (value is ListValue && expected.Element is not null))
        {
            return null;
        }

        return types.Type(expected) switch
        {
            { Kind: TypeKind.Enum } type => EnumFault(value, type),
            { Kind: TypeKind.InputObject } type => value is ObjectValue obj
                ? OneOfFault(obj, type)
                : "an input object in braces, and this is none",
            { Kind: TypeKind.Scalar } type => LiteralScalars.Fault(type.Name, value),
            _ => null,
        };
    }

    private static string? EnumFault(Value value, TypeDefinition type) => value is not EnumLiteral literal
        ? "a name without quotation marks, and this is none"
        : type.Values.Any(each => each.Name == literal.Name) ? null : "which has no value of this name";

    private static string? OneOfFault(ObjectValue value, TypeDefinition type) => !ExecutableTypes.IsOneOf(type)
        ? null
        : value.Fields.Length != 1 ? "of which exactly one field has to be given"
        : value.Fields[0].Value is NullValue ? "of which the one field given cannot be null"
        : null;
}
