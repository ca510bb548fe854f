using System.Net;
using Aggregator.Execution;

namespace Aggregator.Agencies;

/// <summary>Makes the HTTP messages that agencies are sent.</summary>
internal static class AgencyMessages
{
    public const string CallerHeader = "Aggregator-Caller";

    private const string Json = "application/json";
    private const string GraphQLJson = "application/graphql-response+json";

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

    /// <summary>Whether a response says that it is JSON, and whether GraphQL's own.</summary>
    public static (bool IsJson, bool IsGraphQL) TypeOf(HttpContent content)
    {
        // What nearly every agency says is known without parsing.
        var said = content.Headers.NonValidated.TryGetValues("Content-Type", out var values) && values.Count == 1
            ? values.ToString()
            : null;
        var type = said is Json or GraphQLJson ? said : content.Headers.ContentType?.MediaType;
        return (type is Json or GraphQLJson, type == GraphQLJson);
    }
}
