using Aggregator.Engine;
using Aggregator.Transport.Identity;

namespace Aggregator.Host.Serving;

/// <summary>The web server of a labelled gateway: tokens, <c>/graphql</c> and health.</summary>
internal static class GatewayWeb
{
    // By itself the server writes lines for each request, which the access log accounts for. Where it listens is still
    // said. What is wrong with a token is told to who sent it: in a log it would be the sender's own words. Why it
    // cannot start is said by the verb, in one line.
    private static readonly Dictionary<string, string?> UsualLogging = new()
    {
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Information",
        ["Logging:LogLevel:Microsoft.IdentityModel"] = "None",
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "None",
    };

    /// <summary>Builds it.</summary>
    /// <param name="configuration">The configuration that the settings were read from.</param>
    /// <param name="settings">How it runs.</param>
    /// <param name="pipeline">Answers requests.</param>
    /// <param name="notReady">Why it is not ready; null when it is.</param>
    /// <param name="warning">What its operator has to know though it is ready; null for nothing.</param>
    public static WebApplication Build(
        IConfiguration configuration,
        GatewaySettings settings,
        IRequestPipeline pipeline,
        Func<string?> notReady,
        Func<string?> warning)
    {
        var builder = WebBuilder.Begin();
        _ = builder.Configuration.AddInMemoryCollection(UsualLogging).AddConfiguration(configuration);
        _ = builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        _ = builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.StopWithin);
        builder.Services.AddTokenAuthentication(builder.Configuration);
        var app = builder.Build();
        app.Serve(pipeline, settings.Claims, settings.Streams, notReady, warning);
        return app;
    }
}
