using System.Net;
using Aggregator.Execution;

namespace Aggregator.Agencies;

/// <summary>Makes the HTTP messages that agencies are sent.</summary>
internal static class AgencyMessages
{
    public const string CallerHeader = "Aggregator-Caller";

    public static HttpRequestMessage Post(
        AgencyEndpoint endpoint, AgencyRequest request, RequestBody body, string accept)
    {
        var isPriorKnowledge = endpoint.UsesHttp2 && endpoint.Url.Scheme == Uri.UriSchemeHttp;
        var message = new HttpRequestMessage(HttpMethod.Post, endpoint.Url)
        {
            Content = body,
            Version = isPriorKnowledge || endpoint.Url.Scheme == Uri.UriSchemeHttps
                ? HttpVersion.Version20
                : HttpVersion.Version11,
            VersionPolicy = isPriorKnowledge
                ? HttpVersionPolicy.RequestVersionExact
                : HttpVersionPolicy.RequestVersionOrLower,
        };
        _ = message.Headers.TryAddWithoutValidation("Accept", accept);
        if (request.CallerContext is { } caller)
        {
            _ = message.Headers.TryAddWithoutValidation(CallerHeader, caller);
        }

        return message;
    }
}
