using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aggregator.Kit;

/// <summary>The web server of one agency: HTTP/1.1 and clear-text HTTP/2 on two ports.</summary>
internal static class AgencyServer
{
    public static WebApplication Build(AgencyOptions options, Action<ILoggingBuilder> logging)
    {
        // Only what is given here counts: the process may hold other applications with their own settings.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        logging(builder.Logging.SetMinimumLevel(LogLevel.Warning));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = GraphQLEndpoint.MaxBodyBytes;
            kestrel.Listen(options.Address, options.Http1Port, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(options.Address, options.Http2Port, listen => listen.Protocols = HttpProtocols.Http2);
        });
        return builder.Build();
    }

    public static void Map(WebApplication application, AgencyEndpoints endpoints)
    {
        application.Use(endpoints.ExplainFailuresAsync);
        application.UseRouting();
        application.Map("/graphql", endpoints.GraphQL.InvokeAsync);
        application.MapGet("/changes", endpoints.Outbox.InvokeAsync);
        application.MapPost("/record", endpoints.Recorder.InvokeAsync);
        application.MapGet("/record", (Delegate)endpoints.Recorder.FindAsync);
        foreach (var own in endpoints.Own)
        {
            application.MapPost(own.Path, own.InvokeAsync);
        }

        application.MapGet("/log-checkpoints", endpoints.Checkpoints.ListAsync);
        application.MapGet("/log-checkpoints/{origin}", endpoints.Checkpoints.OneAsync);
        application.MapGet("/health/live", () => Results.Text("live"));
        application.MapGet("/health/ready", endpoints.ReadyAsync);
    }
}
