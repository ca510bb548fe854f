using Aggregator.CaseView;
using Aggregator.Engine;
using Aggregator.Host.Serving;
using Aggregator.Transport.Identity;
using Aggregator.Transport.Streaming;

namespace Aggregator.Host.LocalHub;

/// <summary>The gateway's web server: tokens, <c>/graphql</c>, the analyst's pages and health.</summary>
internal static class GatewayServer
{
    /// <summary>Starts it.</summary>
    /// <param name="port">Where it listens.</param>
    /// <param name="pipeline">Answers requests.</param>
    /// <param name="issuer">The local hub's issuer, whose tokens are taken and which it serves too.</param>
    /// <param name="notReady">Why it is not ready; null when it is.</param>
    /// <param name="warning">What its operator has to know though it is ready; null for nothing.</param>
    /// <param name="logging">Where it logs.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<WebApplication> StartAsync(
        LoopbackPort port,
        IRequestPipeline pipeline,
        LocalIssuer issuer,
        Func<string?> notReady,
        Func<string?> warning,
        Action<ILoggingBuilder> logging,
        CancellationToken cancellationToken)
    {
        var builder = WebBuilder.Begin();
        _ = builder.Configuration.AddInMemoryCollection(
            TokenAuthentication.ForProvider(issuer.Authority, LocalIssuer.Audience));
        port.Serve(builder.WebHost);
        logging(builder.Logging.ClearProviders());
        builder.Services.AddTokenAuthentication(builder.Configuration);
        var app = builder.Build();
        app.Serve(pipeline, new IdentityClaims(), new StreamLimits(), notReady, warning);
        issuer.Map(app);
        app.MapCaseView(LocalCaseView.Options(issuer));
        await app.StartAsync(cancellationToken);
        return app;
    }
}
