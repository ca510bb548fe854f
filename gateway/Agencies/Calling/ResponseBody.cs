using System.Buffers;

namespace Aggregator.Agencies;

/// <summary>Pooled memory that holds a response's body.</summary>
internal sealed class ResponseBody : IMemoryOwner<byte>
{
    private byte[] _bytes;
    private int _length;

    private ResponseBody(int capacity) => _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    public Memory<byte> Memory => _bytes.AsMemory(0, _length);

    /// <summary>Reads a stream to its end; null when it is longer than allowed.</summary>
    /// <param name="stream">What to read.</param>
    /// <param name="announced">The length that was announced, or null.</param>
    /// <param name="limit">Bytes allowed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<ResponseBody?> ReadAsync(
        Stream stream, long? announced, int limit, CancellationToken cancellationToken)
    {
        if (announced > limit)
        {
            return null;
        }

        // One byte more than announced: the end is seen without growing.
        var body = new ResponseBody((int)Math.Min(announced + 1 ?? 8192, limit + 1L));
        var isWhole = false;
        try
        {
            isWhole = await body.FillAsync(stream, limit, cancellationToken);
            return isWhole ? body : null;
        }
        finally
        {
            if (!isWhole)
            {
                body.Dispose();
            }
        }
    }

    public void Dispose()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
            _length = 0;
        }
    }

    private async Task<bool> FillAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_length == _bytes.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
                _bytes.AsSpan(0, _length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(_bytes);
                _bytes = larger;
            }

            var read = await stream.ReadAsync(_bytes.AsMemory(_length), cancellationToken);
            if (read == 0)
            {
                return true;
            }

            _length += read;
            if (_length > limit)
            {
                return false;
            }
        }
    }
}
