using System.Buffers;
using Aggregator.Engine;
using Aggregator.Redaction;
using Aggregator.Transport.Identity;
using Aggregator.Transport.Streaming;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Aggregator.Transport.Http;

/// <summary>
/// GraphQL over HTTP (draft of the GraphQL foundation): POST with JSON, content negotiation between
/// <c>application/graphql-response+json</c>, <c>application/json</c> and, with many answers, <c>text/event-stream</c>.
/// A WebSocket at the same place speaks <c>graphql-transport-ws</c>.
/// </summary>
public sealed class GraphQLEndpoint
{
    private const string Json = MediaTypes.Json;
    private const string GraphQLResponse = MediaTypes.GraphQLResponse;

    private readonly IRequestPipeline _pipeline;
    private readonly EndpointOptions _options;
    private readonly ConnectionCount _connections;
    private readonly SocketEndpoint _sockets;

    /// <summary>Makes it.</summary>
    /// <param name="pipeline">Answers requests.</param>
    /// <param name="options">How it behaves.</param>
    public GraphQLEndpoint(IRequestPipeline pipeline, EndpointOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _pipeline = pipeline;
        _options = options;
        _connections = new ConnectionCount(options.Streams.MaxConnections);
        _sockets = new SocketEndpoint(pipeline, options, _connections);
    }

    /// <summary>Handles one request.</summary>
    /// <param name="http">The request.</param>
    public async Task HandleAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.Response.Headers.CacheControl = "no-store";
        if (http.Request.Headers.Authorization.Count > 1)
        {
            // Which of them would count is nobody's to guess.
            await RefusedRequest.WriteAsync(http, new RequestFault(
                StatusCodes.Status400BadRequest, TransportErrors.BadRequest, "send one `Authorization` header"));
            return;
        }

        if (http.WebSockets.IsWebSocketRequest)
        {
            await _sockets.HandleAsync(http);
            return;
        }

        if (MediaTypes.Negotiate(http.Request) is not { } mediaType)
        {
            await RefusedRequest.WriteAsync(http, new RequestFault(
                StatusCodes.Status406NotAcceptable,
                TransportErrors.NotAcceptable,
                $"accept `{GraphQLResponse}`, `{Json}` or `{EventStream.MediaType}`"));
            return;
        }

        var (request, fault) = await ReadRequestAsync(http);
        if (request is null)
        {
            await RefusedRequest.WriteAsync(http, fault!, mediaType);
            return;
        }

        var identity = IdentityReader.Read(http.User, _options.Claims);
        if (identity is null && _options.RequiresIdentity)
        {
            using var refusal = await IdentityFaults.WhyAsync(http, _options.Claims);
            await WriteAsync(http, mediaType, refusal);
        }
        else if (mediaType == EventStream.MediaType)
        {
            await StreamAsync(http, request, identity);
        }
        else
        {
            using var answer = await _pipeline.AnswerAsync(request, identity, http.RequestAborted);
            await WriteAsync(http, mediaType, answer);
        }
    }

    private async Task StreamAsync(HttpContext http, GatewayRequest request, CallerIdentity? identity)
    {
        if (!_connections.TryEnter())
        {
            await RefusedRequest.WriteAsync(http, TransportErrors.Full);
            return;
        }

        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _options.Stopping);
            var stream = await _pipeline.FollowAsync(request, identity, stop.Token);
            if (stream.Refusal is { } refusal)
            {
                using (refusal)
                {
                    await RefuseStreamAsync(http, refusal);
                }

                return;
            }

            await new EventStream(http, _options.Streams, _options.Stopping).SendAsync(stream.Answers, Stopped);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client went away.
        }
        finally
        {
            _connections.Leave();
        }
    }

    // Who may not ask at all is told by the status; what is wrong with the operation, in the stream.
    private Task RefuseStreamAsync(HttpContext http, Answer refusal) =>
        refusal.Status is not AnswerStatus.Refused
            ? WriteAsync(http, GraphQLResponse, refusal)
            : new EventStream(http, _options.Streams, _options.Stopping)
                .SendAsync(new[] { refusal }.ToAsyncEnumerable(), Stopped);

    private static Answer Stopped() => Refusal.Of(
        TransportErrors.Stopping, "the gateway is stopping: subscribe again in a moment");

    private async ValueTask<(GatewayRequest? Request, RequestFault? Fault)> ReadRequestAsync(HttpContext http)
    {
        var (parts, fault) = await ReadAsync(http);
        if (parts is null)
        {
            return (null, fault);
        }

        var (access, faultyAccess) = AccessHeaders.Read(http.Request, parts.Access);
        return faultyAccess is not null
            ? (null, faultyAccess)
            : (new GatewayRequest
            {
                Document = parts.Document,
                OperationName = parts.OperationName,
                Variables = parts.Variables,
                Access = access,
                // Only what is decided and logged has an id: it is made of true randomness, which is not for nothing.
                RequestId = _options.RequiresIdentity ? RequestIds.New() : "",
                IsReadOnly = HttpMethods.IsGet(http.Request.Method),
            }, null);
    }

    private async ValueTask<(RequestParts? Parts, RequestFault? Fault)> ReadAsync(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method) && _options.AllowsGet)
        {
            return QueryReader.Read(http.Request.Query);
        }

        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = _options.AllowsGet ? "GET, POST" : "POST";
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
                $"send at most {_options.MaxBodyBytes} bytes"))
            : RequestReader.Read(body.Value);
    }

    private async ValueTask<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpContext http)
    {
        if (http.Request.ContentLength > _options.MaxBodyBytes)
        {
            return null;
        }

        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (read.Buffer.Length > _options.MaxBodyBytes)
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

    // Draft specification: a request that was not executed is 400 under the new media type, 200 under the old.
    private static async Task WriteAsync(HttpContext http, string mediaType, Answer answer)
    {
        http.Response.StatusCode = answer.Status switch
        {
            AnswerStatus.Executed => StatusCodes.Status200OK,
            AnswerStatus.Unauthenticated => StatusCodes.Status401Unauthorized,
            AnswerStatus.Forbidden => StatusCodes.Status403Forbidden,
            AnswerStatus.ReadOnlyMethod => StatusCodes.Status405MethodNotAllowed,
            _ => mediaType == GraphQLResponse ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK,
        };
        if (answer.Status == AnswerStatus.ReadOnlyMethod)
        {
            http.Response.Headers.Allow = "POST";
        }
        else if (answer.Status == AnswerStatus.Unauthenticated)
        {
            // RFC 6750, section 3.1.
            http.Response.Headers.WWWAuthenticate =
                http.Request.Headers.Authorization.Count == 0 ? "Bearer" : "Bearer error=\"invalid_token\"";
        }

        http.Response.ContentType =
            (mediaType == EventStream.MediaType ? GraphQLResponse : mediaType) + "; charset=utf-8";
        http.Response.ContentLength = answer.Body.Length;
        await http.Response.BodyWriter.WriteAsync(answer.Body, http.RequestAborted);
    }
}
