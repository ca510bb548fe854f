using System.Buffers;

namespace Aggregator.Execution;

/// <summary>
/// The objects that were read, by their text: one that comes again for the same field of a response is not read again,
/// its places share it. Equality is decided on all bytes, the hash of the first ones only says where to look.
/// </summary>
internal sealed class SharedTexts : IDisposable
{
    private const int Buckets = 512;
    private const int HashedBytes = 32;

    private readonly int[] _buckets = ArrayPool<int>.Shared.Rent(Buckets);
    private readonly List<SharedText> _known = [];

    public SharedTexts() => Array.Clear(_buckets, 0, Buckets);

    /// <summary>Where an object's text would be known; -1 for one that is too short to be worth it.</summary>
    /// <param name="rest">The response from the object's brace on.</param>
    public static int Bucket(ReadOnlySpan<byte> rest) => rest.Length < HashedBytes
        ? -1
        : (int)(ByteHash.Of(rest[..HashedBytes]) & (Buckets - 1));

    /// <summary>The object that was read there last; false when there was none.</summary>
    public bool TryGet(int bucket, out SharedText text)
    {
        var at = _buckets[bucket] - 1;
        text = at < 0 ? default : _known[at];
        return at >= 0;
    }

    /// <summary>Notes an object that was read.</summary>
    public void Add(int bucket, in SharedText text)
    {
        _known.Add(text);
        _buckets[bucket] = _known.Count;
    }

    public void Dispose() => ArrayPool<int>.Shared.Return(_buckets);
}

/// <summary>An object that was read.</summary>
/// <param name="Field">What it was read for: a field of one response, and there of one group of entities.</param>
/// <param name="Object">Its number.</param>
/// <param name="At">Where its text begins.</param>
/// <param name="Length">How long its text is.</param>
/// <param name="Cells">How many cells it has, with all that is below it.</param>
internal readonly record struct SharedText(CompiledField Field, int Object, int At, int Length, long Cells);
