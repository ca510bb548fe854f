using System.Diagnostics.CodeAnalysis;
using Aggregator.Agencies;
using Aggregator.Engine;
using Aggregator.Host.LocalHub;
using Aggregator.LogReading;
using Aggregator.State;

namespace Aggregator.Host.Serving;

/// <summary>A labelled gateway that runs alone, against agencies that run alone.</summary>
internal sealed class LabelledGateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<IDisposable> _held;
    private readonly List<IAsyncDisposable> _running;

    private LabelledGateway(WebApplication app, List<IAsyncDisposable> running, List<IDisposable> held)
    {
        _app = app;
        _running = running;
        _held = held;
    }

    /// <summary>Where it listens.</summary>
    public IEnumerable<string> Urls => _app.Urls;

    /// <summary>Starts it.</summary>
    /// <param name="configuration">The configuration that the settings were read from.</param>
    /// <param name="settings">How it runs.</param>
    /// <param name="clock">The hub's clock.</param>
    /// <param name="told">Told what does not hold up the start.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = "the gateway owns its parts")]
    public static async Task<LabelledGateway> StartAsync(
        IConfiguration configuration,
        GatewaySettings settings,
        TimeProvider clock,
        Action<string> told,
        CancellationToken cancellationToken)
    {
        var keys = GatewayKeyFolder.Open(settings.Data);
        var reading = await OwnLog.ServeAsync(
            settings.Data, settings.Origin, keys.Signer, keys.Pseudonyms, cancellationToken);
        var agencies = new HttpAgencyClient(
            subgraph => subgraph.Name == AccessLogAgency.SubgraphName
                ? OwnLog.EndpointOf(reading)
                : settings.Agencies.GetValueOrDefault(subgraph.Name),
            TimeProvider.System);
        var log = OwnLog.Open(settings.Data.FullName, settings.Origin, keys.Log);
        var hub = await HubWays.OpenAsync(
            HubAddresses.Of(settings.Register), keys, settings.Data.FullName, settings.Redis, clock, told);
        var rules = new PolicyInForce(settings.Supergraph, settings.Policy);
        var follower = new PolicyFollower(settings.PolicyFiles, rules, told, TimeProvider.System);
        follower.Start();
        var gateway = new LabelledGateway(
            GatewayWeb.Build(configuration, settings, new RequestPipeline(settings.Supergraph, settings.Engine, new()
            {
                Agencies = agencies,
                Events = agencies,
                Register = hub.State.Decisions,
                Log = log,
                Rules = rules,
                Shown = hub.Shown,
                Sign = CallerContexts.For(keys.Signer, log),
                Pseudonyms = keys.Pseudonyms,
                Cursors = keys.Cursors,
                HubClock = clock,
                Subjects = new HourlySubjects(settings.MaxSubjectsPerHour, TimeProvider.System),
            }), () => follower.Fault ?? hub.Shown.Fault, () => hub.Shown.Warning),
            [reading, log, hub, follower],
            [agencies, keys]);
        try
        {
            await OwnLog.RegisterAsync(hub.Register, settings.Origin, keys.Log, told, cancellationToken);
            await ListenAsync(gateway._app, configuration["Urls"], cancellationToken);
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    /// <summary>Serves until it is told to stop; what is under way is finished then, open streams are told.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    private static async Task ListenAsync(WebApplication app, string? urls, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException fault)
        {
            throw new UnservableException(
                $"cannot listen at {urls}: {fault.Message}; name another address in `Urls`");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        foreach (var part in Enumerable.Reverse(_running))
        {
            await part.DisposeAsync();
        }

        foreach (var part in _held)
        {
            part.Dispose();
        }
    }
}
