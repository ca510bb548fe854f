using System.Buffers;
using System.Runtime.CompilerServices;

namespace Aggregator.Execution;

/// <summary>
/// A growing run of bytes in pooled memory that can be cut back to an earlier length. Not safe for several threads.
/// </summary>
/// <param name="capacity">Bytes to rent at first.</param>
public sealed class PooledBytes(int capacity = 4096) : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);
    private int _length;

    /// <summary>How many bytes are written. Setting it lower cuts the end off.</summary>
    public int Length
    {
        get => _length;
        set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, _length);
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _length = value;
        }
    }

    /// <summary>What is written so far; valid until more is written.</summary>
    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _length);

    /// <summary>What is written so far; valid until more is written or this is disposed.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, _length);

    /// <summary>Adds bytes.</summary>
    /// <param name="bytes">What.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _bytes.Length - _length)
        {
            Grow(bytes.Length);
        }

        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>Adds one byte.</summary>
    /// <param name="value">What.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(byte value)
    {
        if (_length == _bytes.Length)
        {
            Grow(1);
        }

        _bytes[_length++] = value;
    }

    /// <summary>Adds bytes and then more.</summary>
    /// <param name="first">What.</param>
    /// <param name="second">What then.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        if (first.Length + second.Length > _bytes.Length - _length)
        {
            Grow(first.Length + second.Length);
        }

        first.CopyTo(_bytes.AsSpan(_length));
        second.CopyTo(_bytes.AsSpan(_length + first.Length));
        _length += first.Length + second.Length;
    }

    /// <summary>Adds again what was written before.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">How long it is.</param>
    public void Repeat(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + length, _length);
        Ensure(length);
        _bytes.AsSpan(start, length).CopyTo(_bytes.AsSpan(_length));
        _length += length;
    }

    /// <summary>Writes one byte over another.</summary>
    /// <param name="index">Where.</param>
    /// <param name="value">What.</param>
    public void Put(int index, byte value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _length);
        _bytes[index] = value;
    }

    /// <summary>Ends a JSON object or array: replaces a trailing comma, or adds the bracket.</summary>
    /// <param name="bracket">The closing bracket.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Close(byte bracket)
    {
        if (_bytes[_length - 1] == (byte)',')
        {
            _bytes[_length - 1] = bracket;
        }
        else
        {
            Add(bracket);
        }
    }

    /// <summary>Puts bytes in; what is behind moves on.</summary>
    /// <param name="index">Where.</param>
    /// <param name="bytes">What.</param>
    public void Insert(int index, ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, _length);
        if (bytes.Length > _bytes.Length - _length)
        {
            Grow(bytes.Length);
        }

        _bytes.AsSpan(index, _length - index).CopyTo(_bytes.AsSpan(index + bytes.Length));
        bytes.CopyTo(_bytes.AsSpan(index));
        _length += bytes.Length;
    }

    /// <summary>Takes one byte out.</summary>
    /// <param name="index">Where.</param>
    internal void DropAt(int index)
    {
        _bytes.AsSpan(index + 1, _length - index - 1).CopyTo(_bytes.AsSpan(index));
        _length--;
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _length);
        _length += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _bytes.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _bytes.AsSpan(_length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var bytes = _bytes;
        _bytes = [];
        _length = 0;
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void Ensure(int sizeHint)
    {
        if (_bytes.Length - _length < Math.Max(sizeHint, 1))
        {
            Grow(Math.Max(sizeHint, 256));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int more)
    {
        var larger = ArrayPool<byte>.Shared.Rent(checked(Math.Max(_bytes.Length * 2, _length + more)));
        Span.CopyTo(larger);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = larger;
    }
}
