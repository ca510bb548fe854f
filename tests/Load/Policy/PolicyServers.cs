using System.CommandLine;
using System.Text.Json.Nodes;
using Aggregator.Gateway.Tests.Deployment;
using Aggregator.Host.LocalHub;
using Aggregator.Host.Serving;

namespace Aggregator.Load;

/// <summary>
/// What the policy's cost is measured with: a labelled gateway as <c>serve</c> runs it, and plain mode
/// (<see cref="PlainServer"/>) over the same supergraph, each a process of its own. Both ask the local hub's agencies,
/// in a process of theirs, through one relay that answers a request it has seen with the same bytes.
/// </summary>
internal static class PolicyServers
{
    /// <summary>How gateways reach the agencies.</summary>
    public const string GatewayFile = "gateway.json";

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

    private static string HubData(string folder) => Path.Combine(folder, "hub");

    private static Option<int> RelayPort() => new("--relay") { Required = true };

    public static Option<string> Folder() => new("--folder") { Required = true };
}
