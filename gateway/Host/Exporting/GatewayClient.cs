using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aggregator.Host.Exporting;

/// <summary>Why a request brought no usable answer; safe to show.</summary>
/// <param name="message">What happened and what to change.</param>
internal sealed class AskException(string message) : Exception(message);

/// <summary>What a request says of the access.</summary>
/// <param name="Purpose">Why.</param>
/// <param name="Stage">The stage; null for the default.</param>
/// <param name="Recipient">Whom the answer is passed on to; null for nobody.</param>
/// <param name="Reason">In words; null for none.</param>
internal sealed record AskedAccess(string Purpose, string? Stage, string? Recipient, string? Reason);

/// <summary>Asks the gateway as anybody does: over HTTP, with a token, a purpose, and an entry in the log.</summary>
/// <param name="url">The gateway's <c>/graphql</c>.</param>
/// <param name="token">The caller's token.</param>
internal sealed class GatewayClient(Uri url, string token) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Asks.</summary>
    /// <param name="query">The operation.</param>
    /// <param name="variables">Its variables.</param>
    /// <param name="access">Why, and for whom.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The whole answer; it has data.</returns>
    /// <exception cref="AskException">There is none.</exception>
    public async Task<JsonNode> AskAsync(
        string query, object variables, AskedAccess access, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new StringContent(
                JsonSerializer.Serialize(new { query, variables }), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Add(request, "Access-Purpose", access.Purpose);
        Add(request, "Access-Stage", access.Stage);
        Add(request, "Access-Recipient", access.Recipient);
        Add(request, "Access-Reason", access.Reason);
        try
        {
            using var response = await _http.SendAsync(request, cancellation);
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellation));
            return answer?["data"] is JsonObject ? answer : throw new AskException(Refusal(answer));
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException
            || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new AskException($"{url}: no usable answer: check the address, and that the gateway is running");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static void Add(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.Add(name, value);
        }
    }

    private static string Refusal(JsonNode? answer) => answer?["errors"] is JsonArray { Count: > 0 } errors
        ? $"the gateway refuses: {errors[0]?["extensions"]?["code"]}: {errors[0]?["message"]}"
        : "the gateway gave neither data nor an error";
}
