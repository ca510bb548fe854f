using System.Collections.Immutable;
using System.Numerics;

namespace Aggregator.Audit;

/// <summary>Proof that a leaf is in a tree (RFC 9162, section 2.1.3).</summary>
/// <param name="Index">The leaf's place, from 0.</param>
/// <param name="TreeSize">How many leaves the tree has.</param>
/// <param name="Path">The siblings' hashes, from the leaf up.</param>
public sealed record InclusionProof(long Index, long TreeSize, ImmutableArray<MerkleHash> Path)
{
    /// <summary>Makes the proof of one leaf of a tree.</summary>
    /// <param name="leaves">All leaf hashes.</param>
    /// <param name="index">Which leaf; 0 to the number of leaves less one.</param>
    public static InclusionProof Of(IReadOnlyList<MerkleHash> leaves, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leaves.Count);
        var path = ImmutableArray.CreateBuilder<MerkleHash>();
        Collect(leaves, 0, leaves.Count, index, path);
        return new InclusionProof(index, leaves.Count, path.ToImmutable());
    }

    /// <summary>True when the leaf is at this place of the tree with that root. Checks the whole path.</summary>
    /// <param name="leaf">The leaf's hash.</param>
    /// <param name="root">The tree's root, from a checkpoint that the caller trusts.</param>
    public bool Proves(MerkleHash leaf, MerkleHash root)
    {
        if (Index < 0 || Index >= TreeSize)
        {
            return false;
        }

        var (node, last, hash) = (Index, TreeSize - 1, leaf);
        foreach (var sibling in Path)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                hash = MerkleHash.OfChildren(sibling, hash);
                while ((node & 1) == 0 && node != 0)
                {
                    (node, last) = (node >> 1, last >> 1);
                }
            }
            else
            {
                hash = MerkleHash.OfChildren(hash, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && hash == root;
    }

    private static void Collect(
        IReadOnlyList<MerkleHash> leaves, int start, int end, int index, ImmutableArray<MerkleHash>.Builder path)
    {
        if (end - start <= 1)
        {
            return;
        }

        var middle = start + LargestPowerBelow(end - start);
        if (index < middle)
        {
            Collect(leaves, start, middle, index, path);
            path.Add(RootOf(leaves, middle, end));
        }
        else
        {
            Collect(leaves, middle, end, index, path);
            path.Add(RootOf(leaves, start, middle));
        }
    }

    private static MerkleHash RootOf(IReadOnlyList<MerkleHash> leaves, int start, int end)
    {
        var frontier = new MerkleFrontier();
        for (var i = start; i < end; i++)
        {
            frontier.Append(leaves[i]);
        }

        return frontier.Root();
    }

    private static int LargestPowerBelow(int count) => 1 << (31 - BitOperations.LeadingZeroCount((uint)(count - 1)));
}
