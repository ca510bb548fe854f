using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Aggregator.Engine;
using Aggregator.Redaction;
using Aggregator.Transport.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Aggregator.Transport.Http;

/// <summary>How the endpoint behaves.</summary>
public sealed class EndpointOptions
{
    /// <summary>The largest body, in bytes. Default 256 KiB.</summary>
    public int MaxBodyBytes { get; init; } = 256 * 1024;

    /// <summary>
    /// True to answer queries sent with GET. Default false: an address ends up in logs and histories, and a query
    /// about a child must not.
    /// </summary>
    public bool AllowsGet { get; init; }

    /// <summary>The token's claim names.</summary>
    public IdentityClaims Claims { get; init; } = new();
}

/// <summary>
/// GraphQL over HTTP (draft of the GraphQL foundation): POST with JSON, content negotiation between
/// <c>application/graphql-response+json</c> and <c>application/json</c>.
/// </summary>
/// <param name="pipeline">Answers requests.</param>
/// <param name="options">How it behaves.</param>
public sealed class GraphQLEndpoint(IRequestPipeline pipeline, EndpointOptions options)
{
    private const string Json = "application/json";
    private const string GraphQLResponse = "application/graphql-response+json";

    /// <summary>Handles one request.</summary>
    /// <param name="http">The request.</param>
    public async Task HandleAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.Response.Headers.CacheControl = "no-store";
        if (Negotiate(http.Request) is not { } mediaType)
        {
            await WriteAsync(http, Json, new RequestFault(
                StatusCodes.Status406NotAcceptable,
                TransportErrors.NotAcceptable,
                $"accept `{GraphQLResponse}` or `{Json}`"));
            return;
        }

        var (parts, fault) = await ReadAsync(http);
        if (parts is null)
        {
            await WriteAsync(http, mediaType, fault!);
            return;
        }

        var request = new GatewayRequest
        {
            Document = parts.Document,
            OperationName = parts.OperationName,
            Variables = parts.Variables,
            Access = AccessHeaders.Read(http.Request, parts.Access),
            RequestId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            IsReadOnly = HttpMethods.IsGet(http.Request.Method),
        };
        var identity = IdentityReader.Read(http.User, options.Claims);
        using var answer = await pipeline.AnswerAsync(request, identity, http.RequestAborted);
        await WriteAsync(http, mediaType, answer);
    }

    private async ValueTask<(RequestParts? Parts, RequestFault? Fault)> ReadAsync(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method) && options.AllowsGet)
        {
            return QueryReader.Read(http.Request.Query);
        }

        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = options.AllowsGet ? "GET, POST" : "POST";
            return (null, new RequestFault(
                StatusCodes.Status405MethodNotAllowed,
                TransportErrors.MethodNotAllowed,
                "send the operation with POST"));
        }

        if (!IsJson(http.Request.ContentType))
        {
            return (null, new RequestFault(
                StatusCodes.Status415UnsupportedMediaType,
                TransportErrors.UnsupportedMediaType,
                $"send `{Json}` in UTF-8"));
        }

        var body = await ReadBodyAsync(http);
        return body is null
            ? (null, new RequestFault(
                StatusCodes.Status413PayloadTooLarge,
                TransportErrors.BodyTooLarge,
                $"send at most {options.MaxBodyBytes} bytes"))
            : RequestReader.Read(body.Value);
    }

    private async ValueTask<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpContext http)
    {
        if (http.Request.ContentLength > options.MaxBodyBytes)
        {
            return null;
        }

        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (read.Buffer.Length > options.MaxBodyBytes)
            {
                return null;
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static bool IsJson(string? contentType) =>
        contentType == Json
        || (MediaTypeHeaderValue.TryParse(contentType, out var parsed)
            && parsed.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase)
            && (!parsed.Charset.HasValue || parsed.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)));

    private static string? Negotiate(HttpRequest request)
    {
        // What most clients send needs no parsing.
        if (StringValues.IsNullOrEmpty(request.Headers.Accept) || request.Headers.Accept == Json)
        {
            return Json;
        }

        var accepted = request.GetTypedHeaders().Accept;
        foreach (var type in accepted.Where(type => type.Quality is not 0).OrderByDescending(type => type.Quality ?? 1))
        {
            if (type.MediaType.Equals(GraphQLResponse, StringComparison.OrdinalIgnoreCase))
            {
                return GraphQLResponse;
            }

            if (type.MatchesAllTypes
                || type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase)
                || type.MediaType.Equals("application/*", StringComparison.OrdinalIgnoreCase))
            {
                return Json;
            }
        }

        return null;
    }

    // Draft specification: a request that was not executed is 400 under the new media type, 200 under the old.
    private static async Task WriteAsync(HttpContext http, string mediaType, Answer answer)
    {
        http.Response.StatusCode = answer.Status switch
        {
            AnswerStatus.Executed => StatusCodes.Status200OK,
            AnswerStatus.Unauthenticated => StatusCodes.Status401Unauthorized,
            AnswerStatus.Forbidden => StatusCodes.Status403Forbidden,
            _ => mediaType == GraphQLResponse ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK,
        };
        if (answer.Status == AnswerStatus.Unauthenticated)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
        }

        http.Response.ContentType = mediaType + "; charset=utf-8";
        http.Response.ContentLength = answer.Body.Length;
        await http.Response.BodyWriter.WriteAsync(answer.Body, http.RequestAborted);
    }

    private static async Task WriteAsync(HttpContext http, string mediaType, RequestFault fault)
    {
        http.Response.StatusCode = fault.Status;
        http.Response.ContentType = mediaType + "; charset=utf-8";
        using var answer = Refusal.Of(fault.Code, fault.Message);
        await http.Response.BodyWriter.WriteAsync(answer.Body, http.RequestAborted);
    }
}

/// <summary>Reads a query sent with GET.</summary>
internal static class QueryReader
{
    public static (RequestParts? Parts, RequestFault? Fault) Read(IQueryCollection query) =>
        query["query"].ToString() is { Length: > 0 } document
            ? (new RequestParts(
                Encoding.UTF8.GetBytes(document),
                query["operationName"].ToString() is { Length: > 0 } name ? name : null,
                Encoding.UTF8.GetBytes(query["variables"].ToString()),
                AccessClaim.None), null)
            : (null, new RequestFault(
                StatusCodes.Status400BadRequest, TransportErrors.BadRequest, "`query` is missing"));
}

/// <summary>Reads what the caller says of the access; a header outweighs <c>extensions.access</c>.</summary>
internal static class AccessHeaders
{
    public static AccessClaim Read(HttpRequest request, AccessClaim body)
    {
        string? Text(string name, string? otherwise) =>
            request.Headers[name] is { Count: 1 } values ? values[0] : otherwise;
        return new AccessClaim(
            Text("Access-Purpose", body.Purpose),
            Text("Access-Stage", body.Stage),
            Text("Access-As-At", body.AsAt),
            Text("Access-Reason", body.Reason),
            Text("Access-Break-Glass", body.BreakGlass))
        {
            Recipient = Text("Access-Recipient", body.Recipient),
        };
    }
}
