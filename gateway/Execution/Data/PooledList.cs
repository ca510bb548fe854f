using System.Buffers;
using System.Runtime.CompilerServices;

namespace Aggregator.Execution;

/// <summary>A growing list of plain values in pooled memory, reached by reference.</summary>
/// <typeparam name="T">A value type without references.</typeparam>
internal struct PooledList<T>(int capacity) : IDisposable
    where T : unmanaged
{
    private T[] _items = ArrayPool<T>.Shared.Rent(capacity);

    public int Count { get; private set; }

    public readonly Span<T> Span
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _items.AsSpan(0, Count);
    }

    public readonly ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _items[index];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Add(in T item)
    {
        if (Count == _items.Length)
        {
            Grow();
        }

        _items[Count] = item;
        return Count++;
    }

    /// <summary>Adds a copy of a run of items; gives where the copy begins.</summary>
    public int AddCopy(int from, int count)
    {
        while (Count + count > _items.Length)
        {
            Grow();
        }

        var first = Count;
        _items.AsSpan(from, count).CopyTo(_items.AsSpan(first));
        Count += count;
        return first;
    }

    public void Clear() => Count = 0;

    public void Dispose()
    {
        if (_items is { Length: > 0 })
        {
            ArrayPool<T>.Shared.Return(_items);
            _items = [];
            Count = 0;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow()
    {
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(16, _items.Length * 2));
        Span.CopyTo(larger);
        if (_items.Length > 0)
        {
            ArrayPool<T>.Shared.Return(_items);
        }

        _items = larger;
    }
}
