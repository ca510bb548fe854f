using System.Collections.Immutable;

namespace Aggregator.Transport.Http;

/// <summary>The catalogue of this room's errors: requests that do not reach the engine.</summary>
public static class TransportErrors
{
    /// <summary>The request is not GraphQL over HTTP (400).</summary>
    public const string BadRequest = "BAD_REQUEST";

    /// <summary>The method is not served (405).</summary>
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";

    /// <summary>The caller accepts no media type that is written (406).</summary>
    public const string NotAcceptable = "NOT_ACCEPTABLE";

    /// <summary>The body is over the size limit (413).</summary>
    public const string BodyTooLarge = "BODY_TOO_LARGE";

    /// <summary>The body is not JSON in UTF-8 (415).</summary>
    public const string UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";

    /// <summary>A page of another origin tried to open a WebSocket (403).</summary>
    public const string OriginRefused = "ORIGIN_REFUSED";

    /// <summary>As many connections are open as are allowed (503).</summary>
    public const string TooManyConnections = "TOO_MANY_CONNECTIONS";

    /// <summary>As many operations are under way on a WebSocket as are allowed.</summary>
    public const string TooManyOperations = "TOO_MANY_OPERATIONS";

    /// <summary>The gateway stops; the last event of a stream.</summary>
    public const string Stopping = "GATEWAY_STOPPING";

    /// <summary>The refusal of one connection more.</summary>
    internal static readonly RequestFault Full = new(
        503, TooManyConnections, "as many connections are open as are allowed: try later");

    /// <summary>Every code with its meaning and cure.</summary>
    public static readonly ImmutableArray<(string Code, string Meaning, string Cure)> All =
    [
        (BadRequest, "the request is not GraphQL over HTTP",
            "send a JSON object with `query`; the message names the part"),
        (MethodNotAllowed, "the method is not served", "send the operation with POST"),
        (NotAcceptable, "the caller accepts no media type that is written",
            "accept `application/graphql-response+json` or `application/json`"),
        (BodyTooLarge, "the body is over the size limit", "send at most as many bytes as the message says"),
        (OriginRefused, "a page of another origin tried to open a WebSocket", "have its origin allowed"),
        (TooManyConnections, "as many connections are open as are allowed", "try later"),
        (TooManyOperations, "as many operations are under way on the WebSocket as are allowed",
            "complete one, or open another connection"),
        (Stopping, "the gateway is stopping", "subscribe again in a moment"),
        (UnsupportedMediaType, "the body is not JSON in UTF-8", "send `application/json`"),
    ];
}
