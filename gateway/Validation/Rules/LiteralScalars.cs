using System.Globalization;
using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>Input coercion of literals by built-in scalars (section 3.5); custom scalars take any literal.</summary>
internal static class LiteralScalars
{
    /// <summary>What is wrong with the literal, without repeating it; null when nothing is.</summary>
    public static string? Fault(string scalar, Value value) => scalar switch
    {
        "Int" => value is not IntValue whole ? "a whole number"
            : int.TryParse(whole.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? null
            : "a whole number of 32 bits",
        "Float" => value switch
        {
            IntValue whole => Finite(whole.Text),
            FloatValue number => Finite(number.Text),
            _ => "a number",
        },
        "String" => value is StringValue ? null : "a string in quotation marks",
        "Boolean" => value is BooleanValue ? null : "`true` or `false`",
        "ID" => value is StringValue or IntValue ? null : "a string or a whole number",
        _ => null,
    };

    private static string? Finite(string number) =>
        double.IsFinite(double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture))
            ? null
            : "a number within the range of 64 bits";
}
