using Aggregator.Planning;

namespace Aggregator.Execution;

/// <summary>
/// Whether a leaf is of its type, by its first byte: cheap enough for every value that arrives. An agency that gives
/// numbers for texts cannot be relied on for what it does not give either.
/// </summary>
internal static class LeafCheck
{
    /// <summary>True when valid JSON may be a value of this shape; null always may.</summary>
    public static bool Fits(LeafShape shape, ReadOnlySpan<byte> json, int maxDepth) =>
        json[0] == 'n' || (shape.Lists == 0 ? FitsOne(shape.Kind, json[0]) : FitsList(shape, json, maxDepth));

    private static bool FitsOne(LeafForm form, byte first) => form switch
    {
        LeafForm.Text => first == '"',
        LeafForm.Number => IsNumber(first),
        LeafForm.Truth => first is (byte)'t' or (byte)'f',
        LeafForm.Id => first == '"' || IsNumber(first),
        _ => true,
    };

    private static bool IsNumber(byte first) => first is (byte)'-' or (>= (byte)'0' and <= (byte)'9');

    private static bool FitsList(LeafShape shape, ReadOnlySpan<byte> json, int maxDepth)
    {
        if (json[0] != '[')
        {
            return shape.Kind == LeafForm.Any;
        }

        var inner = shape with { Lists = shape.Lists - 1 };
        var cursor = new JsonCursor(json, maxDepth) { Position = 1 };
        cursor.SkipSpace();
        while (!cursor.IsAtEnd && cursor.Current != ']')
        {
            var start = cursor.Position;
            if (!cursor.SkipValue() || !Fits(inner, cursor.Slice(start), maxDepth))
            {
                return false;
            }

            _ = cursor.Take((byte)',');
            cursor.SkipSpace();
        }

        return true;
    }
}
