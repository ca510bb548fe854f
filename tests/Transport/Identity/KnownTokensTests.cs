using System.Security.Claims;
using System.Security.Cryptography;
using Aggregator.Transport.Identity;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace Aggregator.Transport.Tests.Identity;

public sealed class KnownTokensTests : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly KnownTokens _tokens;
    private int _checked;

    public KnownTokensTests() => _tokens = new KnownTokens(_time) { MapInboundClaims = false };

    public void Dispose()
    {
        _tokens.Dispose();
        _key.Dispose();
    }

    [Fact]
    public async Task The_signature_of_a_token_that_held_is_checked_again_after_a_minute()
    {
        var token = Token(TimeSpan.FromHours(1));

        Assert.True((await ValidateAsync(token)).IsValid);
        _time.Advance(TimeSpan.FromSeconds(59));
        var known = await ValidateAsync(token);
        Assert.Equal(1, _checked);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True((await ValidateAsync(token)).IsValid);

        Assert.Equal(2, _checked);
        Assert.True(known.IsValid);
        Assert.Equal("worker-7", known.ClaimsIdentity.FindFirst("sub")?.Value);
        Assert.Equal("issuer", known.Issuer);
    }

    [Fact]
    public async Task A_token_is_not_known_longer_than_it_is_valid()
    {
        var token = Token(TimeSpan.FromSeconds(20));

        _ = await ValidateAsync(token);
        _time.Advance(TimeSpan.FromSeconds(21));
        _ = await ValidateAsync(token);

        Assert.Equal(2, _checked);
    }

    [Fact]
    public async Task A_token_that_does_not_hold_is_checked_each_time()
    {
        var good = Token(TimeSpan.FromHours(1));
        _ = await ValidateAsync(good);
        var forged = good[..^8] + "AAAAAAAA";

        Assert.False((await ValidateAsync(forged)).IsValid);
        Assert.False((await ValidateAsync(forged)).IsValid);

        Assert.Equal(3, _checked);
    }

    [Fact]
    public async Task What_a_request_adds_to_its_identity_is_not_the_next_ones()
    {
        var token = Token(TimeSpan.FromHours(1));

        foreach (var _ in Enumerable.Range(0, 3))
        {
            var identity = (await ValidateAsync(token)).ClaimsIdentity;
            Assert.False(identity.HasClaim("roles", "ADDED"));
            identity.AddClaim(new Claim("roles", "ADDED"));
        }
    }

    private string Token(TimeSpan lifetime)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "issuer",
            Audience = "gateway",
            NotBefore = now.AddSeconds(-5),
            Expires = now + lifetime,
            Claims = new Dictionary<string, object> { ["sub"] = "worker-7" },
            SigningCredentials = new SigningCredentials(
                new ECDsaSecurityKey(_key) { KeyId = "one" }, SecurityAlgorithms.EcdsaSha256),
        });
    }

    private Task<TokenValidationResult> ValidateAsync(string token) =>
        _tokens.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = "issuer",
            ValidAudience = "gateway",
            IssuerSigningKeyResolver = (_, _, _, _) =>
            {
                _checked++;
                return [new ECDsaSecurityKey(_key) { KeyId = "one" }];
            },
        });
}
