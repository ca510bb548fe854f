using System.Buffers;
using Aggregator.Execution;

namespace Aggregator.Agencies;

/// <summary>A subscription that is open at a subgraph.</summary>
internal interface IEventSource : IAsyncDisposable
{
    /// <summary>The next event, or a fault; null when the subgraph has ended the stream.</summary>
    Task<AgencyResponse?> NextAsync(CancellationToken cancellationToken);
}

/// <summary>A body that is not pooled memory's own array but a part of it.</summary>
/// <param name="bytes">Rented from the shared pool.</param>
/// <param name="at">Where the body begins.</param>
/// <param name="length">Its length.</param>
internal sealed class PooledPart(byte[] bytes, int at, int length) : IMemoryOwner<byte>
{
    private byte[]? _bytes = bytes;

    public Memory<byte> Memory => _bytes.AsMemory(at, length);

    /// <summary>A copy of some bytes, rented.</summary>
    public static PooledPart Copy(ReadOnlySpan<byte> bytes)
    {
        var rented = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(rented);
        return new PooledPart(rented, 0, bytes.Length);
    }

    public AgencyResponse AsEvent() => new(AgencyOutcome.Answered, Memory, this, 200, null);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _bytes, null) is { } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
