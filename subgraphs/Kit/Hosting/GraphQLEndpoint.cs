using System.Text.Encodings.Web;
using System.Text.Json;
using GraphQL.Execution;
using GraphQL.SystemTextJson;
using GraphQL.Transport;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Aggregator.Kit;

/// <summary>GraphQL over HTTP: POST of JSON, answered in the media type asked for.</summary>
/// <param name="service">Executes.</param>
/// <param name="calls">Makes the request from the caller's context.</param>
internal sealed class GraphQLEndpoint(GraphQLService service, AgencyCalls calls)
{
    public const int MaxBodyBytes = 1_048_576;
    private const string GraphQLJson = "application/graphql-response+json";
    private const string PlainJson = "application/json";

    private static readonly GraphQLSerializer Serializer = new(
        options => options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        new ErrorInfoProvider(options => options.ExposeCodes = false));

    private readonly StreamEndpoint _streams = new(service, calls);

    public async Task InvokeAsync(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = "POST";
            await http.RefuseAsync(StatusCodes.Status405MethodNotAllowed, AgencyErrors.BadRequest, "send a POST")
                .ConfigureAwait(false);
            return;
        }

        if (Answerable(http.Request.Headers.Accept.ToString()) is not { } mediaType)
        {
            await http.RefuseAsync(
                StatusCodes.Status406NotAcceptable, AgencyErrors.BadRequest, $"accept `{GraphQLJson}` or `{PlainJson}`")
                .ConfigureAwait(false);
            return;
        }

        if (!http.Request.HasJsonContentType())
        {
            await http.RefuseAsync(
                StatusCodes.Status415UnsupportedMediaType, AgencyErrors.BadRequest, $"send `{PlainJson}`")
                .ConfigureAwait(false);
            return;
        }

        var caller = await calls.CallerAsync(http).ConfigureAwait(false);
        var request = await ReadAsync(http).ConfigureAwait(false);
        if (mediaType == StreamEndpoint.MediaType)
        {
            await _streams.InvokeAsync(http, request, caller, Serializer).ConfigureAwait(false);
            return;
        }

        var result = await service
            .ExecuteAsync(
                request.Query!, request.OperationName, request.Variables, calls.Request(caller), http.RequestAborted)
            .ConfigureAwait(false);
        // A document that never ran is the client's mistake; the older media type says 200 even so.
        http.Response.StatusCode = !result.Executed && mediaType == GraphQLJson
            ? StatusCodes.Status400BadRequest
            : StatusCodes.Status200OK;
        http.Response.ContentType = mediaType + "; charset=utf-8";
        await Serializer.WriteAsync(http.Response.Body, result, http.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<GraphQLRequest> ReadAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBodyBytes;
        }

        try
        {
            var request = await Serializer.ReadAsync<GraphQLRequest>(http.Request.Body, http.RequestAborted)
                .ConfigureAwait(false);
            if (!string.IsNullOrWhiteSpace(request?.Query))
            {
                return request;
            }
        }
        catch (JsonException)
        {
            // The body is described below; what was in it is not repeated.
        }

        throw new AgencyException(
            AgencyErrors.BadRequest, "the body is not a GraphQL request; send {\"query\": …, \"variables\": {…}}");
    }

    private static string? Answerable(string accept)
    {
        if (accept.Contains(StreamEndpoint.MediaType, StringComparison.OrdinalIgnoreCase))
        {
            return StreamEndpoint.MediaType;
        }

        if (accept.Contains(GraphQLJson, StringComparison.OrdinalIgnoreCase))
        {
            return GraphQLJson;
        }

        return accept.Length == 0
            || accept.Contains(PlainJson, StringComparison.OrdinalIgnoreCase)
            || accept.Contains("*/*", StringComparison.Ordinal)
            || accept.Contains("application/*", StringComparison.Ordinal)
                ? PlainJson
                : null;
    }
}
