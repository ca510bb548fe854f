using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Aggregator.Host.Tests;

/// <summary>A server that is asked for its schema; each path answers in a way of its own.</summary>
internal sealed class AskedSubgraph : IAsyncDisposable
{
    private readonly WebApplication _app;

    private AskedSubgraph(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public static async Task<AskedSubgraph> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        _ = builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        return new AskedSubgraph(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private static Task AnswerAsync(HttpContext http) => http.Request.Path.Value switch
    {
        "/html" => SayAsync(http, 200, "text/html", "<html>Sign in</html>"),
        "/guarded" => SayAsync(http, 401, "application/json", "{}"),
        "/moved" => MoveAsync(http),
        "/cut" => SayAsync(http, 200, "application/json", "{\"data\": {"),
        "/plain" => SayAsync(http, 400, "application/json", """{"errors": [{"message": "no field `_service`"}]}"""),
        "/odd" => SayAsync(http, 200, "application/json", """[{"data": {"_service": {"sdl": 1}}}]"""),
        "/empty" => SayAsync(http, 200, "application/json", """{"data": {"_service": {"sdl": ""}}}"""),
        "/large" => SayAsync(http, 200, "application/json", new string(' ', (16 * 1024 * 1024) + 1)),
        "/mistaken" => SayAsync(
            http, 200, "application/json", """{"data": {"_service": {"sdl": "type Query {\n  a: Unheard\n}"}}}"""),
        "/endless" => NeverEndAsync(http),
        "/broken" => BreakAsync(http),
        _ => SayAsync(http, 404, "text/plain", "not here"),
    };

    private static async Task SayAsync(HttpContext http, int status, string type, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), http.RequestAborted);
    }

    private static Task MoveAsync(HttpContext http)
    {
        http.Response.StatusCode = 302;
        http.Response.Headers.Location = "/elsewhere";
        return Task.CompletedTask;
    }

    private static async Task NeverEndAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync("{"u8.ToArray(), http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static Task BreakAsync(HttpContext http)
    {
        http.Abort();
        return Task.CompletedTask;
    }
}
