using System.Globalization;
using System.Text;

namespace Aggregator.Schema;

/// <summary>Writes values in GraphQL syntax.</summary>
public static class ValuePrinter
{
    /// <summary>The value on one line, as a document would hold it.</summary>
    /// <param name="value">What to print.</param>
    public static string Print(Value value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    /// <summary>Appends <paramref name="value"/> to <paramref name="text"/>.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="value">What to print.</param>
    public static void Append(StringBuilder text, Value value)
    {
        switch (value)
        {
            case NullValue: _ = text.Append("null"); break;
            case BooleanValue boolean: _ = text.Append(boolean.Value ? "true" : "false"); break;
            case IntValue number: _ = text.Append(number.Text); break;
            case FloatValue number: _ = text.Append(number.Text); break;
            case StringValue words: AppendString(text, words.Text); break;
            case EnumLiteral name: _ = text.Append(name.Name); break;
            case VariableValue variable: _ = text.Append('$').Append(variable.Name); break;
            case ListValue list: AppendList(text, list); break;
            case ObjectValue obj: AppendObject(text, obj); break;
        }
    }

    /// <summary>Appends a quoted string with GraphQL's escapes.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="value">The characters.</param>
    public static void AppendString(StringBuilder text, string value)
    {
        _ = text.Append('"');
        foreach (var character in value)
        {
            _ = character switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' or '\u007f' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => text.Append(character),
            };
        }

        _ = text.Append('"');
    }

    private static void AppendList(StringBuilder text, ListValue list)
    {
        _ = text.Append('[');
        for (var i = 0; i < list.Items.Length; i++)
        {
            _ = i > 0 ? text.Append(", ") : text;
            Append(text, list.Items[i]);
        }

        _ = text.Append(']');
    }

    private static void AppendObject(StringBuilder text, ObjectValue obj)
    {
        _ = text.Append('{');
        for (var i = 0; i < obj.Fields.Length; i++)
        {
            _ = i > 0 ? text.Append(", ") : text;
            _ = text.Append(obj.Fields[i].Name).Append(": ");
            Append(text, obj.Fields[i].Value);
        }

        _ = text.Append('}');
    }
}
