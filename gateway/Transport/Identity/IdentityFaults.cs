using Aggregator.Engine;
using Aggregator.Redaction;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;

namespace Aggregator.Transport.Identity;

/// <summary>Says why a request has no caller: what to change, and nothing of the token.</summary>
internal static class IdentityFaults
{
    private const string Scheme = "Bearer ";

    /// <summary>The answer to a request whose token names no caller.</summary>
    /// <param name="http">The request.</param>
    /// <param name="names">The claims that are looked for.</param>
    public static async Task<Answer> WhyAsync(HttpContext http, IdentityClaims names) => Refusal.Of(
        EngineErrors.Unauthenticated,
        !HasToken(http.Request.Headers.Authorization.ToString())
            ? "the request has no token: send `Authorization: Bearer` with a current one"
            : Words((await http.AuthenticateAsync()).Failure, names),
        AnswerStatus.Unauthenticated);

    // Another scheme, or the scheme alone, is no token: nothing was read that could say who asks.
    private static bool HasToken(string header) =>
        header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && !string.IsNullOrWhiteSpace(header[Scheme.Length..]);

    private static string Words(Exception? failure, IdentityClaims names) => failure switch
    {
        null => $"the token does not say who you are: it needs the claims `{names.Subject}`, `{names.Roles}` and "
            + $"`{names.Agency}`",
        SecurityTokenExpiredException => "the token has expired: get a current one",
        SecurityTokenNotYetValidException => "the token does not hold yet: check the clocks",
        SecurityTokenInvalidAudienceException => "the token is for another audience: get one for this gateway",
        SecurityTokenException or ArgumentException =>
            "the token is not one of the provider that this gateway trusts: get one from there",
        _ => "tokens cannot be checked just now: try again, and tell the operator if it stays so",
    };
}
