using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Aggregator.CaseView.Tests;

/// <summary>A server that has the pages and nothing else.</summary>
internal sealed class ServedPages : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ServedPages(WebApplication app)
    {
        _app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Http { get; }

    public static async Task<ServedPages> StartAsync(CaseViewOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapCaseView(options);
        await app.StartAsync();
        return new ServedPages(app);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
