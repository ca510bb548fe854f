using System.Globalization;
using System.Text;

namespace Aggregator.Schema;

/// <summary>
/// Rewrites the escape <c>\u{1F600}</c> (September 2025 specification, section 2.9.4) into the four-digit escapes that
/// the parser below understands. Offsets after such an escape shift, which only moves columns on its own line.
/// </summary>
internal static class UnicodeEscapes
{
    /// <summary>The text with every braced escape rewritten; null when one is no Unicode scalar value.</summary>
    public static string? Rewrite(string text)
    {
        if (!text.Contains("\\u{", StringComparison.Ordinal))
        {
            return text;
        }

        var rewritten = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var isEscape = text[i] == '\\' && i + 1 < text.Length;
            if (!isEscape)
            {
                _ = rewritten.Append(text[i]);
            }
            else if (string.CompareOrdinal(text, i, "\\u{", 0, 3) != 0)
            {
                _ = rewritten.Append(text[i]).Append(text[++i]);
            }
            else if (AppendScalar(rewritten, text, i + 3) is var end and > 0)
            {
                i = end;
            }
            else
            {
                return null;
            }
        }

        return rewritten.ToString();
    }

    private static int AppendScalar(StringBuilder rewritten, string text, int start)
    {
        var end = text.IndexOf('}', start);
        var digits = end < 0 ? default : text.AsSpan(start, end - start);
        var isScalar = digits.Length is > 0 and <= 8
            && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            && Rune.IsValid(code);
        if (!isScalar)
        {
            return -1;
        }

        _ = int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var scalar);
        foreach (var unit in char.ConvertFromUtf32(scalar))
        {
            _ = rewritten.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
        }

        return end;
    }
}
