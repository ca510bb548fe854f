using Aggregator.Execution;

namespace Aggregator.Redaction;

/// <summary>The texts of leaves that come again and again, such as the ids of a few persons: each is made
/// once.</summary>
internal sealed class LeafTexts
{
    private readonly Dictionary<byte[], string?>.AlternateLookup<ReadOnlySpan<byte>> _texts =
        new Dictionary<byte[], string?>(new Bytes()).GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The text of a leaf that is a string or a number; null for anything else.</summary>
    public string? Of(DataValue value)
    {
        if (!value.TryLeaf(out var json))
        {
            return null;
        }

        if (!_texts.TryGetValue(json, out var text))
        {
            text = value.Text;
            _texts[json] = text;
        }

        return text;
    }

    private sealed class Bytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
