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
    /// <exception cref="FormatException">There is no usable key; it names the setting and the cure.</exception>
    public static GatewayKeys Read(string jwksOrPath)
    {
        var isInline = jwksOrPath.TrimStart().StartsWith('{');
        var place = isInline ? "the text" : jwksOrPath;
        try
        {
            using var document = JsonDocument.Parse(isInline ? jwksOrPath : File.ReadAllText(jwksOrPath));
            var keys = new Dictionary<string, ECParameters>(StringComparer.Ordinal);
            foreach (var key in Listed(document.RootElement).Take(MaxKeys))
            {
                Add(keys, key);
            }

            return keys.Count > 0
                ? new GatewayKeys(keys)
                : throw new FormatException(
                    $"`Gateway:Keys`: {place} holds no P-256 key with a `kid`; give the gateway's JWKS");
        }
        catch (JsonException)
        {
            throw new FormatException($"`Gateway:Keys`: {place} is not valid JSON; give the gateway's JWKS");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new FormatException(
                $"`Gateway:Keys`: {place} cannot be read; give a file with the gateway's JWKS, or its text");
        }
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

    private static IEnumerable<JsonElement> Listed(JsonElement set) =>
        set.ValueKind == JsonValueKind.Object && set.TryGetProperty("keys", out var list)
        && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(key => key.ValueKind == JsonValueKind.Object)
            : [];

    private static void Add(Dictionary<string, ECParameters> keys, JsonElement key)
    {
        string? Text(string name) => key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
        if (Text("kty") != "EC" || Text("crv") != "P-256" || Text("kid") is not { Length: > 0 } id
            || Text("x") is not { } x || Text("y") is not { } y)
        {
            return;
        }

        try
        {
            var parameters = new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = Base64Url.DecodeFromChars(x), Y = Base64Url.DecodeFromChars(y) },
            };
            // What is no point of the curve is found here, and not when the first request is checked.
            ECDsa.Create(parameters).Dispose();
            keys[id] = parameters;
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException)
        {
            throw new FormatException(
                $"`Gateway:Keys`: the key `{id}` is no point of P-256; give the gateway's JWKS as it is published");
        }
    }
}
