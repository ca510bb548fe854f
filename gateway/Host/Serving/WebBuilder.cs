using Aggregator.Engine;
using Aggregator.Transport.Http;
using Aggregator.Transport.Identity;
using Aggregator.Transport.Streaming;

namespace Aggregator.Host.Serving;

/// <summary>What the web servers of all gateways with tokens have in common.</summary>
internal static class WebBuilder
{
    /// <summary>
    /// Begins one. The framework's own begins by watching the whole folder that the process runs in for changed
    /// settings: each write of an access log in it would be looked at, and a folder of many needs more watches than a
    /// system may have. Settings are read once.
    /// </summary>
    public static WebApplicationBuilder Begin() => WebApplication.CreateSlimBuilder(
        new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false"] });

    /// <summary>Serves <c>/graphql</c>, for callers with a token, and health.</summary>
    /// <param name="app">The server.</param>
    /// <param name="pipeline">Answers requests.</param>
    /// <param name="claims">The token's claim names.</param>
    /// <param name="streams">What connections that stay open may take.</param>
    /// <param name="notReady">Why it is not ready; null when it is.</param>
    /// <param name="warning">What its operator has to know though it is ready; null for nothing.</param>
    public static void Serve(
        this WebApplication app,
        IRequestPipeline pipeline,
        IdentityClaims claims,
        StreamLimits streams,
        Func<string?> notReady,
        Func<string?> warning)
    {
        _ = app.UseWebSockets();
        _ = app.UseAuthentication();
        var endpoint = new GraphQLEndpoint(pipeline, new EndpointOptions
        {
            RequiresIdentity = true,
            Claims = claims,
            Streams = streams,
            Stopping = app.Lifetime.ApplicationStopping,
        });
        _ = app.Map("/graphql", endpoint.HandleAsync);
        _ = app.MapGet("/health/live", () => "live");
        _ = app.MapGet("/health/ready", () => notReady() is { } why
            ? Results.Text(why, statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.Text(warning() is { } what ? "ready, but " + what : "ready"));
    }
}
