using System.Text;
using System.Text.Json;

namespace Aggregator.Execution;

/// <summary>The text behind a JSON string.</summary>
internal static class JsonText
{
    /// <summary>The text of a JSON string.</summary>
    /// <param name="quoted">A valid JSON string, quotes included. Half a surrogate pair becomes U+FFFD.</param>
    public static string Unescape(ReadOnlySpan<byte> quoted)
    {
        var inner = quoted[1..^1];
        if (!inner.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetString(inner);
        }

        var text = new StringBuilder(inner.Length);
        while (inner.Length > 0)
        {
            var plain = inner.IndexOf((byte)'\\');
            plain = plain < 0 ? inner.Length : plain;
            _ = text.Append(Encoding.UTF8.GetString(inner[..plain]));
            inner = inner[plain..];
            if (inner.Length > 0)
            {
                _ = text.Append(Escaped(inner, out var length));
                inner = inner[length..];
            }
        }

        return Whole(text.ToString());
    }

    /// <summary>The text of a leaf that is a string or a number; null for anything else.</summary>
    /// <param name="json">Raw JSON.</param>
    public static string? Scalar(ReadOnlySpan<byte> json) => json.IsEmpty ? null : json[0] switch
    {
        (byte)'"' => Unescape(json),
        (byte)'-' or (>= (byte)'0' and <= (byte)'9') => Encoding.UTF8.GetString(json),
        _ => null,
    };

    /// <summary>A string as JSON, quotes included.</summary>
    /// <param name="text">The text.</param>
    public static byte[] Quote(string text) => Encoding.UTF8.GetBytes(
        $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"");

    private static char Escaped(ReadOnlySpan<byte> escape, out int length)
    {
        length = 2;
        switch (escape[1])
        {
            case (byte)'b': return '\b';
            case (byte)'f': return '\f';
            case (byte)'n': return '\n';
            case (byte)'r': return '\r';
            case (byte)'t': return '\t';
            case (byte)'u':
                length = 6;
                _ = ushort.TryParse(escape[2..6], System.Globalization.NumberStyles.HexNumber, null, out var unit);
                return (char)unit;
            default: return (char)escape[1];
        }
    }

    // Encoding once and back replaces what is no text.
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
