using System.Globalization;
using System.Security.Claims;
using Aggregator.Engine;

namespace Aggregator.Transport.Identity;

/// <summary>The names of the token's claims that say who the caller is. Defaults fit the local hub's issuer.</summary>
public sealed class IdentityClaims
{
    /// <summary>The caller's id. Default <c>sub</c>.</summary>
    public string Subject { get; init; } = "sub";

    /// <summary>The roles, one claim each. Default <c>roles</c>.</summary>
    public string Roles { get; init; } = "roles";

    /// <summary>The scopes, parted by spaces, which a schema can demand by <c>@requiresScopes</c>. Default
    /// <c>scope</c>; Entra ID names them <c>scp</c>.</summary>
    public string Scopes { get; init; } = "scope";

    /// <summary>The agency code. Default <c>agency</c>.</summary>
    public string Agency { get; init; } = "agency";

    /// <summary>The worker or desk of the hub's register; the agency code when the token has none. Default <c>desk</c>.
    /// </summary>
    public string Desk { get; init; } = "desk";

    /// <summary>The claim and its value that say a second factor was used, without which no broken glass counts; blank
    /// where none is asked for. Default <c>amr=mfa</c> (RFC 8176).</summary>
    public string SecondFactor { get; init; } = "amr=mfa";
}

/// <summary>Reads who the caller is from a validated token.</summary>
internal static class IdentityReader
{
    /// <summary>The identity; null when the token is not authenticated or lacks subject, role or agency.</summary>
    public static CallerIdentity? Read(ClaimsPrincipal user, IdentityClaims names)
    {
        var subject = user.FindFirst(names.Subject)?.Value;
        var agency = user.FindFirst(names.Agency)?.Value;
        var roles = user.FindAll(names.Roles).Select(claim => claim.Value).ToList();
        if (user.Identity is not { IsAuthenticated: true } || subject is null || agency is null || roles.Count == 0)
        {
            return null;
        }

        return new CallerIdentity(
            subject, [.. roles], agency, user.FindFirst(names.Desk)?.Value ?? agency, ExpiresAt(user))
        {
            HasSecondFactor = names.SecondFactor.Length == 0
                || user.HasClaim(claim => $"{claim.Type}={claim.Value}" == names.SecondFactor),
            Scopes = [.. user.FindAll(names.Scopes).SelectMany(claim =>
                claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))],
        };
    }

    private static DateTimeOffset ExpiresAt(ClaimsPrincipal user) =>
        long.TryParse(user.FindFirst("exp")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.MinValue;
}
