using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Aggregator.Execution.Tests;

/// <summary>A real agency on loopback that answers in every wrong way; the path says which.</summary>
internal sealed class FaultyAgency : IAsyncDisposable
{
    private static readonly Dictionary<string, byte[]> Bodies = new()
    {
        ["user"] = """{"data":{"me":{"__typename":"User","id":"u1","mail":"m"}}}"""u8.ToArray(),
        ["invalid-json"] = """{"data":{"_entities":[{"name":"n",}]}}"""u8.ToArray(),
        ["no-utf8"] = [(byte)'{', (byte)'"', 0xC3, (byte)'"', (byte)'}'],
        ["wrong-types"] = """{"data":{"_entities":[{"name":"n","friend":"f"}]}}"""u8.ToArray(),
        ["extra-entities"] = """{"data":{"_entities":[{"name":"n"},{"name":"o"}]}}"""u8.ToArray(),
        ["missing-entities"] = """{"data":{"_entities":[]}}"""u8.ToArray(),
        ["duplicate-keys"] = """{"data":{"_entities":[{"name":"n","name":"o","friend":null}]}}"""u8.ToArray(),
        ["nested"] = Encoding.UTF8.GetBytes("""{"data":{"_entities":[{"name":""" + new string('[', 100_000)),
    };

    private readonly WebApplication _app;

    private FaultyAgency(WebApplication app) => _app = app;

    /// <summary>How many requests came.</summary>
    public int Requests { get; private set; }

    /// <summary>The header of the caller context of the last request.</summary>
    public string? CallerContext { get; private set; }

    /// <summary>The HTTP version of the last request.</summary>
    public string? Protocol { get; private set; }

    /// <summary>Completes when a request was aborted by the gateway.</summary>
    public TaskCompletionSource Aborted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Uri Url(string path) => new(_app.Urls.First() + "/" + path);

    public static async Task<FaultyAgency> StartAsync(HttpProtocols protocols = HttpProtocols.Http1)
    {
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        _ = builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        var agency = new FaultyAgency(builder.Build());
        _ = agency._app.MapPost("/{fault}", agency.AnswerAsync);
        await agency._app.StartAsync();
        return agency;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Requests++;
        CallerContext = context.Request.Headers["Aggregator-Caller"];
        Protocol = context.Request.Protocol;
        _ = context.RequestAborted.Register(() => Aborted.TrySetResult());
        var response = context.Response;
        response.ContentType = "application/json";
        var fault = (string)context.Request.RouteValues["fault"]!;
        switch (fault)
        {
            case "never":
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                break;
            case "status-500":
                response.StatusCode = 500;
                response.ContentType = "text/plain";
                break;
            case "status-401-json":
                response.StatusCode = 401;
                await response.WriteAsync("""{"error":"unauthorised"}""");
                break;
            case "status-400-graphql":
                response.StatusCode = 400;
                await response.WriteAsync("""{"errors":[{"message":"bad"}]}""");
                break;
            case "html":
                response.ContentType = "text/html";
                await response.WriteAsync("<html></html>");
                break;
            case "redirect":
                response.Redirect("/right");
                break;
            case "dropped":
                await response.WriteAsync("""{"data":""");
                await response.Body.FlushAsync();
                context.Abort();
                break;
            case "slow":
                await response.WriteAsync("""{"data":""");
                await response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                break;
            case "endless":
                var chunk = Encoding.UTF8.GetBytes(new string(' ', 65536));
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    await response.Body.WriteAsync(chunk, context.RequestAborted);
                }

                break;
            case "huge":
                response.ContentLength = 100_000_000;
                await response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                break;
            case "second-time" when Requests == 1:
            case "third-time" when Requests <= 2:
                response.StatusCode = 503;
                response.ContentType = "text/plain";
                break;
            default:
                await response.Body.WriteAsync(Bodies.TryGetValue(fault, out var body)
                    ? body : """{"data":{"me":{"id":"u1"}}}"""u8.ToArray());
                break;
        }
    }
}
