using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aggregator.Kit;

/// <summary>An agency that is running.</summary>
public sealed class AgencyHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly CheckpointKeeper _checkpoints;
    private readonly ChangeWatch _watch;

    private AgencyHost(
        WebApplication application,
        AgencyDatabases databases,
        FactWriter writer,
        CheckpointKeeper checkpoints,
        ChangeWatch watch)
    {
        _application = application;
        _checkpoints = checkpoints;
        _watch = watch;
        Databases = databases;
        Writer = writer;
        // Kestrel lists its addresses in the order they were configured: HTTP/1.1, then HTTP/2.
        var addresses = application.Urls.ToList();
        Http1 = new Uri(addresses[0]);
        Http2 = new Uri(addresses[1]);
    }

    /// <summary>Where it serves HTTP/1.1, such as `http://127.0.0.1:5101/`.</summary>
    public Uri Http1 { get; }

    /// <summary>Where it serves clear-text HTTP/2.</summary>
    public Uri Http2 { get; }

    /// <summary>Appends versions to its database.</summary>
    public FactWriter Writer { get; }

    /// <summary>Reads what stands now in its database, for work beside requests.</summary>
    public FactReader Current => new(Databases, DateTimeOffset.MaxValue);

    internal AgencyDatabases Databases { get; }

    /// <summary>Starts an agency in this process: migrates, seeds when asked to, and listens.</summary>
    /// <param name="agency">The agency.</param>
    /// <param name="options">How it runs.</param>
    /// <param name="cancellation">Stops the start.</param>
    public static Task<AgencyHost> StartAsync(
        Agency agency, AgencyOptions options, CancellationToken cancellation = default) =>
        StartAsync(agency, options, _ => { }, cancellation);

    /// <summary>Runs an agency alone until it is stopped. Settings come from the environment and the command line;
    /// `--help` says which.</summary>
    /// <param name="agency">The agency.</param>
    /// <param name="args">The command line, such as `--Seed true`.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(Agency agency, string[] args) =>
        new AgencyProgram(agency, Console.Out, Console.Error).RunAsync(args, CancellationToken.None);

    /// <summary>Waits until the process is told to stop.</summary>
    internal Task WaitForShutdownAsync(CancellationToken cancellation) =>
        _application.WaitForShutdownAsync(cancellation);

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        await _checkpoints.DisposeAsync().ConfigureAwait(false);
    }

    internal static async Task<AgencyHost> StartAsync(
        Agency agency, AgencyOptions options, Action<ILoggingBuilder> logging, CancellationToken cancellation)
    {
        var contract = new AgencyContract(
            EmbeddedText.Of(agency, "contract.graphql"), EmbeddedText.Find(agency, "records.graphql") ?? "");
        var fields = SourceStatus.Resolvers(agency);
        var databases = new AgencyDatabases(options.Database, options.Interceptors);
        await databases.MigrateAsync(cancellation).ConfigureAwait(false);
        var writer = new FactWriter(databases);
        if (options.Seed)
        {
            var moments = new MomentReader(options.SeedAnchor);
            var binder = new ContentBinder(contract, fields.Names, moments);
            await new SeedLoader(agency, new RecordReader(agency, contract, binder, moments))
                .LoadAsync(databases, writer, options.SeedFolder, cancellation)
                .ConfigureAwait(false);
        }

        if (options.Population > 0)
        {
            await new PopulationLoader(databases, options.TokenClock)
                .LoadAsync(
                    agency.Name,
                    agency.Population(options.Population, options.SeedAnchor),
                    options.PopulationProgress,
                    cancellation)
                .ConfigureAwait(false);
        }

        var recorder = new RecordReader(agency, contract, new ContentBinder(contract, fields.Names, null), null);
        var checkpoints = new CheckpointKeeper(databases, options.TokenClock);
        var calls = new AgencyCalls(agency, databases, writer, Verifier(options), checkpoints, options.Clock);
        var watch = new ChangeWatch(databases);
        var application = AgencyServer.Build(options, logging);
        AgencyServer.Map(application, new AgencyEndpoints(
            new GraphQLEndpoint(
                new GraphQLService(
                    ContractSchema.Build(contract, fields, new StreamSources(databases, watch, options.Clock)),
                    application.Services.GetRequiredService<ILogger<GraphQLService>>()),
                calls),
            new OutboxEndpoint(databases, calls),
            new RecorderEndpoint(recorder, writer, new RecorderKeys(options.RecorderKeys), options.Clock, databases),
            OwnEndpoint.Of(agency, calls),
            new CheckpointEndpoint(checkpoints),
            databases));
        await application.StartAsync(cancellation).ConfigureAwait(false);
        return new AgencyHost(application, databases, writer, checkpoints, watch);
    }

    private static CallerContextVerifier? Verifier(AgencyOptions options) =>
        options.GatewayKeys is null
            ? null
            : new CallerContextVerifier(GatewayKeys.Read(options.GatewayKeys), options.TokenClock);
}
