using System.Buffers.Text;

namespace Aggregator.Execution;

/// <summary>
/// An ordering value of a merged list. Instants (RFC 3339) come before everything else and are compared as instants, to
/// 100 nanoseconds; everything else is compared by its UTF-8 bytes.
/// </summary>
internal readonly struct OrderValue : IComparable<OrderValue>
{
    private readonly long _ticks;
    private readonly byte[]? _text;

    private OrderValue(long ticks, byte[]? text)
    {
        _ticks = ticks;
        _text = text;
    }

    /// <summary>True for an instant.</summary>
    public bool IsInstant => _text is null;

    /// <summary>Reads a value.</summary>
    /// <param name="text">UTF-8, without quotes, without escapes.</param>
    public static OrderValue Of(ReadOnlySpan<byte> text) =>
        TryInstant(text, out var ticks) ? new OrderValue(ticks, null) : new OrderValue(0, text.ToArray());

    /// <inheritdoc/>
    public int CompareTo(OrderValue other) => (_text, other._text) switch
    {
        (null, null) => _ticks.CompareTo(other._ticks),
        (null, _) => -1,
        (_, null) => 1,
        var (mine, others) => mine.AsSpan().SequenceCompareTo(others),
    };

    // 2025-06-02T15:10:00[.digits](Z|±hh:mm); digits beyond the seventh are not looked at.
    private static bool TryInstant(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length < 20 || !HasSeparators(text)
            || !Number(text[..4], out var year) || !Number(text[5..7], out var month)
            || !Number(text[8..10], out var day) || !Number(text[11..13], out var hour)
            || !Number(text[14..16], out var minute) || !Number(text[17..19], out var second)
            || !IsDay(year, month, day) || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        // A leap second is the last moment of its minute.
        ticks = new DateTime(year, month, day, hour, minute, Math.Min(second, 59), DateTimeKind.Utc).Ticks;
        text = text[19..];
        if (text[0] == '.' && !TakeFraction(ref text, ref ticks))
        {
            return false;
        }

        return TakeOffset(text, ref ticks);
    }

    private static bool HasSeparators(ReadOnlySpan<byte> text) =>
        text[4] == '-' && text[7] == '-' && (text[10] | 0x20) == 't' && text[13] == ':' && text[16] == ':';

    private static bool IsDay(int year, int month, int day) =>
        year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    private static bool TakeFraction(ref ReadOnlySpan<byte> text, ref long ticks)
    {
        var digits = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits <= 0)
        {
            return false;
        }

        var unit = TimeSpan.TicksPerSecond / 10;
        foreach (var digit in text.Slice(1, Math.Min(digits, 7)))
        {
            ticks += (digit - '0') * unit;
            unit /= 10;
        }

        text = text[(digits + 1)..];
        return true;
    }

    private static bool TakeOffset(ReadOnlySpan<byte> text, ref long ticks)
    {
        if (text.Length == 1 && (text[0] | 0x20) == 'z')
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':'
            || !Number(text[1..3], out var hours) || !Number(text[4..6], out var minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        var offset = ((hours * 60) + minutes) * TimeSpan.TicksPerMinute;
        ticks += text[0] == '+' ? -offset : offset;
        return true;
    }

    private static bool Number(ReadOnlySpan<byte> digits, out int value) =>
        Utf8Parser.TryParse(digits, out value, out var read) && read == digits.Length
        && char.IsAsciiDigit((char)digits[0]);
}
