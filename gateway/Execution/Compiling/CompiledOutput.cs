using System.Collections.Immutable;
using System.Text;
using Aggregator.Planning;

namespace Aggregator.Execution;

/// <summary>An <see cref="OutputSet"/> made ready for reading responses.</summary>
internal sealed class CompiledOutput
{
    private CompiledOutput(ImmutableArray<CompiledField> fields) => Fields = fields;

    public ImmutableArray<CompiledField> Fields { get; }

    public static CompiledOutput Of(OutputSet set) => new([.. set.Fields.Select(field => new CompiledField(
        Encoding.UTF8.GetBytes($"\"{field.ResponseKey}\""),
        field.ResponseKey,
        field.Slot,
        field.IsTypeName,
        field.Children is null ? null : Of(field.Children))
    {
        Leaf = field.Leaf,
    })]);

    /// <summary>The field of this key, quotes included; -1 when it is not kept.</summary>
    /// <param name="quoted">The key, quotes included, without escapes.</param>
    /// <param name="from">Where to look first.</param>
    public int Find(ReadOnlySpan<byte> quoted, int from)
    {
        var count = Fields.Length;
        for (var step = 0; step < count; step++)
        {
            var at = from + step;
            at = at >= count ? at - count : at;
            if (quoted.SequenceEqual(Fields[at].Quoted))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>The field of this key, or null.</summary>
    public CompiledField? Find(string key) => Fields.FirstOrDefault(field => field.ResponseKey == key);
}

/// <summary>One field kept of a response.</summary>
/// <param name="Quoted">The key as JSON, quotes included.</param>
/// <param name="ResponseKey">The key.</param>
/// <param name="Slot">Where it goes.</param>
/// <param name="IsTypeName">True for <c>__typename</c>.</param>
/// <param name="Children">What is kept below; null for a leaf.</param>
internal sealed record CompiledField(
    byte[] Quoted, string ResponseKey, int Slot, bool IsTypeName, CompiledOutput? Children)
{
    /// <summary>The key as it stands in compact JSON, colon included.</summary>
    public byte[] Key { get; } = [.. Quoted, (byte)':'];

    /// <summary>What a leaf has to be.</summary>
    public LeafShape Leaf { get; init; }

    /// <summary>
    /// True when nothing tells its objects apart that have the same text: then their places may share one.
    /// </summary>
    public bool IsShareable { get; set; }

    /// <summary>The type last seen here: a guess that saves a search, never trusted.</summary>
    public int LikelyType { get; set; } = TypeNames.Unknown;
}
