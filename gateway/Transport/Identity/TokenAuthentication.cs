using Microsoft.AspNetCore.Authentication.JwtBearer;
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
            options.MapInboundClaims = false;
            options.TokenValidationParameters.ValidateLifetime = true;
            options.TokenValidationParameters.RequireSignedTokens = true;
            options.TokenValidationParameters.RequireExpirationTime = true;
        });
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
