using System.Buffers.Binary;
using System.Globalization;

namespace Aggregator.Audit;

/// <summary>
/// Compares entries with the digests that the log's tiles hold of them, to tell which entry is not the one that was
/// logged. The checkpoint tells that one is not; the tiles are not signed, so alone they tell nothing.
/// </summary>
/// <param name="folder">The log's folder.</param>
internal sealed class LoggedDigests(LogFolder folder)
{
    private List<byte[]> _bundle = [];
    private long _number = -1;
    private long _first;
    private long _changed;

    /// <summary>Which entries differ; null when none does, or nothing says.</summary>
    public string? Finding => _changed switch
    {
        0 => null,
        1 => Text($"entry {_first} is not the one that was logged"),
        _ => Text($"entry {_first} is not the one that was logged, nor are {_changed - 1} after it"),
    };

    /// <summary>Compares an entry.</summary>
    /// <param name="digest">Its digest.</param>
    /// <param name="number">Its number, from 1.</param>
    public void Add(byte[] digest, long number)
    {
        var (bundle, place) = Math.DivRem(number - 1, Tile.Width);
        if (bundle != _number)
        {
            (_number, _bundle) = (bundle, Read(bundle));
        }

        if (place < _bundle.Count && !_bundle[(int)place].AsSpan().SequenceEqual(digest))
        {
            _first = _changed == 0 ? number : _first;
            _changed++;
        }
    }

    private List<byte[]> Read(long number)
    {
        var tile = folder.ReadTile(Tile.NameOfEntries(number, Tile.Width));
        var digests = new List<byte[]>();
        var rest = tile.AsSpan();
        while (rest.Length >= 2 && rest.Length - 2 >= BinaryPrimitives.ReadUInt16BigEndian(rest))
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest);
            digests.Add(rest.Slice(2, length).ToArray());
            rest = rest[(2 + length)..];
        }

        return digests;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
