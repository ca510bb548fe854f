using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Aggregator.Agencies;
using Aggregator.Audit;
using Aggregator.Engine;
using Aggregator.LogReading;
using Aggregator.Policy;
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

    /// <summary>What the hub's clock shows at first.</summary>
    public DateTimeOffset Now { get; init; } = HubClock.Demonstration;

    /// <summary>Agencies that are left out.</summary>
    public IReadOnlySet<string> Down { get; init; } = new HashSet<string>();

    /// <summary>How many generated families to load beside the demonstration; 0 (default) for none.</summary>
    public int Population { get; init; }

    /// <summary>Hears how far their load has come, from several threads; null (default) for nobody.</summary>
    public IProgress<PopulationProgress>? PopulationProgress { get; init; }

    /// <summary>True lets the hub's rules follow every change from the start. Default false.</summary>
    public bool FollowsChanges { get; init; }

    /// <summary>Logs of other instances to read beside its own. Default none.</summary>
    public IReadOnlyList<LogSource> OtherLogs { get; init; } = [];

    /// <summary>The address at which the gateway asks for an agency's; for measuring. Default its own.</summary>
    public Func<Uri, Uri> Relay { get; init; } = address => address;

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
    private const string LogFolder = "access-log";

    private readonly List<IAsyncDisposable> _running = [];
    private readonly List<IDisposable> _held = [];

    private LocalHubHost(Uri gateway, LocalIssuer issuer)
    {
        Gateway = gateway;
        Issuer = issuer;
    }

    /// <summary>Where the gateway answers.</summary>
    public Uri Gateway { get; }

    /// <summary>The issuer of demonstration tokens.</summary>
    public LocalIssuer Issuer { get; }

    /// <summary>The agencies.</summary>
    public LocalAgencies Agencies { get; private set; } = null!;

    /// <summary>The hub's rules.</summary>
    public LocalRules Rules { get; private set; } = null!;

    /// <summary>Starts everything.</summary>
    /// <param name="options">How.</param>
    /// <param name="progress">Told what is ready.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<LocalHubHost> StartAsync(
        LocalHubOptions options, Action<string> progress, CancellationToken cancellationToken)
    {
        _ = Directory.CreateDirectory(options.DataFolder);
        var gateway = new Uri($"http://127.0.0.1:{(options.Port == 0 ? FreePort() : options.Port)}");
        var hub = new LocalHubHost(gateway, new LocalIssuer(gateway, TimeProvider.System));
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
        var clock = new HubClock(options.Now, TimeProvider.System);
        var pseudonyms = PseudonymKey.Open(Path.Combine(options.DataFolder, "pseudonym-key"));
        var signer = Hold(new CallerContextSigner("local", default, TimeProvider.System));

        // The agencies and the gateway's own reading go on side by side.
        var starting = LocalAgencies.StartAsync(
            new LocalAgencyOptions(options.DataFolder, signer.Jwks(), clock, options.Down)
            {
                Population = options.Population,
                PopulationProgress = options.PopulationProgress,
                Besides = new AccessLogAgency(
                    [new LogSource(Origin, Path.Combine(options.DataFolder, LogFolder)), .. options.OtherLogs],
                    pseudonyms),
            },
            progress,
            cancellationToken);
        var supergraph = GatewaySchema.ReadSupergraph(options.SchemaFolder);
        var policy = GatewaySchema.ReadPolicy(options.SchemaFolder);
        progress("policy " + policy.Name);
        Agencies = await starting;
        _running.Add(Agencies);

        var key = Hold(InstanceKey.Open(Path.Combine(options.DataFolder, "log-key.pem")));
        var log = OpenLog(options.DataFolder, key);
        var rules = new PolicyInForce(supergraph, policy);
        var register = Hold(new HubRegister(
            options.Relay(Agencies.Register), usesHttp2: true, () => signer.Sign(new CallerClaims(
                "register", "GATEWAY", "HUB", "HUB", "", "", clock.GetUtcNow()))));
        await RegisterAsync(register, key, progress, cancellationToken);
        var pipeline = new RequestPipeline(supergraph, options.Engine, new PipelineParts
        {
            Agencies = Hold(new HttpAgencyClient(
                subgraph => new AgencyEndpoint
                {
                    Url = options.Relay(Agencies.GraphQL(subgraph.Name)),
                    UsesHttp2 = true,
                },
                TimeProvider.System)),
            Register = register,
            Log = log,
            Rules = rules,
            Sign = (caller, requestId) => signer.Sign(new CallerClaims(
                requestId,
                caller.Role,
                caller.Agency,
                caller.Agency,
                caller.Purpose ?? "",
                StageCodes.Of(caller.Stage),
                caller.AsAt)
            {
                LogCheckpoint = log.Latest?.ToString(),
                MinimumCellSize = rules.Current.Table.Model.MinimumCellSize,
            }),
            Pseudonyms = pseudonyms,
            Cursors = new CursorKeys([(1, RandomNumberGenerator.GetBytes(32))]),
            HubClock = clock,
        });
        _running.Add(await GatewayServer.StartAsync(Gateway, pipeline, Issuer, cancellationToken));
        progress("gateway");
        Rules = new LocalRules(this, signer, clock);
        _running.Add(Rules);
        if (options.FollowsChanges)
        {
            Rules.Follow(progress);
        }
    }

    private FileAccessLog OpenLog(string dataFolder, ECDsa key)
    {
        try
        {
            var log = new FileAccessLog(
                new AccessLogOptions(Path.Combine(dataFolder, LogFolder), Origin), key, TimeProvider.System);
            _running.Add(log);
            return log;
        }
        catch (AuditUnavailableException fault)
        {
            throw new UnservableException(fault.Message);
        }
    }

    private static async Task RegisterAsync(
        HubRegister register, ECDsa key, Action<string> progress, CancellationToken cancellationToken)
    {
        switch (await register.RegisterLogAsync(Origin, key.ExportSubjectPublicKeyInfoPem(), cancellationToken))
        {
            case LogRegistration.KeyDiffers:
                throw new UnservableException(
                    $"the hub knows the access log `{Origin}` by another key: restore `log-key.pem`, or keep the "
                    + "folder as evidence and take another data folder");
            case LogRegistration.Unknown:
                progress("access log not registered: the hub does not answer");
                break;
        }
    }

    private T Hold<T>(T part)
        where T : IDisposable
    {
        _held.Add(part);
        return part;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
