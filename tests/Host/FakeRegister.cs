using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Aggregator.Host.Tests;

/// <summary>A hub that answers who is held with what a test says.</summary>
internal sealed class FakeRegister : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeRegister(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<FakeRegister> StartAsync(string answer, int status = 200)
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        app.Urls.Add("http://127.0.0.1:0");
        foreach (var place in new[] { "", "/behind/a/proxy" })
        {
            app.MapPost(
                place + "/register/holds", () => Results.Text(answer, "application/json", statusCode: status));
        }

        await app.StartAsync();
        return new FakeRegister(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
