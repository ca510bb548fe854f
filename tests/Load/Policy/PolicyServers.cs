using System.CommandLine;
using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using Aggregator.Agencies;
using Aggregator.Engine;
using Aggregator.Host.LocalHub;
using Aggregator.Schema;
using Aggregator.Transport.Http;

namespace Aggregator.Load;

/// <summary>
/// The two servers of the policy's cost: the local hub's whole gateway, and plain mode over the same supergraph. Both
/// ask the same real agencies through one relay that answers a request it has seen with the same bytes.
/// </summary>
internal static class PolicyServers
{
    /// <summary>The relay's option to replay nothing.</summary>
    public const string ForwardAlways = "--always";

    private const string AgenciesFile = "agencies.json";

    /// <summary>The local hub; its agencies are idle once the relay knows every answer.</summary>
    public static Command Hub()
    {
        var (port, relay, folder) = (ServerVerbs.Port(), RelayPort(), Folder());
        var command = new Command("hub", "Serve the labelled graph.") { port, relay, folder };
        command.SetAction(async (parsed, cancellation) =>
        {
            var through = parsed.GetValue(relay);
            await using var hub = await LocalHubHost.StartAsync(
                new LocalHubOptions
                {
                    Port = parsed.GetValue(port),
                    DataFolder = Path.Combine(parsed.GetValue(folder)!, "hub"),
                    Reach = (_, endpoint) => endpoint with { Url = Through(through, endpoint.Url) },
                },
                _ => { },
                cancellation);
            await File.WriteAllTextAsync(
                Path.Combine(parsed.GetValue(folder)!, AgenciesFile),
                JsonSerializer.Serialize(LocalAgencies.All.ToDictionary(
                    agency => agency.Name, agency => Through(through, hub.Agencies.GraphQL(agency.Name)))),
                cancellation);
            await Task.Delay(Timeout.Infinite, cancellation);
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
            var urls = JsonSerializer.Deserialize<Dictionary<string, Uri>>(
                await File.ReadAllTextAsync(
                    Path.Combine(parsed.GetValue(folder)!, AgenciesFile), CancellationToken.None))!;
            using var agencies = new HttpAgencyClient(
                subgraph => new AgencyEndpoint { Url = urls[subgraph.Name], UsesHttp2 = true }, TimeProvider.System);
            var endpoint = new GraphQLEndpoint(
                new PlainPipeline(supergraph, new EngineOptions(), agencies, TimeProvider.System),
                new EndpointOptions());
            var app = BareServer.Build(kestrel => kestrel.Listen(IPAddress.Loopback, parsed.GetValue(port)));
            app.Run(endpoint.HandleAsync);
            await app.RunAsync();
        });
        return command;
    }

    /// <summary>The relay: forwards what it has not seen, with its headers, and replays it from then on.</summary>
    public static Command Relay()
    {
        var port = ServerVerbs.Port();
        var always = new Option<bool>(ForwardAlways) { Description = "Replay nothing." };
        var command = new Command("relay", "Replay the answers of real agencies.") { port, always };
        command.SetAction(async (parsed, _) =>
        {
            using var forwarder = new Forwarder();
            await new ReplayServer(forwarder.AskAsync, !parsed.GetValue(always)).RunAsync(parsed.GetValue(port));
        });
        return command;
    }

    // What changed is no question that always has the same answer.
    private static Uri Through(int relay, Uri address) => address.AbsolutePath == "/changes"
        ? address
        : new Uri($"http://127.0.0.1:{relay}/{address.Port}{address.AbsolutePath}");

    // Nothing but this benchmark has a way to serve a labelled graph plain, and nothing should.
    private static Supergraph WithoutLabels(Supergraph supergraph)
    {
        typeof(Supergraph).GetField("<IsLabelled>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic)!
            .SetValue(supergraph, false);
        return supergraph;
    }

    private static Option<int> RelayPort() => new("--relay") { Required = true };

    private static Option<string> Folder() => new("--folder") { Required = true };

    private sealed class Forwarder : IDisposable
    {
        private const string CallerHeader = "Aggregator-Caller";

        private readonly HttpClient _http = new()
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        private volatile string? _caller;

        public void Dispose() => _http.Dispose();

        public async Task<byte[]> AskAsync(string path, ReadOnlyMemory<byte> body, IHeaderDictionary headers)
        {
            // Plain mode says nothing of a caller, but the agencies insist: it borrows the last one's context.
            var slash = path.IndexOf('/', StringComparison.Ordinal);
            var isRegister = path.EndsWith("decisions", StringComparison.Ordinal);
            var own = headers[CallerHeader].ToString();
            if (own.Length > 0 && !isRegister)
            {
                _caller = own;
            }

            using var message = new HttpRequestMessage(
                HttpMethod.Post, new Uri($"http://127.0.0.1:{path[..slash]}{path[slash..]}"))
            {
                Content = new ReadOnlyMemoryContent(body),
                Version = _http.DefaultRequestVersion,
                VersionPolicy = _http.DefaultVersionPolicy,
            };
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            _ = message.Headers.TryAddWithoutValidation(CallerHeader, own.Length > 0 ? own : _caller);
            using var response = await _http.SendAsync(message);
            _ = response.EnsureSuccessStatusCode();
            return await response.Content.ReadAsByteArrayAsync();
        }
    }
}
