using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Aggregator.Execution;

/// <summary>
/// Reads JSON (RFC 8259, strictly) forward over UTF-8 bytes without making tokens. A method that returns false has
/// found
/// something that is not JSON; the cursor then stands where.
/// </summary>
/// <param name="json">Valid UTF-8.</param>
/// <param name="maxDepth">How deep a value may nest, at most 512.</param>
internal ref struct JsonCursor(ReadOnlySpan<byte> json, int maxDepth)
{
    private const int DeepestSkip = 512;

    private static readonly SearchValues<byte> StringEnds = SearchValues.Create(
        [(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(value => (byte)value)]);

    private readonly ReadOnlySpan<byte> _json = json;
    private readonly int _maxDepth = Math.Min(maxDepth, DeepestSkip);

    /// <summary>How many bytes are read.</summary>
    public int Position { get; set; }

    /// <summary>The next byte, or 0 at the end.</summary>
    public readonly byte Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (uint)Position < (uint)_json.Length ? _json[Position] : (byte)0;
    }

    public readonly bool IsAtEnd => Position >= _json.Length;

    /// <summary>What is left.</summary>
    public readonly ReadOnlySpan<byte> Rest
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _json[Position..];
    }

    public readonly ReadOnlySpan<byte> Slice(int from) => _json[from..Position];

    public readonly ReadOnlySpan<byte> Slice(int from, int length) => _json.Slice(from, length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SkipSpace()
    {
        // Most JSON that is sent has none.
        if ((uint)Position < (uint)_json.Length && _json[Position] <= 0x20)
        {
            SkipSpaces();
        }
    }

    /// <summary>Skips exactly these bytes; false when others are next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TakeText(ReadOnlySpan<byte> text)
    {
        if (!Rest.StartsWith(text))
        {
            return false;
        }

        Position += text.Length;
        return true;
    }

    /// <summary>Skips space and then this byte; false when it is another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Take(byte expected)
    {
        SkipSpace();
        if (Current != expected)
        {
            return false;
        }

        Position++;
        return true;
    }

    /// <summary>Reads a string, quotes included.</summary>
    public bool ReadString(out ReadOnlySpan<byte> quoted)
    {
        var start = Position;
        var valid = SkipString();
        quoted = valid ? _json[start..Position] : default;
        return valid;
    }

    /// <summary>Skips a value of any kind; the cursor stands on its first byte.</summary>
    public bool SkipValue() => Current is (byte)'{' or (byte)'[' ? SkipNested() : SkipScalar();

    /// <summary>Skips a string, number, <c>true</c>, <c>false</c> or <c>null</c>.</summary>
    public bool SkipScalar() => Current switch
    {
        (byte)'"' => SkipString(),
        (byte)'t' => TakeText("true"u8),
        (byte)'f' => TakeText("false"u8),
        (byte)'n' => TakeText("null"u8),
        _ => SkipNumber(),
    };

    private void SkipSpaces()
    {
        while ((uint)Position < (uint)_json.Length && _json[Position] is 0x20 or 0x0A or 0x0D or 0x09)
        {
            Position++;
        }
    }

    private bool SkipString()
    {
        if (Current != '"')
        {
            return false;
        }

        Position++;
        var rest = Rest;
        if (Vector128.IsHardwareAccelerated && rest.Length >= Vector128<byte>.Count)
        {
            // Most strings are short: sixteen bytes at once show their end.
            var bytes = Vector128.Create(rest);
            var ends = (Vector128.Equals(bytes, Vector128.Create((byte)'"'))
                | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(bytes, Vector128.Create((byte)0x20))).ExtractMostSignificantBits();
            var length = BitOperations.TrailingZeroCount(ends);
            if (ends != 0 && rest[length] == '"')
            {
                Position += length + 1;
                return true;
            }
        }

        return SkipLongString();
    }

    private bool SkipLongString()
    {
        while (true)
        {
            var length = Rest.IndexOfAny(StringEnds);
            if (length < 0)
            {
                Position = _json.Length;
                return false;
            }

            Position += length;
            switch (_json[Position])
            {
                case (byte)'"':
                    Position++;
                    return true;
                case (byte)'\\' when SkipEscape():
                    break;
                default:
                    return false;
            }
        }
    }

    private bool SkipEscape()
    {
        var rest = Rest;
        if (rest.Length < 2)
        {
            return false;
        }

        if (rest[1] is (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r'
            or (byte)'t')
        {
            Position += 2;
            return true;
        }

        if (rest[1] != 'u' || rest.Length < 6)
        {
            return false;
        }

        for (var digit = 2; digit < 6; digit++)
        {
            if (!char.IsAsciiHexDigit((char)rest[digit]))
            {
                return false;
            }
        }

        Position += 6;
        return true;
    }

    private bool SkipNumber()
    {
        if (Current == '-')
        {
            Position++;
        }

        if (Current == '0')
        {
            Position++;
        }
        else if (!SkipDigits())
        {
            return false;
        }

        if (Current == '.')
        {
            Position++;
            if (!SkipDigits())
            {
                return false;
            }
        }

        if (Current is (byte)'e' or (byte)'E')
        {
            Position++;
            if (Current is (byte)'+' or (byte)'-')
            {
                Position++;
            }

            return SkipDigits();
        }

        return true;
    }

    private bool SkipDigits()
    {
        var start = Position;
        while ((uint)(Current - '0') <= 9)
        {
            Position++;
        }

        return Position > start;
    }

    // One bit for each open bracket says whether it is an object's: no recursion, whatever the depth.
    private bool SkipNested()
    {
        Span<ulong> objects = stackalloc ulong[DeepestSkip / 64];
        var depth = 0;
        while (true)
        {
            SkipSpace();
            if (Current is (byte)'{' or (byte)'[')
            {
                if (depth == _maxDepth)
                {
                    return false;
                }

                var isObject = Current == '{';
                Position++;
                Mark(objects, depth++, isObject);
                SkipSpace();
                if (Current != (isObject ? '}' : ']'))
                {
                    if (isObject && !SkipKey())
                    {
                        return false;
                    }

                    continue;
                }
            }
            else if (!SkipScalar())
            {
                return false;
            }

            if (!CloseOrContinue(objects, ref depth))
            {
                return false;
            }

            if (depth == 0)
            {
                return true;
            }
        }
    }

    private bool CloseOrContinue(scoped ReadOnlySpan<ulong> objects, ref int depth)
    {
        while (depth > 0)
        {
            var isObject = IsMarked(objects, depth - 1);
            SkipSpace();
            if (Current == ',')
            {
                Position++;
                return !isObject || SkipKey();
            }

            if (Current != (isObject ? '}' : ']'))
            {
                return false;
            }

            Position++;
            depth--;
        }

        return true;
    }

    private bool SkipKey()
    {
        SkipSpace();
        return SkipString() && Take((byte)':');
    }

    private static void Mark(scoped Span<ulong> bits, int at, bool isSet) =>
        bits[at >> 6] = isSet ? bits[at >> 6] | (1UL << at) : bits[at >> 6] & ~(1UL << at);

    private static bool IsMarked(scoped ReadOnlySpan<ulong> bits, int at) => (bits[at >> 6] & (1UL << at)) != 0;
}
