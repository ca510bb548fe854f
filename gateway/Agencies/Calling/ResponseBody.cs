using System.Buffers;

namespace Aggregator.Agencies;

/// <summary>Pooled memory that holds a response's body.</summary>
internal sealed class ResponseBody : IMemoryOwner<byte>
{
    private byte[] _bytes;
    private int _length;

    private ResponseBody(int capacity) => _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    public Memory<byte> Memory => _bytes.AsMemory(0, _length);

    /// <summary>Reads a response's body to its end; null when it is longer than allowed.</summary>
    /// <param name="response">What to read.</param>
    /// <param name="limit">Bytes allowed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async ValueTask<ResponseBody?> ReadAsync(
        HttpResponseMessage response, int limit, CancellationToken cancellationToken)
    {
        var announced = response.Content.Headers.ContentLength;
        if (announced > limit)
        {
            return null;
        }

        // HTTP/1.1 ends a body with its last announced byte, unless it comes in chunks. Otherwise room for one byte
        // more: the end is seen without growing.
        var exact = response.Version.Major == 1 && response.Headers.TransferEncodingChunked != true ? announced : null;
        using var stream = response.Content.ReadAsStream(cancellationToken);
        var body = new ResponseBody((int)Math.Min(announced + 1 ?? 8192, limit + 1L));
        var isWhole = false;
        try
        {
            isWhole = await body.FillAsync(stream, exact, limit, cancellationToken);
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

    private async ValueTask<bool> FillAsync(
        Stream stream, long? exact, int limit, CancellationToken cancellationToken)
    {
        while (_length != exact)
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

        return true;
    }
}
