using System.Text;
using GraphQL;
using GraphQL.SystemTextJson;
using GraphQL.Transport;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aggregator.Kit;

/// <summary>
/// Answers an operation as server-sent events: <c>next</c> for each result, <c>complete</c> at the end. Between events
/// a comment keeps the connection seen to be alive.
/// </summary>
/// <param name="service">Executes.</param>
/// <param name="calls">Makes requests from the caller's context.</param>
internal sealed class StreamEndpoint(GraphQLService service, AgencyCalls calls)
{
    public const string MediaType = "text/event-stream";

    /// <summary>Streams that one agency has open at the most; more are refused.</summary>
    public const int MaxStreams = 1_000;

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly byte[] Comment = Encoding.ASCII.GetBytes(":\n\n");
    private static readonly byte[] Complete = Encoding.ASCII.GetBytes("event: complete\ndata:\n\n");

    private int _open;

    public async Task InvokeAsync(
        HttpContext http, GraphQLRequest operation, CallerContext caller, GraphQLSerializer serializer)
    {
        try
        {
            if (Interlocked.Increment(ref _open) > MaxStreams)
            {
                await http.RefuseAsync(
                    StatusCodes.Status503ServiceUnavailable,
                    AgencyErrors.TooManyStreams,
                    $"{MaxStreams} streams are open already; try later").ConfigureAwait(false);
                return;
            }

            await FollowAsync(http, operation, caller, serializer).ConfigureAwait(false);
        }
        finally
        {
            _ = Interlocked.Decrement(ref _open);
        }
    }

    private async Task FollowAsync(
        HttpContext http, GraphQLRequest operation, CallerContext caller, GraphQLSerializer serializer)
    {
        // Open streams end with the service, or they would hold up its stop.
        var lifetime = http.RequestServices.GetRequiredService<IHostApplicationLifetime>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted, lifetime.ApplicationStopping);
        var userContext = new Dictionary<string, object?> { ["request"] = calls.Request(caller) };
        using var turns = new EventTurns(
            () => userContext["request"] = calls.Request(caller with { AsAt = calls.Now }), stop.Token);
        turns.AddTo(userContext);
        var result = await service
            .ExecuteAsync(
                operation.Query!, operation.OperationName, operation.Variables, userContext, http.RequestAborted)
            .ConfigureAwait(false);
        http.Response.ContentType = MediaType;
        http.Response.Headers.CacheControl = "no-store";
        if (result.Streams is { Count: 1 } streams)
        {
            using var subscription = streams.Values.Single().Subscribe(turns);
            await http.Response.Body.FlushAsync(http.RequestAborted).ConfigureAwait(false);
            try
            {
                await WriteAllAsync(http, turns, serializer).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
            {
                // The service stops: the stream is complete as far as it went.
            }
        }
        else
        {
            await WriteAsync(http, result, serializer).ConfigureAwait(false);
        }

        await http.Response.Body.WriteAsync(Complete, http.RequestAborted).ConfigureAwait(false);
    }

    private static async Task WriteAllAsync(HttpContext http, EventTurns turns, GraphQLSerializer serializer)
    {
        await using var results = turns.ReadAsync().GetAsyncEnumerator(http.RequestAborted);
        var next = results.MoveNextAsync().AsTask();
        while (true)
        {
            if (await Task.WhenAny(next, Task.Delay(Heartbeat, http.RequestAborted)).ConfigureAwait(false) != next)
            {
                http.RequestAborted.ThrowIfCancellationRequested();
                await http.Response.Body.WriteAsync(Comment, http.RequestAborted).ConfigureAwait(false);
                await http.Response.Body.FlushAsync(http.RequestAborted).ConfigureAwait(false);
                continue;
            }

            if (!await next.ConfigureAwait(false))
            {
                return;
            }

            await WriteAsync(http, results.Current, serializer).ConfigureAwait(false);
            next = results.MoveNextAsync().AsTask();
        }
    }

    private static async Task WriteAsync(HttpContext http, ExecutionResult result, GraphQLSerializer serializer)
    {
        // One line: the serializer writes none, and a new line would end the event.
        var text = $"event: next\ndata: {serializer.Serialize(result)}\n\n";
        await http.Response.WriteAsync(text, http.RequestAborted).ConfigureAwait(false);
        await http.Response.Body.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }
}
