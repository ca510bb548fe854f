using System.Security.Claims;
using System.Text.Json;
using Aggregator.Host.LocalHub;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;

namespace Aggregator.Gateway.Tests.Identity;

/// <summary>What a token of the provider says.</summary>
internal sealed record TokenOrder(string Audience)
{
    public string Subject { get; init; } = "worker-7";

    public string[] Roles { get; init; } = ["HEALTH_VISITOR"];

    public string? Agency { get; init; } = "HV";

    public string? Scopes { get; init; }

    /// <summary>The claim that scopes stand in.</summary>
    public string ScopeClaim { get; init; } = "scope";
}

/// <summary>
/// An OpenID provider that is none of this product's code: it publishes a discovery document and keys and gives out
/// signed tokens. Its path is that of a tenant, as Entra ID's is.
/// </summary>
internal sealed class OpenIdProvider : IAsyncDisposable
{
    public const string Tenant = "7f3c9a10-2d5e-4b8f-9c61-0a1b2c3d4e5f";

    private readonly HttpClient _http = new();
    private readonly WebApplication _app;

    private OpenIdProvider(Uri address, WebApplication app)
    {
        Instance = address;
        _app = app;
    }

    /// <summary>Its address.</summary>
    public Uri Instance { get; }

    /// <summary>Its name, which is where its discovery document stands below.</summary>
    public Uri Authority => new(Instance, $"/{Tenant}/v2.0");

    public static async Task<OpenIdProvider> StartAsync(TimeProvider? clock = null)
    {
        var port = LoopbackPort.Take(0);
        var address = port.Address;
        var path = $"{Tenant}/v2.0";
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        port.Serve(builder.WebHost);
        _ = builder.Services.AddOpenIddict().AddServer(options =>
        {
            _ = options.EnableDegradedMode()
                .SetIssuer(new Uri(address, $"/{path}"))
                .SetConfigurationEndpointUris($"{path}/.well-known/openid-configuration")
                .SetJsonWebKeySetEndpointUris($"{path}/keys")
                .SetTokenEndpointUris($"{path}/token")
                .AllowClientCredentialsFlow()
                .AddEphemeralEncryptionKey()
                .AddEphemeralSigningKey()
                .DisableAccessTokenEncryption()
                .Configure(server => server.TimeProvider = clock ?? TimeProvider.System)
                .AddEventHandler<OpenIddictServerEvents.ValidateTokenRequestContext>(
                    handler => handler.UseInlineHandler(_ => default));
            _ = options.UseAspNetCore().EnableTokenEndpointPassthrough().DisableTransportSecurityRequirement();
        });
        _ = builder.Services.AddAuthentication();
        var app = builder.Build();
        _ = app.UseAuthentication();
        _ = app.MapPost($"/{path}/token", async http => await http.SignInAsync(
            OpenIddictServerAspNetCoreDefaults.AuthenticationScheme,
            Principal(JsonSerializer.Deserialize<TokenOrder>(
                (await http.Request.ReadFormAsync())["order"].ToString())!)));
        await app.StartAsync();
        return new OpenIdProvider(address, app);
    }

    /// <summary>A token, asked for at the token endpoint as a client would.</summary>
    public async Task<string> TokenAsync(TokenOrder order)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "case-view",
            ["client_secret"] = "case-view",
            ["order"] = JsonSerializer.Serialize(order),
        });
        using var response = await _http.PostAsync(new Uri($"{Authority}/token"), form);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return body.RootElement.GetProperty("access_token").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private static ClaimsPrincipal Principal(TokenOrder order)
    {
        var identity = new ClaimsIdentity("provider");
        _ = identity.SetClaim(OpenIddictConstants.Claims.Subject, order.Subject)
            .SetClaims("roles", [.. order.Roles])
            .SetClaim("agency", order.Agency)
            .SetClaim("tid", Tenant)
            .SetClaim("ver", "2.0")
            .SetResources(order.Audience);
        if (order.Scopes is { } scopes)
        {
            _ = order.ScopeClaim == "scope"
                ? identity.SetScopes(scopes.Split(' '))
                : identity.SetClaim(order.ScopeClaim, scopes);
        }

        return new ClaimsPrincipal(identity.SetDestinations(_ => [OpenIddictConstants.Destinations.AccessToken]));
    }
}
