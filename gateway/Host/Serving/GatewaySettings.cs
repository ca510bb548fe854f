using Aggregator.Agencies;
using Aggregator.Engine;
using Aggregator.Host.Verbs;
using Aggregator.Policy;
using Aggregator.Schema;
using Aggregator.State;
using Aggregator.Transport.Identity;
using Aggregator.Transport.Streaming;

namespace Aggregator.Host.Serving;

/// <summary>
/// How a labelled gateway runs, as its configuration says (docs/deployment.md). Read and checked as a whole at start:
/// every fault is reported, and with one nothing is served.
/// </summary>
internal sealed record GatewaySettings
{
    /// <summary>The labelled supergraph.</summary>
    public required Supergraph Supergraph { get; init; }

    /// <summary>The policy.</summary>
    public required PolicyTable Policy { get; init; }

    /// <summary>Where the policy's files are, which are followed.</summary>
    public required string PolicyFiles { get; init; }

    /// <summary>Redis's address, where several gateways share what they remember; null for none.</summary>
    public string? Redis { get; init; }

    /// <summary>Where keys and the access log are kept.</summary>
    public required DirectoryInfo Data { get; init; }

    /// <summary>The instance's name in the access log.</summary>
    public required string Origin { get; init; }

    /// <summary>How each agency is reached, by subgraph.</summary>
    public required IReadOnlyDictionary<string, AgencyEndpoint> Agencies { get; init; }

    /// <summary>Where the hub's register answers.</summary>
    public required AgencyEndpoint Register { get; init; }

    /// <summary>Limits of the engine.</summary>
    public EngineOptions Engine { get; init; } = new();

    /// <summary>Different people that one caller may ask about in an hour.</summary>
    public int MaxSubjectsPerHour { get; init; }

    /// <summary>What connections that stay open may take.</summary>
    public StreamLimits Streams { get; init; } = new();

    /// <summary>The token's claim names.</summary>
    public IdentityClaims Claims { get; init; } = new();

    /// <summary>How long requests that are under way may take to finish when the gateway stops.</summary>
    public TimeSpan StopWithin { get; init; }

    /// <summary>Reads a configuration.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="folder">What relative paths start from.</param>
    /// <returns>The settings, or everything that is wrong.</returns>
    public static (GatewaySettings? Settings, IReadOnlyList<string> Faults) Read(
        IConfiguration configuration, string folder)
    {
        var reader = new SettingsReader(configuration);
        var supergraph = ReadSupergraph(reader, folder);
        var policy = ReadPolicy(reader, folder, supergraph);
        var data = reader.Text("Data", "the folder for keys and the access log, such as `/var/lib/aggregator`");
        var origin = reader.Text("Origin", "the instance's name in the access log, such as `gateway-1`");
        var agencies = supergraph is null ? [] : ReadAgencies(reader, supergraph);
        var register = ReadRegister(reader, agencies);
        var redis = reader.Find("Redis");
        if (redis is not null && !RedisState.IsAddress(redis))
        {
            reader.Refuse("`Redis`: give a host and port, such as 127.0.0.1:6379, or a configuration string of "
                + "StackExchange.Redis");
        }

        IdentitySettings.Check(reader);
        ListenSettings.Check(reader);
        KnownSettings.Check(reader, configuration);
        var engine = new EngineOptions
        {
            MaxSubjects = reader.Number("Limits:SubjectsPerRequest", 200, 1, 500),
            AnswerWithin = TimeSpan.FromSeconds(reader.Number("Limits:AnswerWithinSeconds", 8, 1, 120)),
            AccessCheckEvery = TimeSpan.FromSeconds(reader.Number("Streams:AccessCheckSeconds", 15, 1, 600)),
        };
        var subjectsPerHour = reader.Number("Limits:SubjectsPerHour", 1_000, 1, 100_000);
        var streams = ReadStreams(reader);
        var claims = ReadClaims(configuration, reader);
        var stopWithin = TimeSpan.FromSeconds(reader.Number("StopWithinSeconds", 25, 1, 300));
        return reader.Faults.Count > 0
            ? (null, reader.Faults)
            : (new GatewaySettings
            {
                Supergraph = supergraph!,
                Policy = policy!,
                PolicyFiles = Path.GetFullPath(reader.Find("Policy")!, folder),
                Redis = redis,
                Data = new DirectoryInfo(Path.GetFullPath(data, folder)),
                Origin = origin,
                Agencies = agencies,
                Register = register!,
                Engine = engine,
                MaxSubjectsPerHour = subjectsPerHour,
                Streams = streams,
                Claims = claims,
                StopWithin = stopWithin,
            }, []);
    }

    private static Supergraph? ReadSupergraph(SettingsReader reader, string folder)
    {
        var path = reader.Text("Supergraph", "the composed supergraph's file");
        if (path.Length == 0)
        {
            return null;
        }

        var (supergraph, faults) = PolicyFolder.ReadSupergraph(new FileInfo(Path.GetFullPath(path, folder)));
        reader.Refuse(faults);
        if (supergraph is { IsLabelled: false })
        {
            reader.Refuse("`Supergraph` has no labels, so everything in it would be withheld: lay labels over it "
                + "(schema/labels), or serve it with `--open`");
            return null;
        }

        return supergraph;
    }

    private static PolicyTable? ReadPolicy(SettingsReader reader, string folder, Supergraph? supergraph)
    {
        var path = reader.Text("Policy", "the folder of the policy's files");
        if (path.Length == 0)
        {
            return null;
        }

        var (table, faults) = PolicyFolder.Read(new DirectoryInfo(Path.GetFullPath(path, folder)), supergraph);
        reader.Refuse(faults);
        return table;
    }

    private static Dictionary<string, AgencyEndpoint> ReadAgencies(SettingsReader reader, Supergraph supergraph)
    {
        var known = supergraph.Subgraphs.Select(subgraph => subgraph.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var named in reader.Names("Agencies").Where(name => !known.Contains(name)))
        {
            reader.Refuse($"`Agencies:{named}`: the supergraph has no such subgraph; it has "
                + string.Join(", ", known.Order(StringComparer.Ordinal)));
        }

        var agencies = new Dictionary<string, AgencyEndpoint>(StringComparer.Ordinal);
        foreach (var subgraph in supergraph.Subgraphs)
        {
            var place = "Agencies:" + subgraph.Name;
            if (reader.Url(place + ":Url", subgraph.Url) is { } url)
            {
                agencies[subgraph.Name] = new AgencyEndpoint
                {
                    Url = url,
                    UsesHttp2 = reader.Truth(place + ":UsesHttp2", false),
                    Events = reader.Truth(place + ":UsesWebSocket", false)
                        ? EventProtocol.WebSocket
                        : EventProtocol.ServerSentEvents,
                };
            }
        }

        return agencies;
    }

    private static AgencyEndpoint? ReadRegister(
        SettingsReader reader, Dictionary<string, AgencyEndpoint> agencies)
    {
        var usual = agencies.TryGetValue("hub", out var hub)
            ? new Uri(hub.Url, "/register/decisions").ToString()
            : null;
        return reader.Url("Register:Url", usual) is { } url
            ? new AgencyEndpoint
            {
                Url = url,
                UsesHttp2 = reader.Truth("Register:UsesHttp2", hub?.UsesHttp2 ?? false),
                AttemptTimeout = TimeSpan.FromSeconds(reader.Number("Register:TimeoutSeconds", 3, 1, 60)),
            }
            : null;
    }

    private static StreamLimits ReadStreams(SettingsReader reader) => new()
    {
        MaxConnections = reader.Number("Streams:MaxConnections", 1_000, 1, 100_000),
        MaxOperations = reader.Number("Streams:MaxOperations", 50, 1, 1_000),
        InitWithin = TimeSpan.FromSeconds(reader.Number("Streams:InitWithinSeconds", 10, 1, 300)),
        IdleAfter = TimeSpan.FromSeconds(reader.Number("Streams:IdleAfterSeconds", 300, 1, 86_400)),
        SendWithin = TimeSpan.FromSeconds(reader.Number("Streams:SendWithinSeconds", 30, 1, 300)),
        Heartbeat = TimeSpan.FromSeconds(reader.Number("Streams:HeartbeatSeconds", 15, 1, 300)),
        AllowedOrigins = reader.Texts("Streams:AllowedOrigins"),
    };

    private static IdentityClaims ReadClaims(IConfiguration configuration, SettingsReader reader)
    {
        var usual = new IdentityClaims();
        return new IdentityClaims
        {
            Subject = configuration["Claims:Subject"] ?? usual.Subject,
            Roles = configuration["Claims:Roles"] ?? usual.Roles,
            Scopes = configuration["Claims:Scopes"] ?? usual.Scopes,
            Agency = configuration["Claims:Agency"] ?? usual.Agency,
            Desk = configuration["Claims:Desk"] ?? usual.Desk,
            SecondFactor = ReadSecondFactor(configuration["Claims:SecondFactor"] ?? usual.SecondFactor, reader),
        };
    }

    // A claim without a value would be met by a token that says nothing, a name alone by none.
    private static string ReadSecondFactor(string text, SettingsReader reader)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        var parts = text.Split('=', 2);
        if (parts is not [{ Length: > 0 }, { Length: > 0 }] || parts.Any(part => part != part.Trim()))
        {
            reader.Refuse($"`Claims:SecondFactor`: `{text}` is not `name=value`, as `amr=mfa` is; leave it blank where "
                + "no second factor is asked for");
        }

        return text;
    }
}
