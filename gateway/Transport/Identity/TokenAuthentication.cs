using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Identity.Web;

namespace Aggregator.Transport.Identity;

/// <summary>Validates callers' tokens with Microsoft.Identity.Web.</summary>
public static class TokenAuthentication
{
    /// <summary>The section that configures it.</summary>
    public const string Section = "Identity";

    /// <summary>
    /// Adds token validation from the section <c>Identity</c>: for Entra ID <c>Instance</c>, <c>TenantId</c> and
    /// <c>ClientId</c>; for any other OpenID provider <c>Authority</c> (ending in <c>/v2.0</c>), <c>ClientId</c>,
    /// <c>TokenValidationParameters:ValidIssuer</c> and <c>TokenValidationParameters:ValidAudiences:0</c>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's configuration.</param>
    public static void AddTokenAuthentication(this IServiceCollection services, IConfiguration configuration)
    {
        _ = services.AddMicrosoftIdentityWebApiAuthentication(configuration, Section);
        _ = services.Configure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, options =>
        {
            // Claims keep the names that the token gives them.
            options.TokenHandlers.Clear();
            options.TokenHandlers.Add(new KnownTokens(TimeProvider.System) { MapInboundClaims = false });
            options.TokenValidationParameters.ValidateLifetime = true;
            options.TokenValidationParameters.RequireSignedTokens = true;
            options.TokenValidationParameters.RequireExpirationTime = true;

            // Whatever goes wrong while a token is checked, a provider that does not answer among it, is no token.
            options.Events ??= new JwtBearerEvents();
            var others = options.Events.OnAuthenticationFailed;
            options.Events.OnAuthenticationFailed = async failed =>
            {
                await others(failed);
                failed.Fail(failed.Exception);
            };
        });
    }

    /// <summary>Validates a token that did not come in a header, as the same token in a header would be.</summary>
    /// <param name="http">The connection it came over.</param>
    /// <param name="authorization">What the header would hold: <c>Bearer</c> and the token.</param>
    /// <returns>Who it names; null when it does not hold.</returns>
    internal static async Task<ClaimsPrincipal?> ValidateAsync(HttpContext http, string authorization)
    {
        // A handler remembers what it found for its request, so this one has a request of its own.
        await using var scope = http.RequestServices.CreateAsyncScope();
        var alone = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        alone.Request.Headers.Authorization = authorization;
        var result = await alone.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        return result.Succeeded ? result.Principal : null;
    }

    /// <summary>The configuration of a provider that is not Entra ID, such as the local hub's own issuer.</summary>
    /// <param name="authority">Its address, ending in <c>/v2.0</c>; also its issuer name.</param>
    /// <param name="audience">Whom its tokens are for.</param>
    public static IEnumerable<KeyValuePair<string, string?>> ForProvider(Uri authority, string audience) =>
    [
        new($"{Section}:Authority", authority.ToString()),
        new($"{Section}:ClientId", audience),
        new($"{Section}:RequireHttpsMetadata", (authority.Scheme == Uri.UriSchemeHttps).ToString()),
        new($"{Section}:AllowWebApiToBeAuthorizedByACL", "true"),
        new($"{Section}:TokenValidationParameters:ValidIssuer", authority.ToString()),
        new($"{Section}:TokenValidationParameters:ValidAudiences:0", audience),
    ];
}
