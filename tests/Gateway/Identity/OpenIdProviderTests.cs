using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aggregator.Transport.Http;
using Aggregator.Transport.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Aggregator.Gateway.Tests.Identity;

/// <summary>
/// Tokens of a provider that the gateway knows by its configuration alone: any OpenID provider by authority, issuer and
/// audience, and Entra ID by instance, tenant and client.
/// </summary>
public sealed class OpenIdProviderTests : IAsyncLifetime, IDisposable
{
    private const string Audience = "api-case-view";

    private const string Sdl = """
        type Query {
          open: String @sensitive(class: [SERVICE_FACT])
          scoped: String @sensitive(class: [SERVICE_FACT]) @requiresScopes(scopes: [["read:item"]])
          desk: String @sensitive(class: [INTELLIGENCE])
        }
        """;

    private readonly HttpClient _http = new();
    private OpenIdProvider _provider = null!;

    public async Task InitializeAsync() => _provider = await OpenIdProvider.StartAsync();

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData(false, "scope")]
    [InlineData(true, "scp")]
    public async Task A_token_of_the_configured_provider_says_who_asks_and_with_which_scopes(bool isEntra, string claim)
    {
        await using var running = await RunAsync(Configuration(isEntra), claim);
        var order = new TokenOrder(Audience) { ScopeClaim = claim };

        var without = await AskAsync(running, await _provider.TokenAsync(order));
        var with = await AskAsync(running, await _provider.TokenAsync(order with { Scopes = "read:item write:item" }));

        Assert.Equal("""{"open":"given","scoped":null,"desk":null}""", without["data"]?.ToJsonString());
        Assert.Equal("""{"open":"given","scoped":"given","desk":null}""", with["data"]?.ToJsonString());
        Assert.Contains(running.Lab.Pseudonyms.Of("worker-7"), running.Lab.LogText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_token_that_does_not_hold_is_a_clear_error_and_nothing_else(bool isEntra)
    {
        await using var running = await RunAsync(Configuration(isEntra), "scope");
        await using var other = await OpenIdProvider.StartAsync();
        await using var late = await OpenIdProvider.StartAsync(new Late());
        var good = new TokenOrder(Audience);
        var token = await _provider.TokenAsync(good);

        var refusals = new[]
        {
            await RefusalAsync(running, null),
            await RefusalAsync(running, await _provider.TokenAsync(new TokenOrder("somebody-else"))),
            await RefusalAsync(running, await other.TokenAsync(good)),
            await RefusalAsync(running, token[..^4] + "AAAA"),
            await RefusalAsync(running, await _provider.TokenAsync(good with { Agency = null })),
            await RefusalAsync(running, await _provider.TokenAsync(good with { Roles = ["NO_SUCH_ROLE"] })),
        };

        Assert.Equal(
            [
                "UNAUTHENTICATED: the request has no token",
                "UNAUTHENTICATED: the token is for another audience",
                "UNAUTHENTICATED: the token is not one of the provider that this gateway trusts",
                "UNAUTHENTICATED: the token is not one of the provider that this gateway trusts",
                "UNAUTHENTICATED: the token does not say who you are",
                "ROLE_UNKNOWN: the token's role is not in the policy",
            ],
            refusals);
        Assert.Empty(running.Lab.TakeRequests());

        await using var trusting = await RunAsync(Configuration(isEntra, late), "scope");
        Assert.Equal(
            "UNAUTHENTICATED: the token has expired", await RefusalAsync(trusting, await late.TokenAsync(good)));
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Basic abc")]
    [InlineData("{token}")]
    public async Task What_is_sent_without_a_bearer_token_is_told_to_send_one(string header)
    {
        await using var running = await RunAsync(Configuration(false), "scope");
        var token = await _provider.TokenAsync(new TokenOrder(Audience));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{running.App.Urls.Single()}/graphql"))
        {
            Content = new StringContent("""{"query": "{ __typename }"}""", Encoding.UTF8, "application/json"),
        };
        _ = request.Headers.TryAddWithoutValidation(
            "Authorization", header.Replace("{token}", token, StringComparison.Ordinal));

        using var response = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains(
            "the request has no token", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_cannot_be_reached_lets_nobody_in()
    {
        await using var gone = await OpenIdProvider.StartAsync();
        var token = await gone.TokenAsync(new TokenOrder(Audience));
        var configuration = Configuration(false, gone);
        await gone.DisposeAsync();
        await using var running = await RunAsync(configuration, "scope");

        Assert.StartsWith("UNAUTHENTICATED", await RefusalAsync(running, token), StringComparison.Ordinal);
        Assert.Empty(running.Lab.TakeRequests());
    }

    private Dictionary<string, string?> Configuration(bool isEntra, OpenIdProvider? provider = null)
    {
        provider ??= _provider;
        var common = new Dictionary<string, string?>
        {
            ["Identity:ClientId"] = Audience,
            ["Identity:RequireHttpsMetadata"] = "false",
            ["Identity:AllowWebApiToBeAuthorizedByACL"] = "true",

            // Of Entra ID itself this is known from its own metadata, which is asked for by HTTPS alone.
            ["Identity:TokenValidationParameters:ValidIssuer"] = provider.Authority.ToString(),
        };
        return isEntra
            ? new(common)
            {
                ["Identity:Instance"] = provider.Instance.ToString(),
                ["Identity:TenantId"] = OpenIdProvider.Tenant,
            }
            : new(common)
            {
                ["Identity:Authority"] = provider.Authority.ToString(),
                ["Identity:TokenValidationParameters:ValidAudiences:0"] = Audience,
            };
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "what is returned disposes it")]
    private static async Task<Running> RunAsync(Dictionary<string, string?> configuration, string scopes)
    {
        var lab = new LabGateway(
            LabGraph.Compose(("one", LabGraph.Subgraph("one", "POL", "SERVICE_FACT", Sdl))),
            JsonNode.Parse("""{ "one": { "Query": { "open": "given", "scoped": "given", "desk": "CANARY" } } }""")!
                .AsObject());
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.Configuration.AddInMemoryCollection(configuration);
        _ = builder.Logging.ClearProviders();
        _ = builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddTokenAuthentication(builder.Configuration);
        var app = builder.Build();
        _ = app.UseAuthentication();
        _ = app.Map("/graphql", new GraphQLEndpoint(lab.Pipeline, new EndpointOptions
        {
            RequiresIdentity = true,
            Claims = new IdentityClaims { Scopes = scopes },
        }).HandleAsync);
        await app.StartAsync();
        return new Running(lab, app);
    }

    private async Task<string> RefusalAsync(Running running, string? token)
    {
        var answer = await AskAsync(running, token);
        Assert.False(answer.AsObject().ContainsKey("data"));
        var error = answer["errors"]!.AsArray().Single()!;
        return $"{error["extensions"]!["code"]}: {error["message"]!.ToString().Split(':')[0]}";
    }

    private async Task<JsonNode> AskAsync(Running running, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{running.App.Urls.Single()}/graphql"))
        {
            Content = new StringContent(
                JsonSerializer.Serialize(new { query = "{ open scoped desk }" }), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("Access-Purpose", "SAFEGUARD_OWN_CASELOAD");
        using var response = await _http.SendAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private sealed record Running(LabGateway Lab, WebApplication App) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync();
            await Lab.DisposeAsync();
        }
    }

    private sealed class Late : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddHours(-3);
    }
}
