using System.Security.Cryptography;
using System.Text;

namespace Aggregator.Hub.Rules;

/// <summary>A number that is the same for the same.</summary>
internal static class AlertId
{
    public static string Of(params IEnumerable<string> parts) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))).AsSpan(0, 16));
}
