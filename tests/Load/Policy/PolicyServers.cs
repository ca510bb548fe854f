using System.CommandLine;
using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;
using Aggregator.Agencies;
using Aggregator.Engine;
using Aggregator.Gateway.Tests.Deployment;
using Aggregator.Host.LocalHub;
using Aggregator.Host.Serving;
using Aggregator.Schema;
using Aggregator.Transport.Http;

namespace Aggregator.Load;

/// <summary>
/// What the policy's cost is measured with: a labelled gateway as <c>serve</c> runs it, and plain mode over the same
/// supergraph, each a process of its own. Both ask the local hub's agencies, in a process of theirs, through one relay
/// that answers a request it has seen with the same bytes.
/// </summary>
internal static class PolicyServers
{
    private const string GatewayFile = "gateway.json";

    /// <summary>The agencies and the issuer of tokens; they are idle once the relay knows every answer.</summary>
    public static Command Hub()
    {
        var (port, relay, folder) = (ServerVerbs.Port(), RelayPort(), Folder());
        var command = new Command("hub", "Serve the agencies of the labelled graph.") { port, relay, folder };
        command.SetAction(async (parsed, cancellation) =>
        {
            var own = parsed.GetValue(folder)!;
            await using var hub = await LocalHubHost.StartAsync(
                new LocalHubOptions
                {
                    Port = parsed.GetValue(port),
                    DataFolder = HubData(own),
                },
                _ => { },
                cancellation);
            ShareKeys(from: HubData(own), with: Directory.CreateDirectory(Path.Combine(own, "gateway")));
            var file = Path.Combine(own, GatewayFile);
            await File.WriteAllTextAsync(
                file + ".new", Configuration(hub, parsed.GetValue(relay)).ToJsonString(), cancellation);
            File.Move(file + ".new", file);
            await Task.Delay(Timeout.Infinite, cancellation);
        });
        return command;
    }

    /// <summary>Waits until the hub is up and has written how gateways reach it.</summary>
    /// <param name="hub">Its process.</param>
    /// <param name="folder">Its folder.</param>
    public static async Task ReadyAsync(RunningProcess hub, string folder)
    {
        while (!File.Exists(Path.Combine(folder, GatewayFile)) && !hub.HasEnded)
        {
            await Task.Delay(50);
        }
    }

    /// <summary>A labelled gateway as <c>serve --config</c> runs it, but with the demonstration's clock.</summary>
    public static Command Labelled()
    {
        var (port, folder) = (ServerVerbs.Port(), Folder());
        var command = new Command("labelled", "Serve the labelled graph.") { port, folder };
        command.SetAction(async (parsed, cancellation) =>
        {
            var own = parsed.GetValue(folder)!;
            var configuration = new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(own, GatewayFile))
                .AddInMemoryCollection([new("Urls", $"http://127.0.0.1:{parsed.GetValue(port)}")])
                .Build();
            var (settings, faults) = GatewaySettings.Read(configuration, own);
            await using var gateway = await LabelledGateway.StartAsync(
                configuration,
                settings ?? throw new InvalidOperationException(string.Join('\n', faults)),
                HubClock.Keep(HubData(own), null, TimeProvider.System),
                Console.Error.WriteLine,
                cancellation);
            await gateway.RunAsync(cancellation);
        });
        return command;
    }

    /// <summary>Plain mode, for the same operation and agencies: no identity, screen, gate, release or log.</summary>
    public static Command Plain()
    {
        var (port, folder) = (ServerVerbs.Port(), Folder());
        var command = new Command("plain", "Serve the labelled graph as if it had no labels.") { port, folder };
        command.SetAction(async (parsed, _) =>
        {
            var supergraph = WithoutLabels(
                GatewaySchema.ReadSupergraph(Path.Combine(AppContext.BaseDirectory, "schema")));
            var configuration = JsonNode.Parse(await File.ReadAllTextAsync(
                Path.Combine(parsed.GetValue(folder)!, GatewayFile), CancellationToken.None))!;
            using var agencies = new HttpAgencyClient(
                subgraph => new AgencyEndpoint
                {
                    Url = new Uri(configuration["Agencies"]![subgraph.Name]!["Url"]!.ToString()),
                    UsesHttp2 = true,
                },
                TimeProvider.System);
            var endpoint = new GraphQLEndpoint(
                new PlainPipeline(supergraph, new EngineOptions(), agencies, TimeProvider.System),
                new EndpointOptions());
            var app = BareServer.Build(kestrel => kestrel.Listen(IPAddress.Loopback, parsed.GetValue(port)));
            app.Run(endpoint.HandleAsync);
            await app.RunAsync();
        });
        return command;
    }

    // The register is asked directly: what it answered is remembered.
    private static JsonObject Configuration(LocalHubHost hub, int relay)
    {
        var configuration = GatewayConfiguration.Of(hub.Issuer, LocalAgencies.All.Select(agency =>
            (agency.Name, Through(relay, hub.Agencies.GraphQL(agency.Name)))));
        configuration["Register"] = GatewayConfiguration.Endpoint(hub.Agencies.Register);
        return configuration;
    }

    private static Uri Through(int relay, Uri address) =>
        new($"http://127.0.0.1:{relay}/{address.Port}{address.AbsolutePath}");

    // All but the key that signs the access log, which is each instance's own.
    private static void ShareKeys(string from, DirectoryInfo with)
    {
        foreach (var key in (string[])["caller-key.pem", "pseudonym-key", "cursor-key", "state-key"])
        {
            File.Copy(Path.Combine(from, key), Path.Combine(with.FullName, key));
        }
    }

    // Nothing but this benchmark has a way to serve a labelled graph plain, and nothing should.
    private static Supergraph WithoutLabels(Supergraph supergraph)
    {
        typeof(Supergraph).GetField("<IsLabelled>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic)!
            .SetValue(supergraph, false);
        return supergraph;
    }

    private static string HubData(string folder) => Path.Combine(folder, "hub");

    private static Option<int> RelayPort() => new("--relay") { Required = true };

    private static Option<string> Folder() => new("--folder") { Required = true };
}
