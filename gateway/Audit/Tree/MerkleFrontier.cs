namespace Aggregator.Audit;

/// <summary>
/// A growing tree held as the roots of its perfect subtrees, largest first: enough to append and to know the root, in
/// memory that grows with the logarithm of the size.
/// </summary>
internal sealed class MerkleFrontier
{
    private readonly List<(int Height, MerkleHash Hash)> _peaks = [];

    /// <summary>How many leaves it has.</summary>
    public long Size { get; private set; }

    /// <summary>The root over all leaves.</summary>
    public MerkleHash Root()
    {
        if (_peaks.Count == 0)
        {
            return MerkleHash.Empty;
        }

        var root = _peaks[^1].Hash;
        for (var i = _peaks.Count - 2; i >= 0; i--)
        {
            root = MerkleHash.OfChildren(_peaks[i].Hash, root);
        }

        return root;
    }

    /// <summary>Adds a leaf.</summary>
    public void Append(MerkleHash leaf)
    {
        var height = 0;
        while (_peaks.Count > 0 && _peaks[^1].Height == height)
        {
            leaf = MerkleHash.OfChildren(_peaks[^1].Hash, leaf);
            _peaks.RemoveAt(_peaks.Count - 1);
            height++;
        }

        _peaks.Add((height, leaf));
        Size++;
    }
}
