using Aggregator.Execution;
using Aggregator.Schema;

namespace Aggregator.Redaction;

/// <summary>What kind of leaf a value has to be.</summary>
internal enum LeafKind : byte
{
    /// <summary>Not a leaf.</summary>
    None,

    /// <summary>A custom scalar: any JSON but null.</summary>
    Custom,

    /// <summary>A JSON string.</summary>
    Text,

    /// <summary>A whole number of 32 bits.</summary>
    Whole,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Truth,

    /// <summary>A string, or a whole number that is written as one.</summary>
    Id,

    /// <summary>One of an enum's names.</summary>
    Name,
}

/// <summary>How a value of one type is completed: one for each level of lists.</summary>
internal sealed class Completion
{
    private Completion(TypeRef type, LeafSet leaf)
    {
        IsNonNull = type.IsNonNull;
        Element = type.Element is { } element ? new Completion(element, leaf) : null;
        Leaf = leaf;
    }

    public bool IsNonNull { get; }

    /// <summary>How elements are completed; null when the type is no list.</summary>
    public Completion? Element { get; }

    public LeafSet Leaf { get; }

    /// <summary>True for a leaf of a right kind that is written as the agency wrote it.</summary>
    public bool IsAsItIs(ReadOnlySpan<byte> json) =>
        Element is null && Leaf.Has(json) && (Leaf.Kind != LeafKind.Id || json[0] == '"');

    /// <summary>Writes a leaf; false when it is none of the type.</summary>
    public bool TryWrite(ReadOnlySpan<byte> json, PooledBytes output)
    {
        if (!Leaf.Has(json))
        {
            return false;
        }

        var isNumber = Leaf.Kind == LeafKind.Id && json[0] != '"';
        output.Add(isNumber ? "\""u8 : default);
        output.Add(json);
        output.Add(isNumber ? "\""u8 : default);
        return true;
    }

    public static Completion Of(TypeRef type, TypeDefinition named) => new(type, LeafSet.Of(named));
}

/// <summary>What a leaf may be.</summary>
internal sealed class LeafSet
{
    private readonly byte[][] _names;

    private LeafSet(LeafKind kind, byte[][] names)
    {
        Kind = kind;
        _names = names;
    }

    public LeafKind Kind { get; }

    public static LeafSet Of(TypeDefinition type) => type.Kind switch
    {
        TypeKind.Enum => new LeafSet(
            LeafKind.Name,
            [.. type.Values.Select(value => System.Text.Encoding.UTF8.GetBytes($"\"{value.Name}\""))]),
        TypeKind.Scalar => new LeafSet(
            type.Name switch
            {
                "String" => LeafKind.Text,
                "Int" => LeafKind.Whole,
                "Float" => LeafKind.Number,
                "Boolean" => LeafKind.Truth,
                "ID" => LeafKind.Id,
                _ => LeafKind.Custom,
            },
            []),
        _ => new LeafSet(LeafKind.None, []),
    };

    /// <summary>True when the raw JSON is a value of the type.</summary>
    public bool Has(ReadOnlySpan<byte> json) => Kind switch
    {
        LeafKind.Custom => true,
        LeafKind.Text => json[0] == '"',
        LeafKind.Whole => IsWhole(json),
        LeafKind.Number => json[0] is (byte)'-' or (>= (byte)'0' and <= (byte)'9'),
        LeafKind.Truth => json[0] is (byte)'t' or (byte)'f',
        LeafKind.Id => json[0] == '"' || IsWholeOfAnyLength(json),
        LeafKind.Name => IsName(json),
        _ => false,
    };

    private static bool IsWhole(ReadOnlySpan<byte> json) =>
        System.Buffers.Text.Utf8Parser.TryParse(json, out int _, out var read) && read == json.Length;

    private static bool IsWholeOfAnyLength(ReadOnlySpan<byte> json) =>
        !json.ContainsAnyExceptInRange((byte)'-', (byte)'9') && !json.Contains((byte)'.');

    private bool IsName(ReadOnlySpan<byte> json)
    {
        foreach (var name in _names)
        {
            if (json.SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }
}
