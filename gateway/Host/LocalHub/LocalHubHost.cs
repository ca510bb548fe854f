using Aggregator.Agencies;
using Aggregator.Engine;
using Aggregator.Execution;
using Aggregator.Host.Serving;
using Aggregator.LogReading;
using Aggregator.Policy;
using Aggregator.Schema;
using Aggregator.State;
using PopulationProgress = Aggregator.Kit.PopulationProgress;

namespace Aggregator.Host.LocalHub;

/// <summary>How the local hub runs.</summary>
internal sealed record LocalHubOptions
{
    /// <summary>The gateway's port on loopback; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Where databases, keys and the access log are kept.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Where the agreed supergraph and the policy are.</summary>
    public string SchemaFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "schema");

    /// <summary>Where the policy's files are, which are followed; null (default) for those of the schema
    /// folder.</summary>
    public string? PolicyFolder { get; init; }

    /// <summary>Redis's address, where several gateways share what they remember; null (default) for none.</summary>
    public string? Redis { get; init; }

    /// <summary>What the hub's clock shows at first; null (default) for what the data folder's clock shows, or the
    /// demonstration's now.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>The same as text, for <see cref="ClockText"/>; null leaves <see cref="Now"/>.</summary>
    public string? Clock { get; init; }

    /// <summary>What that clock goes on by. Default the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Agencies that are left out.</summary>
    public IReadOnlySet<string> Down { get; init; } = new HashSet<string>();

    /// <summary>How many generated families to load beside the demonstration; 0 (default) for none.</summary>
    public int Population { get; init; }

    /// <summary>Hears how far their load has come, from several threads; null (default) for nobody.</summary>
    public IProgress<PopulationProgress>? PopulationProgress { get; init; }

    /// <summary>True lets the hub's rules follow every change from the start. Default false.</summary>
    public bool FollowsChanges { get; init; }

    /// <summary>How often the hub's rules ask again for a child whose answer failed or lacked a source. Default 0: the
    /// next round does it.</summary>
    public int RulesPatience { get; init; }

    /// <summary>Logs of other instances to read beside its own. Default none.</summary>
    public IReadOnlyList<LogSource> OtherLogs { get; init; } = [];

    /// <summary>How the gateway reaches an agency by its name, and the hub's register as the hub: the address and the
    /// limits. Default as given.</summary>
    public Func<string, AgencyEndpoint, AgencyEndpoint> Reach { get; init; } = (_, endpoint) => endpoint;

    /// <summary>Different people that one caller may ask about in an hour. Default 1,000.</summary>
    public int MaxSubjectsPerHour { get; init; } = 1_000;

    /// <summary>Stands between the gateway and its agencies, to see what they are asked. Default nobody.</summary>
    public Func<IAgencyClient, IAgencyClient> Watch { get; init; } = client => client;

    /// <summary>Where the gateway's server logs. Default nowhere.</summary>
    public Action<ILoggingBuilder> Logging { get; init; } = _ => { };

    /// <summary>Seals cursors; null (default) makes a new one at each start.</summary>
    public byte[]? CursorKey { get; init; }

    /// <summary>Limits of the engine.</summary>
    public EngineOptions Engine { get; init; } = new();
}

/// <summary>
/// The whole in one process: every agency with its own database, the gateway with policy and log, and an issuer of
/// demonstration tokens. Everything speaks HTTP on loopback, as it would on many machines.
/// </summary>
internal sealed class LocalHubHost : IAsyncDisposable
{
    private const string Origin = "local-hub";

    private readonly List<IAsyncDisposable> _running = [];
    private readonly List<IDisposable> _held = [];
    private readonly LoopbackPort _port;
    private HubWays _hub = null!;

    private LocalHubHost(LoopbackPort port)
    {
        _port = Hold(port);
        Issuer = new LocalIssuer(Gateway, TimeProvider.System);
    }

    /// <summary>Where the gateway answers.</summary>
    public Uri Gateway => _port.Address;

    /// <summary>The issuer of demonstration tokens.</summary>
    public LocalIssuer Issuer { get; }

    /// <summary>The agencies.</summary>
    public LocalAgencies Agencies { get; private set; } = null!;

    /// <summary>What the gateway's pipeline reaches the world through: another instance over the same agencies has its
    /// own.</summary>
    public PipelineParts Parts { get; private set; } = null!;

    /// <summary>What the gateway serves.</summary>
    public Supergraph Supergraph { get; private set; } = null!;

    /// <summary>The hub's register itself.</summary>
    public HubRegister Register => _hub.Register;

    /// <summary>What changes in it.</summary>
    public HubChanges Changes => _hub.Changes;

    /// <summary>Names and signs what gateways share.</summary>
    public byte[] StateKey => _hub.StateKey;

    /// <summary>The hub's rules.</summary>
    public LocalRules Rules { get; private set; } = null!;

    /// <summary>Starts everything.</summary>
    /// <param name="options">How.</param>
    /// <param name="progress">Told what is ready.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<LocalHubHost> StartAsync(
        LocalHubOptions options, Action<string> progress, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(options.DataFolder))
        {
            OwnerOnly.Folder(options.DataFolder);
        }

        var hub = new LocalHubHost(LoopbackPort.Take(options.Port));
        try
        {
            await hub.StartPartsAsync(options, progress, cancellationToken);
            return hub;
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_running))
        {
            await part.DisposeAsync();
        }

        foreach (var part in _held)
        {
            part.Dispose();
        }

        Issuer.Dispose();
    }

    private async Task StartPartsAsync(
        LocalHubOptions options, Action<string> progress, CancellationToken cancellationToken)
    {
        var clock = HubClock.Keep(options.DataFolder, options.Now, options.Time);
        var keys = Hold(GatewayKeyFolder.Open(new DirectoryInfo(options.DataFolder)));

        // The agencies and the gateway's own reading go on side by side.
        var starting = LocalAgencies.StartAsync(
            new LocalAgencyOptions(options.DataFolder, keys.Signer.Jwks(), clock, options.Down)
            {
                Population = options.Population,
                PopulationProgress = options.PopulationProgress,
                Besides = new AccessLogAgency(
                    [new LogSource(Origin, Path.Combine(options.DataFolder, OwnLog.Folder)), .. options.OtherLogs],
                    keys.Pseudonyms),
            },
            progress,
            cancellationToken);
        var supergraph = GatewaySchema.ReadSupergraph(options.SchemaFolder);
        var policyFolder = options.PolicyFolder ?? Path.Combine(options.SchemaFolder, "policy");
        var policy = GatewaySchema.ReadPolicy(policyFolder, supergraph);
        progress("policy " + policy.Name);
        Agencies = await starting;
        _running.Add(Agencies);

        await StartGatewayAsync(
            options, keys, clock, (supergraph, policyFolder, policy), progress, cancellationToken);
        Rules = new LocalRules(this, keys.Signer, clock, options.RulesPatience);
        _running.Add(Rules);
        if (options.FollowsChanges)
        {
            Rules.Follow(progress);
        }
    }

    private async Task StartGatewayAsync(
        LocalHubOptions options,
        GatewayKeyFolder keys,
        HubClock clock,
        (Supergraph Supergraph, string PolicyFolder, PolicyTable Policy) schema,
        Action<string> progress,
        CancellationToken cancellationToken)
    {
        var (supergraph, policyFolder, policy) = schema;
        var log = OwnLog.Open(options.DataFolder, Origin, keys.Log);
        _running.Add(log);
        await OpenHubAsync(options, keys, clock, progress);
        await OwnLog.RegisterAsync(Register, Origin, keys.Log, progress, cancellationToken);
        var rules = new PolicyInForce(supergraph, policy);
        var follower = new PolicyFollower(policyFolder, rules, progress, TimeProvider.System);
        _running.Add(follower);
        follower.Start();
        Supergraph = supergraph;
        var agencies = Hold(new HttpAgencyClient(
            subgraph => options.Reach(subgraph.Name, Own(Agencies.GraphQL(subgraph.Name))),
            TimeProvider.System));
        Parts = new PipelineParts
        {
            Agencies = options.Watch(agencies),
            Events = agencies,
            Subjects = new HourlySubjects(options.MaxSubjectsPerHour, TimeProvider.System),
            Register = _hub.State.Decisions,
            Log = log,
            Rules = rules,
            Shown = _hub.Shown,
            Sign = CallerContexts.For(keys.Signer, log),
            Pseudonyms = keys.Pseudonyms,
            Cursors = options.CursorKey is { } sealing ? new CursorKeys([(1, sealing)]) : keys.Cursors,
            HubClock = clock,
        };
        var pipeline = new RequestPipeline(supergraph, options.Engine, Parts);
        _running.Add(await GatewayServer.StartAsync(
            _port,
            pipeline,
            Issuer,
            () => follower.Fault ?? _hub.Shown.Fault,
            () => _hub.Shown.Warning,
            options.Logging,
            cancellationToken));
        progress("gateway");
    }

    private static AgencyEndpoint Own(Uri address) => new() { Url = address, UsesHttp2 = true };

    private async Task OpenHubAsync(
        LocalHubOptions options, GatewayKeyFolder keys, TimeProvider clock, Action<string> told)
    {
        var addresses = new HubAddresses(
            options.Reach("hub", Own(Agencies.Register)),
            options.Reach("hub", Own(new Uri(Agencies.Register, "/changes"))).Url,
            Agencies.ShownRecords);
        _hub = await HubWays.OpenAsync(addresses, keys, options.DataFolder, options.Redis, clock, told);
        _running.Add(_hub);
    }

    private T Hold<T>(T part)
        where T : IDisposable
    {
        _held.Add(part);
        return part;
    }
}
