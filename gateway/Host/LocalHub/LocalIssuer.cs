using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Aggregator.Host.LocalHub;

/// <summary>
/// The local hub's own OpenID issuer: a key made at start, discovery, key set and tokens for the demonstration users.
/// It exists so that the gateway validates real tokens in the way it does anywhere; it is never mapped elsewhere.
/// </summary>
internal sealed class LocalIssuer : IDisposable
{
    /// <summary>The audience that the demonstration tokens are for.</summary>
    public const string Audience = "aggregator";

    // As RFC 8176 names them.
    private static readonly string[] Password = ["pwd"];
    private static readonly string[] WithSecondFactor = ["pwd", "mfa"];

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly string _keyId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
    private readonly TimeProvider _time;

    public LocalIssuer(Uri gateway, TimeProvider time)
    {
        _time = time;
        Authority = new Uri(gateway, "/issuer/v2.0");
    }

    /// <summary>The issuer's address, which is also its name.</summary>
    public Uri Authority { get; }

    /// <summary>Serves discovery, keys and tokens below the authority's path.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var issuer = routes.MapGroup(Authority.AbsolutePath);
        _ = issuer.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = Authority.ToString(),
            ["jwks_uri"] = Authority + "/keys",
            ["token_endpoint"] = Authority + "/token",
            ["response_types_supported"] = Supported("token"),
            ["subject_types_supported"] = Supported("public"),
            ["id_token_signing_alg_values_supported"] = Supported("ES256"),
        }));
        _ = issuer.MapGet("/keys", () => Results.Json(new Dictionary<string, object>
        {
            ["keys"] = new[] { PublicKey() },
        }));
        _ = issuer.MapGet("/token", (string? user) => DemonstrationUsers.Find(user ?? "") is { } found
            ? Results.Text(TokenFor(found))
            : Results.Text(
                "add ?user= with one of: " + string.Join(", ", DemonstrationUsers.All.Select(each => each.Name)) + "\n",
                statusCode: StatusCodes.Status404NotFound));
    }

    /// <summary>A signed access token for a demonstration user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="lifetime">How long it holds; null for twelve hours.</param>
    /// <param name="audience">Whom it is for; null for the gateway.</param>
    public string TokenFor(DemonstrationUser user, TimeSpan? lifetime = null, string? audience = null)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Authority.ToString(),
            Audience = audience ?? Audience,
            IssuedAt = now,
            NotBefore = (lifetime < TimeSpan.Zero ? now + lifetime.Value : now).AddSeconds(-5),
            Expires = now + (lifetime ?? Lifetime),
            Claims = new Dictionary<string, object>
            {
                ["sub"] = user.Name,
                ["roles"] = new[] { user.Role },
                ["agency"] = user.Agency,
                ["desk"] = user.Name,
                ["amr"] = user.HasSecondFactor ? WithSecondFactor : Password,
            },
            SigningCredentials = new SigningCredentials(
                new ECDsaSecurityKey(_key) { KeyId = _keyId }, SecurityAlgorithms.EcdsaSha256),
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private static string[] Supported(string value) => [value];

    private Dictionary<string, string> PublicKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return new Dictionary<string, string>
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["use"] = "sig",
            ["alg"] = "ES256",
            ["kid"] = _keyId,
            ["x"] = Base64UrlEncoder.Encode(point.X),
            ["y"] = Base64UrlEncoder.Encode(point.Y),
        };
    }
}
