using System.Text;

namespace Aggregator.Execution;

/// <summary>An item of a merged list.</summary>
internal sealed class MergedItem(int id, OrderValue order, string orderText, string agency, byte[] key)
    : IComparable<MergedItem>
{
    private string? _keyText;

    /// <summary>The item's object.</summary>
    public int Object { get; } = id;

    public OrderValue Order { get; } = order;

    /// <summary>The ordering value as the contributor gave it.</summary>
    public string OrderText { get; } = orderText;

    /// <summary>The id of the first agency, in order, that gave it.</summary>
    public string Agency { get; set; } = agency;

    /// <summary>UTF-8, without quotes and escapes.</summary>
    public byte[] Key { get; } = key;

    public string KeyText => _keyText ??= Encoding.UTF8.GetString(Key);

    /// <inheritdoc/>
    public int CompareTo(MergedItem? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = Order.CompareTo(other.Order);
        order = order != 0 ? order : string.CompareOrdinal(Agency, other.Agency);
        return order != 0 ? order : Key.AsSpan().SequenceCompareTo(other.Key);
    }

    /// <summary>True when the item comes after a position.</summary>
    public bool IsAfter(OrderValue order, ListPosition position)
    {
        var compared = Order.CompareTo(order);
        compared = compared != 0 ? compared : string.CompareOrdinal(Agency, position.Agency);
        compared = compared != 0
            ? compared
            : Key.AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(position.Key));
        return compared > 0
            && !(Order.CompareTo(order) == 0 && position.Given.Contains(KeyText, StringComparer.Ordinal));
    }
}

/// <summary>Finds items by key, comparing the bytes.</summary>
internal sealed class KeyComparer : IEqualityComparer<byte[]>
{
    public static readonly KeyComparer Instance = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] obj) => (int)ByteHash.Of(obj);
}
