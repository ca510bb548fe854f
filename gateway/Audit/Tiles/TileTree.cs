using System.Buffers.Binary;

namespace Aggregator.Audit;

/// <summary>
/// Works out a growing tree's tiles: what is full, once, and what is not full yet, when asked. It holds at most 256
/// hashes of each level.
/// </summary>
internal sealed class TileTree
{
    private readonly List<Level> _levels = [new()];
    private readonly List<byte[]> _data = new(Tile.Width);

    /// <summary>Adds a leaf; gives the tiles that it fills.</summary>
    /// <param name="data">The leaf's data: the digest of the entry that it commits to.</param>
    public IReadOnlyList<Tile> Append(byte[] data)
    {
        _data.Add(data);
        var hash = MerkleHash.OfLeaf(data);
        List<Tile>? full = null;
        for (var level = 0; ; level++)
        {
            if (level == _levels.Count)
            {
                _levels.Add(new Level());
            }

            var open = _levels[level];
            open.Hashes.Add(hash);
            if (open.Hashes.Count < Tile.Width)
            {
                return full ?? (IReadOnlyList<Tile>)[];
            }

            full ??= [];
            full.Add(HashTile(level));
            if (level == 0)
            {
                full.Add(DataTile());
                _data.Clear();
            }

            hash = RootOf(open.Hashes);
            open.Hashes.Clear();
            open.Number++;
        }
    }

    /// <summary>The tiles that are not full yet.</summary>
    public IEnumerable<Tile> Partial()
    {
        for (var level = 0; level < _levels.Count; level++)
        {
            if (_levels[level].Hashes.Count > 0)
            {
                yield return HashTile(level);
            }
        }

        if (_data.Count > 0)
        {
            yield return DataTile();
        }
    }

    private Tile HashTile(int level)
    {
        var (hashes, number) = (_levels[level].Hashes, _levels[level].Number);
        var bytes = new byte[hashes.Count * MerkleHash.Size];
        for (var i = 0; i < hashes.Count; i++)
        {
            hashes[i].Bytes.CopyTo(bytes.AsMemory(i * MerkleHash.Size));
        }

        return new Tile(Tile.NameOf(level, number, hashes.Count), bytes);
    }

    // Each leaf's data after its length, 16 bits, big-endian.
    private Tile DataTile()
    {
        var bytes = new byte[_data.Sum(data => 2 + data.Length)];
        var at = 0;
        foreach (var data in _data)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), (ushort)data.Length);
            data.CopyTo(bytes, at + 2);
            at += 2 + data.Length;
        }

        return new Tile(Tile.NameOfEntries(_levels[0].Number, _data.Count), bytes);
    }

    private static MerkleHash RootOf(List<MerkleHash> hashes)
    {
        var tree = new MerkleFrontier();
        foreach (var hash in hashes)
        {
            tree.Append(hash);
        }

        return tree.Root();
    }

    private sealed class Level
    {
        public List<MerkleHash> Hashes { get; } = new(Tile.Width);

        public long Number { get; set; }
    }
}
