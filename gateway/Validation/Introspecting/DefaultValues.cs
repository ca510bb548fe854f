using System.Globalization;
using System.Text;
using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>
/// Prints default values as introspection gives them: coerced to their type first, as graphql-js does, so that a single
/// value for a list is a list and defaults of input fields are filled in.
/// </summary>
/// <param name="types">The schema.</param>
internal sealed class DefaultValues(SchemaView types)
{
    // A schema may give an input object a default that needs the same default again.
    private const int MaxLevels = 8;

    private readonly StringBuilder _text = new();
    private int _levels;

    public static string Print(SchemaView types, Value value, TypeRef type)
    {
        var printer = new DefaultValues(types);
        printer.Append(value, type);
        return printer._text.ToString();
    }

    private void Append(Value value, TypeRef type)
    {
        var definition = types.Type(type.Name);
        switch (value)
        {
            case NullValue:
                _ = _text.Append("null");
                break;
            case var _ when type.Element is { } element:
                List(value is ListValue list ? list.Items : [value], element);
                break;
            case ObjectValue obj when definition is { Kind: TypeKind.InputObject }:
                Object(obj, definition);
                break;
            default:
                Scalar(value, type.Name);
                break;
        }
    }

    private void List(IReadOnlyList<Value> items, TypeRef element)
    {
        _ = _text.Append('[');
        for (var i = 0; i < items.Count; i++)
        {
            _ = i > 0 ? _text.Append(", ") : _text;
            Append(items[i], element);
        }

        _ = _text.Append(']');
    }

    private void Object(ObjectValue value, TypeDefinition definition)
    {
        var separator = "{";
        foreach (var field in definition.InputFields)
        {
            var given = value.Fields.FirstOrDefault(each => each.Name == field.Name)?.Value;
            if ((given ?? (_levels < MaxLevels ? field.Default : null)) is { } some)
            {
                _ = _text.Append(separator).Append(field.Name).Append(": ");
                _levels += given is null ? 1 : 0;
                Append(some, field.Type);
                _levels -= given is null ? 1 : 0;
                separator = ", ";
            }
        }

        _ = _text.Append(separator == "{" ? "{}" : "}");
    }

    private void Scalar(Value value, string type)
    {
        switch (value)
        {
            case StringValue text when type == "ID" && IsWhole(text.Text):
                _ = _text.Append(text.Text);
                break;
            case StringValue text:
                AppendString(text.Text);
                break;
            case IntValue or FloatValue when type == "Float":
                AppendDouble(double.Parse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture));
                break;
            default:
                ValuePrinter.Append(_text, value);
                break;
        }
    }

    private static bool IsWhole(string text)
    {
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        return digits.Length > 0
            && !digits.ContainsAnyExceptInRange('0', '9')
            && (digits.Length == 1 || digits[0] != '0');
    }

    // The shortest digits that read back the same, without an exponent from 1e-6 to below 1e21, as ECMAScript has it.
    private void AppendDouble(double number)
    {
        var parts = Math.Abs(number).ToString("R", CultureInfo.InvariantCulture).Split('E');
        var written = parts[0].Replace(".", "", StringComparison.Ordinal);
        var significant = written.TrimStart('0');
        var digits = significant.TrimEnd('0');
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var exponent = (point < 0 ? written.Length : point) - 1 - (written.Length - significant.Length)
            + (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        _ = number < 0 ? _text.Append('-') : _text;
        if (digits.Length == 0)
        {
            _ = _text.Append('0');
        }
        else if (exponent is >= 21 or < -6)
        {
            _ = _text.Append(digits[0]).Append(digits.Length > 1 ? "." + digits[1..] : "")
                .Append('e').Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent));
        }
        else if (exponent < 0)
        {
            _ = _text.Append("0.").Append('0', -exponent - 1).Append(digits);
        }
        else
        {
            var whole = digits.PadRight(exponent + 1, '0');
            _ = _text.Append(whole[..(exponent + 1)]).Append(whole.Length > exponent + 1 ? "." : "")
                .Append(whole[(exponent + 1)..]);
        }
    }

    private void AppendString(string text)
    {
        _ = _text.Append('"');
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => _text.Append("\\\""),
                '\\' => _text.Append(@"\\"),
                '\b' => _text.Append("\\b"),
                '\f' => _text.Append("\\f"),
                '\n' => _text.Append("\\n"),
                '\r' => _text.Append("\\r"),
                '\t' => _text.Append("\\t"),
                _ when char.IsControl(character) =>
                    _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}"),
                _ => _text.Append(character),
            };
        }

        _ = _text.Append('"');
    }
}
