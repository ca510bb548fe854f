using System.CommandLine;
using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Aggregator.Agencies;
using Aggregator.Audit;
using Aggregator.Engine;
using Aggregator.Host.LocalHub;
using Aggregator.Schema;
using Aggregator.Transport.Http;

namespace Aggregator.Load;

/// <summary>
/// Plain mode over the labelled supergraph, for the same operation and agencies: no identity, screen, gate or release,
/// and no log, unless it is to keep one.
/// </summary>
internal static class PlainServer
{
    /// <summary>The folder in which it keeps an access log, and nothing else of the policy.</summary>
    public const string KeepLog = "--log";

    public static Command Make()
    {
        var (port, folder, keepLog) = (ServerVerbs.Port(), PolicyServers.Folder(), new Option<string?>(KeepLog));
        var command = new Command("plain", "Serve the labelled graph as if it had no labels.")
        {
            port, folder, keepLog,
        };
        command.SetAction(async (parsed, _) =>
        {
            var supergraph = WithoutLabels(
                GatewaySchema.ReadSupergraph(Path.Combine(AppContext.BaseDirectory, "schema")));
            var configuration = JsonNode.Parse(await File.ReadAllTextAsync(
                Path.Combine(parsed.GetValue(folder)!, PolicyServers.GatewayFile), CancellationToken.None))!;
            using var agencies = new HttpAgencyClient(
                subgraph => new AgencyEndpoint
                {
                    Url = new Uri(configuration["Agencies"]![subgraph.Name]!["Url"]!.ToString()),
                    UsesHttp2 = true,
                },
                TimeProvider.System);
            IRequestPipeline pipeline =
                new PlainPipeline(supergraph, new EngineOptions(), agencies, TimeProvider.System);
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            await using var log = parsed.GetValue(keepLog) is { } own
                ? new FileAccessLog(new AccessLogOptions(own, "plain"), key, TimeProvider.System)
                : null;
            pipeline = log is null ? pipeline : new LoggedPlain(pipeline, log);
            var endpoint = new GraphQLEndpoint(pipeline, new EndpointOptions());
            var app = BareServer.Build(kestrel => kestrel.Listen(IPAddress.Loopback, parsed.GetValue(port)));
            app.Run(endpoint.HandleAsync);
            await app.RunAsync();
        });
        return command;
    }

    // Nothing but this benchmark has a way to serve a labelled graph plain, and nothing should.
    private static Supergraph WithoutLabels(Supergraph supergraph)
    {
        typeof(Supergraph).GetField("<IsLabelled>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic)!
            .SetValue(supergraph, false);
        return supergraph;
    }
}
