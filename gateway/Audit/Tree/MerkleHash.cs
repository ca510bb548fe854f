using System.Security.Cryptography;

namespace Aggregator.Audit;

/// <summary>A SHA-256 hash of the tree of RFC 6962, section 2.1.</summary>
/// <param name="Bytes">Its 32 bytes.</param>
public readonly record struct MerkleHash(ReadOnlyMemory<byte> Bytes)
{
    /// <summary>How many bytes a hash has.</summary>
    public const int Size = 32;

    /// <summary>The root of the empty tree.</summary>
    public static readonly MerkleHash Empty = new(SHA256.HashData([]));

    /// <summary>The hash of a leaf: of a zero byte and its data.</summary>
    /// <param name="data">The leaf's data.</param>
    public static MerkleHash OfLeaf(ReadOnlySpan<byte> data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0]);
        hash.AppendData(data);
        return new MerkleHash(hash.GetHashAndReset());
    }

    /// <summary>
    /// The hash of a log entry's leaf. The leaf commits to the entry's digest, so that an entry can be deleted when its
    /// retention ends and the tree still verifies.
    /// </summary>
    /// <param name="entry">The entry as stored.</param>
    public static MerkleHash OfEntry(ReadOnlySpan<byte> entry) => OfLeaf(StoredEntry.DigestOf(entry));

    /// <summary>The hash of an inner node: of a one byte and its two children.</summary>
    /// <param name="left">The left child.</param>
    /// <param name="right">The right child.</param>
    public static MerkleHash OfChildren(MerkleHash left, MerkleHash right)
    {
        Span<byte> joined = stackalloc byte[1 + (2 * Size)];
        joined[0] = 1;
        left.Bytes.Span.CopyTo(joined[1..]);
        right.Bytes.Span.CopyTo(joined[(1 + Size)..]);
        return new MerkleHash(SHA256.HashData(joined));
    }

    /// <inheritdoc/>
    public bool Equals(MerkleHash other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => Bytes.Length >= 4 ? BitConverter.ToInt32(Bytes.Span) : 0;

    /// <summary>Base64, as in a checkpoint.</summary>
    public override string ToString() => Convert.ToBase64String(Bytes.Span);
}
