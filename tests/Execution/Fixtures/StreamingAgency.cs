using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aggregator.Execution.Tests;

/// <summary>A real agency on loopback that gives three events, then does what the path says.</summary>
internal sealed class StreamingAgency : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StreamingAgency(WebApplication app) => _app = app;

    /// <summary>What the client sent, in order.</summary>
    public List<string> Received { get; } = [];

    /// <summary>To be completed when the three events are read.</summary>
    public TaskCompletionSource Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a stream was ended by the gateway.</summary>
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Uri Url(string path) => new(_app.Urls.First() + "/" + path);

    public static async Task<StreamingAgency> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        _ = builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var agency = new StreamingAgency(builder.Build());
        _ = agency._app.UseWebSockets();
        _ = agency._app.MapPost("/sse/{then}", agency.ServeEventsAsync);
        _ = agency._app.Map("/ws/{then}", agency.ServeSocketAsync);
        await agency._app.StartAsync();
        return agency;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static string Event(int at) => $$$$"""{"data":{"added":{"id":"{{{{at}}}}"}}}""";

    private async Task ServeEventsAsync(HttpContext context)
    {
        _ = context.RequestAborted.Register(() => Ended.TrySetResult());
        using (var reader = new StreamReader(context.Request.Body))
        {
            Received.Add(await reader.ReadToEndAsync());
        }

        context.Response.ContentType = "text/event-stream";
        for (var at = 1; at <= 3; at++)
        {
            await context.Response.WriteAsync($": a comment\r\nevent: next\r\ndata: {Event(at)}\r\n\r\n");
            await context.Response.Body.FlushAsync();
        }

        switch ((string?)context.Request.RouteValues["then"])
        {
            case "complete":
                await context.Response.WriteAsync("event: complete\ndata:\n\n");
                break;
            case "huge":
                await context.Response.WriteAsync("event: next\ndata: " + new string('x', 100_000));
                break;
            case "open":
                await context.Response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                break;
            default:
                // A dropped connection takes unread events with it: they are read first.
                await Seen.Task;
                context.Abort();
                break;
        }
    }

    private async Task ServeSocketAsync(HttpContext context)
    {
        _ = context.RequestAborted.Register(() => Ended.TrySetResult());
        using var socket = await context.WebSockets.AcceptWebSocketAsync("graphql-transport-ws");
        Received.Add(await ReceiveAsync(socket));
        await SendAsync(socket, """{"type":"connection_ack"}""");
        Received.Add(await ReceiveAsync(socket));
        for (var at = 1; at <= 3; at++)
        {
            await SendAsync(socket, """{"type":"ping"}""");
            Received.Add(await ReceiveAsync(socket));
            await SendAsync(socket, $$"""{"id":"1","type":"next","payload":{{Event(at)}}}""");
        }

        switch ((string?)context.Request.RouteValues["then"])
        {
            case "complete":
                await SendAsync(socket, """{"id":"1","type":"complete"}""");
                break;
            case "error":
                await SendAsync(socket, """{"id":"1","type":"error","payload":[{"message":"m"}]}""");
                break;
            case "huge":
                await SendAsync(socket, "\"" + new string('x', 100_000) + "\"");
                break;
            case "open":
                _ = await ReceiveAsync(socket);
                break;
            default:
                // A dropped connection takes unread events with it: they are read first.
                await Seen.Task;
                context.Abort();
                break;
        }
    }

    private static async Task SendAsync(WebSocket socket, string text) =>
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    private static async Task<string> ReceiveAsync(WebSocket socket)
    {
        var buffer = new byte[4096];
        var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }
}
