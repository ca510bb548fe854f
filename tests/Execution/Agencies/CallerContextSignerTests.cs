using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aggregator.Agencies;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Aggregator.Execution.Tests;

public class CallerContextSignerTests
{
    private static readonly DateTimeOffset Now = new(2025, 7, 21, 17, 0, 0, TimeSpan.Zero);

    private static readonly CallerClaims Claims = new(
        "req-1", "HEALTH_VISITOR", "HV", "HV", "SAFEGUARDING", "S17", Now.AddDays(-1));

    [Fact]
    public void The_claims_are_what_agencies_expect()
    {
        using var signer = new CallerContextSigner("k1", [], new FakeTimeProvider(Now));

        Assert.Equal(
            """
            {"iss":"aggregator-gateway","aud":"agencies","iat":1753117200,"exp":1753117260,"jti":"req-1",
            "role":"HEALTH_VISITOR","org":"HV","recipient":"HV","purpose":"SAFEGUARDING","stage":"S17",
            "asAt":"2025-07-20T17:00:00.0000000Z"}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(Base64Url.DecodeFromChars(signer.Sign(Claims).Split('.')[1])));
    }

    [Fact]
    public void Tokens_before_and_after_a_rotation_verify_with_the_published_keys()
    {
        using var signer = new CallerContextSigner("k1", [], new FakeTimeProvider(Now));
        var before = signer.Sign(Claims);
        signer.Rotate("k2", []);
        var after = signer.Sign(Claims);

        Assert.True(Verifies(before, signer.Jwks()));
        Assert.True(Verifies(after, signer.Jwks()));
        Assert.True(signer.Retire("k1"));
        Assert.False(Verifies(before, signer.Jwks()));
        Assert.False(signer.Retire("k2"));
    }

    [Fact]
    public void A_changed_claim_does_not_verify()
    {
        using var signer = new CallerContextSigner("k1", [], new FakeTimeProvider(Now));
        var parts = signer.Sign(Claims).Split('.');
        var forged = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1]))
            .Replace("HEALTH_VISITOR", "POLICE_OFFICER");
        parts[1] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(forged));

        Assert.False(Verifies(string.Join('.', parts), signer.Jwks()));
    }

    private static bool Verifies(string token, string jwks)
    {
        var parts = token.Split('.');
        var kid = JsonElement.Parse(Base64Url.DecodeFromChars(parts[0])).GetProperty("kid").GetString();
        var key = JsonElement.Parse(jwks).GetProperty("keys").EnumerateArray()
            .FirstOrDefault(one => one.GetProperty("kid").GetString() == kid);
        if (key.ValueKind == JsonValueKind.Undefined)
        {
            return false;
        }

        using var verifier = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint
            {
                X = Base64Url.DecodeFromChars(key.GetProperty("x").GetString()),
                Y = Base64Url.DecodeFromChars(key.GetProperty("y").GetString()),
            },
        });
        return verifier.VerifyData(
            Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]),
            Base64Url.DecodeFromChars(parts[2]),
            HashAlgorithmName.SHA256,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
