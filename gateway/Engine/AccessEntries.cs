using System.Security.Cryptography;
using Aggregator.Audit;
using Aggregator.Policy;

namespace Aggregator.Engine;

/// <summary>Makes the log's entries of a request.</summary>
internal static class AccessEntries
{
    public static IntentEntry Intent(GatewayRequest request, PreparedOperation prepared, CallerRow row)
    {
        var caller = row.Caller;
        return new IntentEntry(
            new AccessCaller(
                caller.Subject,
                caller.Role,
                caller.Agency,
                caller.Purpose ?? "",
                caller.Stage.ToString().ToUpperInvariant(),
                caller.Reason,
                caller.BreakGlass),
            row.Table.Name,
            Convert.ToHexStringLower(SHA256.HashData(request.Document.Span)),
            caller.AsAt,
            prepared.Agencies,
            []);
    }
}
