using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Aggregator.Kit;

/// <summary>
/// `POST /record`: the agency's own systems write here, with `Authorization: Bearer KEY`. The body is
/// {links: […], records: […]} in the form of the seed files, with ISO times; all is written or nothing, in one
/// transaction with the outbox. It is recorded now, by the domain clock.
/// </summary>
/// <param name="reader">Reads the batch.</param>
/// <param name="writer">Writes it.</param>
/// <param name="keySha256">SHA-256 of the key, hex; null refuses all.</param>
/// <param name="clock">The domain clock.</param>
internal sealed class RecorderEndpoint(RecordReader reader, FactWriter writer, string? keySha256, TimeProvider clock)
{
    private const int MaxBodyBytes = 1_048_576;
    private const string Bearer = "Bearer ";

    private readonly byte[]? _key = keySha256 is null ? null : Convert.FromHexString(keySha256);

    public async Task InvokeAsync(HttpContext http)
    {
        if (!Allowed(http.Request.Headers.Authorization.ToString()))
        {
            throw new AgencyException(
                AgencyErrors.RecorderRefused,
                "recording needs the agency's recorder key; configure `Recorder:KeySha256`");
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBodyBytes;
        }

        var batch = reader.Read(await ReadAsync(http).ConfigureAwait(false), clock.GetUtcNow());
        await writer.WriteAsync(batch.Links, batch.Facts, http.RequestAborted).ConfigureAwait(false);
        http.Response.StatusCode = StatusCodes.Status201Created;
        await http.Response
            .WriteAsJsonAsync(
                new { links = batch.Links.Count, records = batch.Facts.Count },
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

    private bool Allowed(string authorization) =>
        _key is not null
        && authorization.StartsWith(Bearer, StringComparison.Ordinal)
        && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(authorization[Bearer.Length..])), _key);
}
