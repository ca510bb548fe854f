using System.Text;
using Aggregator.Engine;
using Microsoft.AspNetCore.Http;

namespace Aggregator.Transport.Http;

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
