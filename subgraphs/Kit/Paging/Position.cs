namespace Aggregator.Kit;

/// <summary>
/// A place in the total order (sortAt, id), as the gateway writes it: `instant` is after every item at that instant,
/// `instant/` is at or after it, `instant/id` is after exactly that item.
/// </summary>
/// <param name="At">UTC instant.</param>
/// <param name="Key">The id after which to go on; empty for inclusive; null for after the whole instant.</param>
public readonly record struct Position(DateTimeOffset At, string? Key)
{
    private const int InstantLength = 28;

    private const int MaxKeyLength = 128;

    /// <summary>Reads a position; null stands for the beginning.</summary>
    /// <param name="text">The text, in one of the three forms.</param>
    /// <exception cref="AgencyException">`BAD_CURSOR` when it has none of them.</exception>
    public static Position? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (text.Length >= InstantLength
            && text.Length <= InstantLength + 1 + MaxKeyLength
            && text[InstantLength - 1] == 'Z'
            && LondonTime.TryInstant(text[..InstantLength], out var at)
            && LondonTime.Print(at) == text[..InstantLength])
        {
            if (text.Length == InstantLength)
            {
                return new Position(at, null);
            }

            if (text[InstantLength] == '/')
            {
                return new Position(at, text[(InstantLength + 1)..]);
            }
        }

        throw new AgencyException(
            AgencyErrors.BadCursor, "`after` is not a position; send back an `endCursor` as it was given");
    }

    /// <inheritdoc/>
    public override string ToString() => Key is null ? LondonTime.Print(At) : $"{LondonTime.Print(At)}/{Key}";

    /// <summary>The first page size allowed when none is named.</summary>
    internal const int DefaultFirst = 50;

    /// <summary>The largest page.</summary>
    internal const int MaxFirst = 200;

    internal static int CheckFirst(int? first) => first switch
    {
        null => DefaultFirst,
        >= 1 and <= MaxFirst => first.Value,
        _ => throw new AgencyException(
            AgencyErrors.BadPageSize, $"`first` is {first}; ask for 1 to {MaxFirst} items"),
    };
}
