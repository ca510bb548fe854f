using System.Buffers;
using Aggregator.Redaction;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Aggregator.Transport.Streaming;

/// <summary>
/// Server-sent events of GraphQL, one connection for each operation (graphql-sse, "distinct connections mode"):
/// <c>next</c> for each answer, <c>complete</c> at the end, a comment as heartbeat between.
/// </summary>
internal sealed class EventStream(HttpContext http, StreamLimits limits, CancellationToken stopping)
{
    public const string MediaType = "text/event-stream";

    private static readonly byte[] Next = "event: next\n"u8.ToArray();
    private static readonly byte[] Data = "data: "u8.ToArray();
    private static readonly byte[] Complete = "event: complete\ndata:\n\n"u8.ToArray();
    private static readonly byte[] Comment = ":\n\n"u8.ToArray();
    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    /// <summary>Sends everything, and the end.</summary>
    /// <param name="answers">The answers; the token that makes them ends when the client leaves or the gateway
    /// stops.</param>
    /// <param name="stopped">What is said last when the gateway stops.</param>
    public async Task SendAsync(IAsyncEnumerable<Answer> answers, Func<Answer> stopped)
    {
        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.ContentType = MediaType;
        http.Response.Headers["X-Accel-Buffering"] = "no";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await FlushAsync();
        try
        {
            await SendAllAsync(answers);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested
            && !http.RequestAborted.IsCancellationRequested)
        {
            using var last = stopped();
            await SendAsync(last);
        }

        http.Response.BodyWriter.Write(Complete);
        await FlushAsync();
    }

    private async Task SendAllAsync(IAsyncEnumerable<Answer> answers)
    {
        await using var each = answers.GetAsyncEnumerator(CancellationToken.None);
        while (true)
        {
            var next = each.MoveNextAsync().AsTask();
            while (!next.IsCompleted)
            {
                using var beat = new CancellationTokenSource();
                if (await Task.WhenAny(next, Task.Delay(limits.Heartbeat, beat.Token)) != next)
                {
                    http.Response.BodyWriter.Write(Comment);
                    await FlushAsync();
                }

                await beat.CancelAsync();
            }

            if (!await next)
            {
                return;
            }

            using var answer = each.Current;
            await SendAsync(answer);
        }
    }

    private async Task SendAsync(Answer answer)
    {
        http.Response.BodyWriter.Write(Next);

        // A line break inside the JSON would end the event: such an answer is sent line by line and joined again.
        var rest = answer.Body;
        while (true)
        {
            var end = rest.Span.IndexOfAny((byte)'\n', (byte)'\r');
            http.Response.BodyWriter.Write(Data);
            http.Response.BodyWriter.Write(end < 0 ? rest.Span : rest.Span[..end]);
            http.Response.BodyWriter.Write(LineEnd);
            if (end < 0)
            {
                break;
            }

            rest = rest[(end + 1)..];
        }

        http.Response.BodyWriter.Write(LineEnd);
        await FlushAsync();
    }

    private async Task FlushAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        patience.CancelAfter(limits.SendWithin);
        try
        {
            _ = await http.Response.BodyWriter.FlushAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            http.Abort();
            throw;
        }
    }
}
