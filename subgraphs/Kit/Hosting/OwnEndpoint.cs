using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Aggregator.Kit;

/// <summary>An endpoint that one agency adds: only behind the caller context, like every other.</summary>
/// <param name="endpoint">What it does.</param>
/// <param name="calls">Makes the request from the caller's context.</param>
internal sealed class OwnEndpoint(AgencyEndpoint endpoint, AgencyCalls calls)
{
    public string Path => endpoint.Path;

    public static IReadOnlyList<OwnEndpoint> Of(Agency agency, AgencyCalls calls) =>
        [.. agency.Endpoints.Select(endpoint => new OwnEndpoint(endpoint, calls))];

    public async Task InvokeAsync(HttpContext http)
    {
        var request = calls.Request(await calls.CallerAsync(http).ConfigureAwait(false));
        using var body = await ReadAsync(http).ConfigureAwait(false);
        var answer = await endpoint.Answer(request, body.RootElement, http.RequestAborted).ConfigureAwait(false);
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.WriteAsJsonAsync(answer, answer.GetType(), ContractJson.Options, http.RequestAborted)
            .ConfigureAwait(false);
    }

    private static async Task<JsonDocument> ReadAsync(HttpContext http)
    {
        try
        {
            return await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted)
                .ConfigureAwait(false);
        }
        catch (JsonException)
        {
            throw new AgencyException(AgencyErrors.BadRequest, "the body is not JSON");
        }
    }
}
