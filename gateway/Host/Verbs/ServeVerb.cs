using System.CommandLine;
using System.Net;
using Aggregator.Agencies;
using Aggregator.Engine;
using Aggregator.Host.Configuring;
using Aggregator.Host.Serving;
using Aggregator.Schema;
using Aggregator.Transport.Http;

namespace Aggregator.Host.Verbs;

/// <summary>
/// <c>serve</c>: a labelled gateway from its configuration; with <c>--open</c> any supergraph without labels, on
/// loopback, without identity, policy or log.
/// </summary>
internal static class ServeVerb
{
    public static Command Make()
    {
        var open = new Option<bool>("--open")
        {
            Description = "Serve without identity, policy or log, on loopback only.",
        };
        var config = new Option<FileInfo?>("--config")
        {
            Description = "The configuration of a labelled gateway (docs/deployment.md).",
        };
        var supergraph = new Option<FileInfo?>("--supergraph")
        {
            Description = "With --open: the supergraph file, ours or another composer's.",
        };
        var port = PortOption.Make("With --open: the port,", 4000);
        var http2 = new Option<bool>("--subgraphs-http2")
        {
            Description = "With --open: every subgraph speaks HTTP/2 without TLS: cheaper than HTTP/1.1.",
        };
        var share = new Option<bool>("--share-fetches")
        {
            Description = "With --open: identical queries under way at the same moment share one call to a subgraph.",
        };
        var sockets = new Option<string[]>("--subgraphs-ws")
        {
            Description = "With --open: subgraphs whose subscriptions go over graphql-transport-ws; the others' go "
                + "over server-sent events.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        var engine = OptionsOption();
        var command = new Command("serve", "Serve a supergraph at /graphql.")
        {
            open, config, supergraph, port, http2, sockets, share, engine,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var terminal = Terminal.Of(parsed);
            var file = parsed.GetValue(supergraph);
            return parsed.GetValue(config) is { } configuration
                ? parsed.GetValue(open)
                    ? Task.FromResult(terminal.Refuse("`--config` and `--open` exclude each other: leave one out"))
                    : ConfigurationFile.UseAsync(
                        terminal, configuration, (terminal, file) => ServeLabelledAsync(terminal, file, cancellation))
                : file is null
                    ? Task.FromResult(terminal.Refuse(
                        "name the configuration with `--config` (docs/deployment.md), or a supergraph without labels "
                        + "with `--open --supergraph`"))
                    : ServeOpenAsync(
                        terminal,
                        (file, parsed.GetValue(engine)),
                        new ServeOptions(
                            parsed.GetValue(port),
                            parsed.GetValue(open),
                            parsed.GetValue(http2),
                            parsed.GetValue(sockets)!,
                            parsed.GetValue(share)),
                        cancellation);
        });
        return command;
    }

    /// <summary>The option that names a file of engine options.</summary>
    public static Option<FileInfo?> OptionsOption() => new("--options")
    {
        Description = "A JSON file with limits and other options of the engine.",
    };

    private static async Task<int> ServeLabelledAsync(
        Terminal terminal, ConfigurationFile file, CancellationToken cancellation)
    {
        var (settings, faults) = GatewaySettings.Read(file.Configuration, file.Folder);
        if (settings is null)
        {
            return file.Refuse(terminal, faults);
        }

        await using var gateway = await LabelledGateway.StartAsync(
            file.Configuration, settings, TimeProvider.System, terminal.Error.WriteLine, cancellation);
        foreach (var url in gateway.Urls)
        {
            terminal.Output.WriteLine($"serving at {url}/graphql");
        }

        await gateway.RunAsync(cancellation);
        return 0;
    }

    private static async Task<int> ServeOpenAsync(
        Terminal terminal,
        (FileInfo Supergraph, FileInfo? Engine) files,
        ServeOptions options,
        CancellationToken cancellation)
    {
        WarmUp.Begin();
        var file = files.Supergraph;
        var reading = Task.Run(() => PolicyFolder.ReadSupergraph(file), cancellation);
        await using var app = OpenServer(options);
        var (supergraph, faults) = await reading;
        if (supergraph is null)
        {
            return terminal.Refuse(faults);
        }

        if (OpenRefusal(supergraph, options) is { } refusal)
        {
            return terminal.Refuse(refusal);
        }

        var (engine, wrong) = EngineOptionsFile.ReadOptional(files.Engine);
        if (engine is null)
        {
            return terminal.Refuse(wrong);
        }

        using var agencies = new HttpAgencyClient(
            subgraph => HttpAgencyClient.Usual(subgraph) is { } usual
                ? usual with
                {
                    UsesHttp2 = options.UsesHttp2,
                    Events = options.OverSockets.Contains(subgraph.Name)
                        ? EventProtocol.WebSocket
                        : EventProtocol.ServerSentEvents,
                }
                : null,
            TimeProvider.System);
        var pipeline = new PlainPipeline(
            supergraph,
            engine with { PassSubgraphMessages = true },
            options.SharesFetches ? new SharedFetches(agencies) : agencies,
            TimeProvider.System,
            agencies);
        var endpoint = new GraphQLEndpoint(
            pipeline, new EndpointOptions { AllowsGet = true, Stopping = app.Lifetime.ApplicationStopping });
        _ = app.UseWebSockets();
        app.Run(http => http.Request.Path == "/graphql" ? endpoint.HandleAsync(http) : NotFoundAsync(http));
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException fault)
        {
            return terminal.Refuse(
                $"cannot listen on port {options.Port}: {fault.Message}; name another with `--port`");
        }

        terminal.Output.WriteLine($"serving {file.Name} at {app.Urls.Single()}/graphql");
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }

    private static WebApplication OpenServer(ServeOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        _ = builder.WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
        _ = builder.Logging.SetMinimumLevel(LogLevel.Warning);
        return builder.Build();
    }

    private static Task NotFoundAsync(Microsoft.AspNetCore.Http.HttpContext http)
    {
        http.Response.StatusCode = http.Request.Path == "/health" ? 200 : 404;
        return Task.CompletedTask;
    }

    private static string? OpenRefusal(Supergraph supergraph, ServeOptions how) => (how.IsOpen, supergraph) switch
    {
        (true, { IsLabelled: true }) =>
            "the supergraph is labelled: it is served only with identity, policy and log; leave out `--open`",
        (true, { AccessDirectives: [var first, ..] }) =>
            $"the supergraph uses `@{first}`, which `--open` could not enforce; leave out `--open`",
        (false, { IsLabelled: false }) =>
            "the supergraph has no labels, so everything in it would be withheld: lay labels over it "
            + "(schema/labels), or serve it with `--open`",
        (false, _) => "a labelled supergraph is served by its configuration: use `--config` (docs/deployment.md), "
            + "or the `hub` verb to try it out",
        _ => Unknown(supergraph, how.OverSockets),
    };

    private static string? Unknown(Supergraph supergraph, string[] named)
    {
        var known = supergraph.Subgraphs.Select(subgraph => subgraph.Name).ToList();
        return named.FirstOrDefault(name => !known.Contains(name)) is { } unknown
            ? $"`--subgraphs-ws {unknown}`: the supergraph has no such subgraph; it has {string.Join(", ", known)}"
            : null;
    }

    private sealed record ServeOptions(
        int Port, bool IsOpen, bool UsesHttp2, string[] OverSockets, bool SharesFetches);
}
