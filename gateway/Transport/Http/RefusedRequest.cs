using Aggregator.Redaction;
using Aggregator.Transport.Streaming;
using Microsoft.AspNetCore.Http;

namespace Aggregator.Transport.Http;

/// <summary>Answers a request that does not reach the engine.</summary>
internal static class RefusedRequest
{
    /// <summary>Writes the refusal as JSON: a stream that never begins is no stream.</summary>
    public static async Task WriteAsync(HttpContext http, RequestFault fault, string mediaType = MediaTypes.Json)
    {
        http.Response.StatusCode = fault.Status;
        http.Response.ContentType =
            (mediaType == EventStream.MediaType ? MediaTypes.GraphQLResponse : mediaType) + "; charset=utf-8";
        if (fault.Status == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = "5";
        }

        using var answer = Refusal.Of(fault.Code, fault.Message);
        http.Response.ContentLength = answer.Body.Length;
        await http.Response.BodyWriter.WriteAsync(answer.Body, http.RequestAborted);
    }
}
