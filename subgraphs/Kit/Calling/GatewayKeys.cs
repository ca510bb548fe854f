using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Aggregator.Kit;

/// <summary>The gateway's public signing keys by id (JWKS, P-256). Several stand side by side while keys rotate.
/// </summary>
internal sealed class GatewayKeys
{
    private const int MaxKeys = 16;

    private readonly Dictionary<string, ECParameters> _keys;

    private GatewayKeys(Dictionary<string, ECParameters> keys) => _keys = keys;

    /// <summary>Reads a JWKS given inline or as a file path.</summary>
    /// <exception cref="FormatException">There is no usable key.</exception>
    public static GatewayKeys Read(string jwksOrPath)
    {
        var json = jwksOrPath.TrimStart().StartsWith('{') ? jwksOrPath : File.ReadAllText(jwksOrPath);
        using var document = JsonDocument.Parse(json);
        var keys = new Dictionary<string, ECParameters>(StringComparer.Ordinal);
        if (document.RootElement.TryGetProperty("keys", out var list))
        {
            foreach (var key in list.EnumerateArray().Take(MaxKeys))
            {
                Add(keys, key);
            }
        }

        return keys.Count > 0
            ? new GatewayKeys(keys)
            : throw new FormatException("`Gateway:Keys` holds no P-256 key with a `kid`; give the gateway's JWKS");
    }

    /// <summary>Checks an ES256 signature by the key named.</summary>
    public bool Verify(string keyId, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (!_keys.TryGetValue(keyId, out var parameters))
        {
            return false;
        }

        // One for each check: an ECDsa is not safe to share, and a token is checked once.
        using var key = ECDsa.Create(parameters);
        return key.VerifyData(
            data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static void Add(Dictionary<string, ECParameters> keys, JsonElement key)
    {
        string? Text(string name) => key.TryGetProperty(name, out var value) ? value.GetString() : null;
        if (Text("kty") == "EC" && Text("crv") == "P-256" && Text("kid") is { Length: > 0 } id
            && Text("x") is { } x && Text("y") is { } y)
        {
            keys[id] = new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = Base64Url.DecodeFromChars(x), Y = Base64Url.DecodeFromChars(y) },
            };
        }
    }
}
