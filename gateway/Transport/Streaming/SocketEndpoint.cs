using System.Text.Json;
using Aggregator.Engine;
using Aggregator.Redaction;
using Aggregator.Transport.Http;
using Aggregator.Transport.Identity;
using Microsoft.AspNetCore.Http;

namespace Aggregator.Transport.Streaming;

/// <summary>
/// GraphQL over WebSocket, subprotocol <c>graphql-transport-ws</c>. The token comes with the upgrade or in
/// <c>connection_init</c> as <c>authorization</c>; what is said of the access with either, or with each operation under
/// <c>extensions.access</c>.
/// </summary>
/// <param name="pipeline">Answers operations.</param>
/// <param name="options">How the endpoint behaves.</param>
/// <param name="connections">Counts open connections.</param>
internal sealed class SocketEndpoint(
    IRequestPipeline pipeline, EndpointOptions options, ConnectionCount connections)
{
    private const string Subprotocol = "graphql-transport-ws";

    public async Task HandleAsync(HttpContext http)
    {
        if (!IsSameOrigin(http.Request))
        {
            await RefusedRequest.WriteAsync(http, new RequestFault(
                StatusCodes.Status403Forbidden,
                TransportErrors.OriginRefused,
                "pages of this origin may not open a connection: have it allowed"));
            return;
        }

        var (access, fault) = AccessHeaders.Read(http.Request, AccessClaim.None);
        if (fault is not null)
        {
            await RefusedRequest.WriteAsync(http, fault);
            return;
        }

        if (!connections.TryEnter())
        {
            await RefusedRequest.WriteAsync(http, TransportErrors.Full);
            return;
        }

        try
        {
            await ServeAsync(http, access);
        }
        finally
        {
            connections.Leave();
        }
    }

    private async Task ServeAsync(HttpContext http, AccessClaim access)
    {
        var isOffered = http.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol);
        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = isOffered ? Subprotocol : null,
            KeepAliveInterval = options.Streams.Heartbeat,
            KeepAliveTimeout = options.Streams.Heartbeat,
        });
        var caller = new SocketCaller(http, options, access);
        using var session = new SocketSession(socket, new SocketParts(
            caller.InitialiseAsync,
            (payload, stop) => FollowAsync(caller, payload, stop),
            options.Streams,
            options.MaxBodyBytes));
        if (!isOffered)
        {
            _ = session.CloseAsync(SocketClose.NoSubprotocol);
        }

        await session.RunAsync(options.Stopping);
    }

    private ValueTask<AnswerSeries> FollowAsync(
        SocketCaller caller, ReadOnlyMemory<byte> payload, CancellationToken stop)
    {
        var (parts, fault) = RequestReader.Read(payload);
        return parts is null
            ? new(AnswerSeries.Refused(Refusal.Of(fault!.Code, fault.Message)))
            : pipeline.FollowAsync(
                new GatewayRequest
                {
                    Document = parts.Document,
                    OperationName = parts.OperationName,
                    Variables = parts.Variables,
                    Access = caller.AccessOf(parts.Access),
                    RequestId = RequestIds.New(),
                },
                caller.Identity,
                stop);
    }

    // A page of another site runs in a visitor's browser and may reach what the visitor reaches.
    private bool IsSameOrigin(HttpRequest request) =>
        request.Headers.Origin.Count == 0
        || (request.Headers.Origin is [{ } origin]
            && (options.Streams.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase)
                || (Uri.TryCreate(origin, UriKind.Absolute, out var from)
                    && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase))));
}

/// <summary>Who is at the other end of a WebSocket, and what was said of the access for the whole connection.</summary>
internal sealed class SocketCaller(HttpContext http, EndpointOptions options, AccessClaim headers)
{
    private AccessClaim _initial = AccessClaim.None;

    /// <summary>Who; null without a valid token.</summary>
    public CallerIdentity? Identity { get; private set; } = IdentityReader.Read(http.User, options.Claims);

    /// <summary>A header outweighs the operation, the operation what the connection began with.</summary>
    public AccessClaim AccessOf(AccessClaim operation) => headers.Over(operation.Over(_initial));

    /// <summary>Reads <c>connection_init</c>.</summary>
    public async ValueTask<SocketClose?> InitialiseAsync(ReadOnlyMemory<byte> payload)
    {
        string? token = null;
        if (!payload.IsEmpty)
        {
            using var document = JsonDocument.Parse(payload);
            (_initial, var unfit) = RequestReader.AccessIn(document.RootElement, "payload");
            var given = document.RootElement.EnumerateObject().Where(property =>
                property.Name.Equals("authorization", StringComparison.OrdinalIgnoreCase)).ToList();
            if (unfit is not null || given.Count > 1
                || given.Any(property => property.Value.ValueKind != JsonValueKind.String)
                || (given.Count == 1 && http.Request.Headers.Authorization.Count > 0))
            {
                return SocketClose.BadMessage;
            }

            token = given is [var one] ? one.Value.GetString() : null;
        }

        if (options.RequiresIdentity && token is not null
            && await TokenAuthentication.ValidateAsync(http, token) is { } user)
        {
            Identity = IdentityReader.Read(user, options.Claims);
        }

        return options.RequiresIdentity && Identity is null ? SocketClose.Unauthorized : null;
    }
}
