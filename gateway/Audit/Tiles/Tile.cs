using System.Globalization;
using System.Text;

namespace Aggregator.Audit;

/// <summary>One file of the tree in the layout of C2SP tlog-tiles: up to 256 hashes of one level, or the leaves' data.
/// </summary>
/// <param name="Name">
/// Its path under <c>tile</c>: <c>0/x001/234</c>, <c>entries/000</c>; one that is not full ends in <c>.p/WIDTH</c>.
/// </param>
/// <param name="Bytes">What it holds.</param>
internal sealed record Tile(string Name, byte[] Bytes)
{
    /// <summary>How many hashes a full tile holds.</summary>
    public const int Width = 256;

    /// <summary>True when nothing is added to it any more.</summary>
    public bool IsFull => !Name.Contains(".p/", StringComparison.Ordinal);

    /// <summary>The name of a tile of hashes.</summary>
    /// <param name="level">0 for the leaves, 1 for the roots of 256 of them, …</param>
    /// <param name="number">Its place in the level, from 0.</param>
    /// <param name="width">How many it holds, 1 to 256.</param>
    public static string NameOf(int level, long number, int width) =>
        level.ToString(CultureInfo.InvariantCulture) + "/" + Place(number, width);

    /// <summary>The name of a bundle of leaves' data.</summary>
    /// <param name="number">Its place, from 0.</param>
    /// <param name="width">How many it holds, 1 to 256.</param>
    public static string NameOfEntries(long number, int width) => "entries/" + Place(number, width);

    // Three digits a folder, all but the last after an x: 1234067 is x001/x234/067.
    private static string Place(long number, int width)
    {
        var text = new StringBuilder((number % 1000).ToString("d3", CultureInfo.InvariantCulture));
        for (var rest = number / 1000; rest > 0; rest /= 1000)
        {
            _ = text.Insert(0, "x" + (rest % 1000).ToString("d3", CultureInfo.InvariantCulture) + "/");
        }

        return width == Width ? text.ToString()
            : text.Append(CultureInfo.InvariantCulture, $".p/{width}").ToString();
    }
}
