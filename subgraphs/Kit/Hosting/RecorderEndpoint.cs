using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Aggregator.Kit;

/// <summary>
/// `POST /record`: the agency's own systems write here, with `Authorization: Bearer KEY`. The body is
/// {links: […], records: […]} in the form of the seed files, with ISO times; all is written or nothing, in one
/// transaction with the outbox. It is recorded now, by the domain clock, and each version names the system that did.
/// </summary>
/// <param name="reader">Reads the batch.</param>
/// <param name="writer">Writes it.</param>
/// <param name="keys">The systems that may record.</param>
/// <param name="clock">The domain clock.</param>
/// <param name="databases">What `GET /record?id=ID` looks in: which system recorded the version that stands, and
/// when; no content.</param>
internal sealed class RecorderEndpoint(
    RecordReader reader, FactWriter writer, RecorderKeys keys, TimeProvider clock, AgencyDatabases databases)
{
    private const int MaxBodyBytes = 1_048_576;

    public async Task<IResult> FindAsync(HttpContext http)
    {
        _ = SystemOf(http);
        var id = http.Request.Query["id"].ToString();
        var found = await new FactReader(databases, DateTimeOffset.MaxValue).ByIdAsync([id], http.RequestAborted)
            .ConfigureAwait(false);
        return found.TryGetValue(id, out var fact)
            ? Results.Json(
                new { fact.Id, fact.Kind, fact.Version, fact.RecordedAt, fact.RecordedBy }, ContractJson.Options)
            : throw new AgencyException(AgencyErrors.BadRecord, "there is no record with the `id` asked for");
    }

    public async Task InvokeAsync(HttpContext http)
    {
        var system = SystemOf(http);

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBodyBytes;
        }

        var batch = reader.Read(await ReadAsync(http).ConfigureAwait(false), clock.GetUtcNow());
        await writer
            .WriteAsync(
                batch.Links,
                [.. batch.Facts.Select(fact => fact with { RecordedBy = system })],
                http.RequestAborted)
            .ConfigureAwait(false);
        http.Response.StatusCode = StatusCodes.Status201Created;
        await http.Response
            .WriteAsJsonAsync(
                new { links = batch.Links.Count, records = batch.Facts.Count, recordedBy = system },
                ContractJson.Options,
                http.RequestAborted)
            .ConfigureAwait(false);
    }

    private static async Task<JsonObject> ReadAsync(HttpContext http)
    {
        try
        {
            var node = await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted)
                .ConfigureAwait(false);
            return node as JsonObject ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new AgencyException(
                AgencyErrors.BadRecord, "the body is not a JSON object; send {\"links\": […], \"records\": […]}");
        }
    }

    private string SystemOf(HttpContext http) =>
        keys.SystemOf(http.Request.Headers.Authorization.ToString())
        ?? throw new AgencyException(
            AgencyErrors.RecorderRefused,
            "recording needs the key of one of the agency's systems; configure `Recorder:Keys:SYSTEM`");
}
