using Aggregator.Hub.Worker;
using Aggregator.LogReading;

namespace Aggregator.Host.Serving;

/// <summary>
/// How the hub's rules run beside a gateway: the section `Rules` of the gateway's configuration (docs/deployment.md).
/// </summary>
internal sealed record RulesSettings
{
    /// <summary>The gateway's GraphQL address.</summary>
    public required Uri Gateway { get; init; }

    /// <summary>The hub's database, in which outcomes and families are kept.</summary>
    public required string Database { get; init; }

    /// <summary>The file that holds a current token of the role `HUB_RULES`; read before each request.</summary>
    public required string TokenFile { get; init; }

    /// <summary>Reads it.</summary>
    /// <param name="configuration">The gateway's configuration.</param>
    /// <param name="folder">What relative paths start from.</param>
    /// <returns>The settings, or everything that is wrong.</returns>
    public static (RulesSettings? Settings, IReadOnlyList<string> Faults) Read(
        IConfiguration configuration, string folder)
    {
        var reader = new SettingsReader(configuration);
        var gateway = reader.Url("Rules:Gateway", null);
        var database = reader.Text("Rules:Database", "the hub's database, as its `Database` says");
        var token = reader.Text("Rules:TokenFile", "the file in which a current token of the role `HUB_RULES` is kept");
        var file = Path.GetFullPath(token, folder);
        if (token.Length > 0 && !File.Exists(file))
        {
            reader.Refuse($"`Rules:TokenFile`: {file}: there is no such file");
        }

        return reader.Faults.Count > 0
            ? (null, reader.Faults)
            : (new RulesSettings
            {
                Gateway = gateway!,
                Database = database,
                TokenFile = file,
            }, []);
    }

    /// <summary>How the worker runs.</summary>
    /// <param name="gateway">The gateway's settings, whose agencies' outboxes are followed.</param>
    /// <param name="sign">Vouches for the rules to an outbox.</param>
    /// <param name="told">Told what each round did.</param>
    public RuleWorkerOptions Options(GatewaySettings gateway, Func<string> sign, Action<RoundReport> told) => new()
    {
        Gateway = Gateway,
        Token = async stop => (await File.ReadAllTextAsync(TokenFile, stop)).Trim(),
        Feeds =
        [
            .. gateway.Agencies.Where(agency => agency.Key != AccessLogAgency.SubgraphName)
                .Select(agency => new ChangeFeed(
                    agency.Key, new Uri(agency.Value.Url, "/changes"), _ => ValueTask.FromResult(sign()))
                {
                    UsesHttp2 = agency.Value.UsesHttp2,
                }),
        ],
        Told = told,
    };
}
