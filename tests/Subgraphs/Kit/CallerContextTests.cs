using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Aggregator.Kit;
using Aggregator.Police;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

public sealed class CallerContextTests(AgencyFixture<PoliceAgency> fixture) : IClassFixture<AgencyFixture<PoliceAgency>>
{
    private const string Query = "{ _service { sdl } }";

    [Theory]
    [InlineData("iss", "someone-else")]
    [InlineData("aud", "clients")]
    [InlineData("asAt", "tomorrow")]
    [InlineData("asAt", "2025-06-02T10:00:00")]
    [InlineData("jti", null)]
    [InlineData("role", null)]
    [InlineData("org", null)]
    [InlineData("recipient", null)]
    [InlineData("purpose", null)]
    [InlineData("stage", null)]
    [InlineData("exp", null)]
    [InlineData("iat", null)]
    public async Task Context_with_a_wrong_or_missing_claim_is_refused(string claim, string? value)
    {
        var claims = TestGateway.Claims(RunningAgency.Day("D+1"));
        if (value is null)
        {
            claims.Remove(claim);
        }
        else
        {
            claims[claim] = value;
        }

        await AssertRefusedAsync(fixture.Running.Gateway.Sign(claims));
    }

    [Theory]
    [InlineData(-70, 60)]
    [InlineData(-66, 60)]
    [InlineData(0, 61)]
    [InlineData(0, -1)]
    [InlineData(30, 60)]
    public async Task Context_outside_its_minute_is_refused(int issuedSecondsFromNow, int lifeSeconds)
    {
        var issued = TimeProvider.System.GetUtcNow().AddSeconds(issuedSecondsFromNow);
        var claims = TestGateway.Claims(RunningAgency.Day("D+1"), issued: issued);
        claims["exp"] = issued.AddSeconds(lifeSeconds).ToUnixTimeSeconds();

        await AssertRefusedAsync(fixture.Running.Gateway.Sign(claims));
    }

    [Fact]
    public async Task Context_of_a_stranger_is_refused()
    {
        using var stranger = new TestGateway();

        await AssertRefusedAsync(stranger.Sign(TestGateway.Claims(RunningAgency.Day("D+1"))));
    }

    [Fact]
    public async Task Context_by_an_unknown_key_or_another_algorithm_is_refused()
    {
        var claims = TestGateway.Claims(RunningAgency.Day("D+1"));

        await AssertRefusedAsync(fixture.Running.Gateway.Sign(claims, keyId: "other"));
        await AssertRefusedAsync(fixture.Running.Gateway.Sign(claims, algorithm: "none"));
        await AssertRefusedAsync(fixture.Running.Gateway.Sign(claims, algorithm: "HS256"));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("e30.e30.e30")]
    public async Task Rubbish_is_refused(string token) => await AssertRefusedAsync(token);

    [Fact]
    public async Task Context_changed_after_signing_is_refused()
    {
        var token = fixture.Running.Token().Split('.');
        var other = fixture.Running.Token("D+2").Split('.');

        await AssertRefusedAsync($"{token[0]}.{other[1]}.{token[2]}");
    }

    [Fact]
    public async Task Good_context_is_taken_again_and_again()
    {
        var token = fixture.Running.Token();
        using var first = await fixture.Running.SendAsync(Query, null, token);
        using var second = await fixture.Running.SendAsync(Query, null, token);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
    }

    [Fact]
    public void Old_and_new_key_hold_side_by_side_while_keys_rotate()
    {
        using var old = new TestGateway();
        using var renewed = new TestGateway();
        var second = KeyOf(renewed).Replace("test-1", "test-2", StringComparison.Ordinal);
        var both = $$"""{"keys": [{{KeyOf(old)}}, {{second}}]}""";
        var verifier = new CallerContextVerifier(GatewayKeys.Read(both), TimeProvider.System);
        var claims = TestGateway.Claims(RunningAgency.Day("D+1"));

        Assert.Equal("request-1", verifier.Verify(old.Sign(claims)).RequestId);
        Assert.Equal("request-1", verifier.Verify(renewed.Sign(claims, keyId: "test-2")).RequestId);
        Assert.Throws<AgencyException>(() => verifier.Verify(renewed.Sign(claims)));
    }

    [Fact]
    public void Remembered_context_is_refused_once_it_has_expired()
    {
        using var gateway = new TestGateway();
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var verifier = new CallerContextVerifier(GatewayKeys.Read(gateway.Jwks), clock);
        var token = gateway.Sign(TestGateway.Claims(RunningAgency.Day("D+1"), issued: clock.GetUtcNow()));
        verifier.Verify(token);
        clock.Advance(TimeSpan.FromSeconds(67));

        var fault = Assert.Throws<AgencyException>(() => verifier.Verify(token));
        Assert.Equal("CALLER_CONTEXT_INVALID", fault.Code);
    }

    private static string KeyOf(TestGateway gateway) =>
        JsonDocument.Parse(gateway.Jwks).RootElement.GetProperty("keys")[0].GetRawText();

    private async Task AssertRefusedAsync(string token)
    {
        using var answer = await fixture.Running.SendAsync(Query, null, token);

        var code = (await answer.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString();
        Assert.Equal((HttpStatusCode.Unauthorized, "CALLER_CONTEXT_INVALID"), (answer.StatusCode, code));
    }
}
