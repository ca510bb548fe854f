using Aggregator.Engine;
using Microsoft.AspNetCore.Http;

namespace Aggregator.Transport.Http;

/// <summary>Reads what the caller says of the access; a header outweighs <c>extensions.access</c>.</summary>
internal static class AccessHeaders
{
    private static readonly string[] Names =
    [
        "Access-Purpose", "Access-Stage", "Access-As-At", "Access-Reason", "Access-Break-Glass", "Access-Recipient",
    ];

    public static (AccessClaim Access, RequestFault? Fault) Read(HttpRequest request, AccessClaim body)
    {
        if (Names.FirstOrDefault(name => request.Headers[name].Count > 1) is { } twice)
        {
            // Two purposes are none.
            return (AccessClaim.None, new RequestFault(
                StatusCodes.Status400BadRequest, TransportErrors.BadRequest, $"send the header `{twice}` once"));
        }

        string? Text(string name) => request.Headers[name] is [var value] ? value : null;
        var headers = new AccessClaim(Text(Names[0]), Text(Names[1]), Text(Names[2]), Text(Names[3]), Text(Names[4]))
        {
            Recipient = Text(Names[5]),
        };
        return (headers.Over(body), null);
    }
}
