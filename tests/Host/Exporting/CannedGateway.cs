using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Aggregator.Host.Tests.Exporting;

/// <summary>A gateway on loopback that answers as a test says, and counts what it was asked.</summary>
internal sealed class CannedGateway : IAsyncDisposable
{
    private readonly WebApplication _app = WebApplication.CreateSlimBuilder().Build();

    private CannedGateway()
    {
    }

    public Uri Url => new(_app.Urls.Single());

    public int Asked { get; private set; }

    /// <summary>Starts it.</summary>
    /// <param name="answer">Gives data, and what stands beside it, to a query and its variables.</param>
    public static async Task<CannedGateway> StartAsync(Func<string, JsonNode, string> answer)
    {
        var gateway = new CannedGateway();
        gateway._app.Urls.Add("http://127.0.0.1:0");
        _ = gateway._app.MapPost("{*path}", async http =>
        {
            gateway.Asked++;
            var asked = (await JsonNode.ParseAsync(http.Request.Body))!;
            await http.Response.WriteAsync(answer(asked["query"]!.ToString(), asked["variables"]!));
        });
        await gateway._app.StartAsync();
        return gateway;
    }

    /// <summary>An answer.</summary>
    /// <param name="data">The data.</param>
    /// <param name="disclosure">What the disclosure report says more than the entry of the log, with a comma in front.
    /// </param>
    /// <param name="errors">The errors.</param>
    public static string Answer(string data, string disclosure = ", \"complete\": true", string errors = "") => $$"""
        { "data": {{data}}, "errors": [{{errors}}], "extensions": { "disclosure": {
          "auditId": "1f", "asAt": "2025-07-21T17:00:00.0000000Z", "purpose": "S47_ENQUIRY", "stage": "S47",
          "policy": "2026.1"{{disclosure}} } } }
        """;

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
