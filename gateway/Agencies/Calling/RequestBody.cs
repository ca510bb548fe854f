using System.Net;
using System.Net.Http.Headers;

namespace Aggregator.Agencies;

/// <summary>
/// A request's body that is sent straight from pooled memory. Invariant: the memory is not given back while a send is
/// under way, or one agency could be sent what was meant for another.
/// </summary>
internal sealed class RequestBody : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly ReadOnlyMemory<byte> _body;
    private Task _sending = Task.CompletedTask;

    public RequestBody(ReadOnlyMemory<byte> body)
    {
        _body = body;
        Headers.ContentType = Json;
    }

    /// <summary>Waits until nothing is being sent any more; a failed send is over too.</summary>
    public ValueTask EndAsync() => _sending.IsCompleted ? default : WaitAsync();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _sending = stream.WriteAsync(_body, cancellationToken).AsTask();
        return _sending;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }

    private async ValueTask WaitAsync() => await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
