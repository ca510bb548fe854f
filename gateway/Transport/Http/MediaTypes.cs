using System.Security.Cryptography;
using Aggregator.Transport.Streaming;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Aggregator.Transport.Http;

/// <summary>The media types of answers.</summary>
internal static class MediaTypes
{
    public const string Json = "application/json";
    public const string GraphQLResponse = "application/graphql-response+json";

    /// <summary>The one to answer in; null when the client takes none.</summary>
    public static string? Negotiate(HttpRequest request)
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

            if (type.MediaType.Equals(EventStream.MediaType, StringComparison.OrdinalIgnoreCase))
            {
                return EventStream.MediaType;
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
}

/// <summary>Ids of requests.</summary>
internal static class RequestIds
{
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
