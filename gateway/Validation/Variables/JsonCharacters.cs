using System.Buffers.Text;
using System.Text.Unicode;

namespace Aggregator.Validation;

/// <summary>
/// Whether every character of a JSON text is a whole one: a slice that is not would be sent on as it is, and reading it
/// would fail later.
/// </summary>
internal static class JsonCharacters
{
    private const int EscapeLength = 6;

    public static bool AreWhole(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        while (json.IndexOf((byte)'\\') is var at and >= 0)
        {
            json = json[at..];
            var unit = Unit(json);
            if (unit is not { } known || !char.IsSurrogate(known))
            {
                json = json[Math.Min(2, json.Length)..];
            }
            else if (char.IsHighSurrogate(known) && Unit(json[EscapeLength..]) is { } low && char.IsLowSurrogate(low))
            {
                json = json[(2 * EscapeLength)..];
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    // The UTF-16 unit of an escape of four digits, or null when there is none.
    private static char? Unit(ReadOnlySpan<byte> json) =>
        json.Length >= EscapeLength && json[0] == '\\' && json[1] == 'u'
        && Utf8Parser.TryParse(json.Slice(2, 4), out ushort unit, out var length, 'x') && length == 4
            ? (char)unit
            : null;
}
