using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Aggregator.Subgraphs.Tests;

/// <summary>Signs caller contexts as the gateway does.</summary>
public sealed class TestGateway : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public const string KeyId = "test-1";

    public string Jwks
    {
        get
        {
            var point = _key.ExportParameters(false).Q;
            return JsonSerializer.Serialize(new
            {
                keys = new[]
                {
                    new
                    {
                        kty = "EC",
                        crv = "P-256",
                        kid = KeyId,
                        x = Base64Url.EncodeToString(point.X),
                        y = Base64Url.EncodeToString(point.Y),
                    },
                },
            });
        }
    }

    public static Dictionary<string, object> Claims(
        DateTimeOffset asAt, string role = "DECISION_MAKER", DateTimeOffset? issued = null)
    {
        var now = issued ?? TimeProvider.System.GetUtcNow();
        return new Dictionary<string, object>
        {
            ["iss"] = "aggregator-gateway",
            ["aud"] = "agencies",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddSeconds(60).ToUnixTimeSeconds(),
            ["jti"] = "request-1",
            ["role"] = role,
            ["org"] = "HUB",
            ["recipient"] = "HUB",
            ["worker"] = "worker-1",
            ["purpose"] = "SAFEGUARD_ENQUIRY",
            ["stage"] = "CONTACT",
            ["hidden"] = new Dictionary<string, string[]> { ["CONTACT"] = [] },
            ["asAt"] = asAt.UtcDateTime.ToString("O"),
        };
    }

    public string Sign(Dictionary<string, object> claims, string keyId = KeyId, string algorithm = "ES256")
    {
        var head = Part(new Dictionary<string, object> { ["alg"] = algorithm, ["kid"] = keyId });
        var signed = $"{head}.{Part(claims)}";
        var signature = _key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    public void Dispose() => _key.Dispose();

    private static string Part(Dictionary<string, object> part) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
