using System.CommandLine;
using System.Net;
using Aggregator.Agencies;
using Aggregator.Engine;
using Aggregator.Host.Configuring;
using Aggregator.Schema;
using Aggregator.Transport.Http;

namespace Aggregator.Host.Verbs;

/// <summary><c>serve --open</c>: any supergraph without labels, on loopback, without identity, policy or log.</summary>
internal static class ServeVerb
{
    public static Command Make()
    {
        var open = new Option<bool>("--open")
        {
            Description = "Serve without identity, policy or log, on loopback only.",
        };
        var supergraph = new Option<FileInfo>("--supergraph")
        {
            Description = "The supergraph file, ours or another composer's.",
            Required = true,
        };
        var port = new Option<int>("--port")
        {
            Description = "The port, 1 to 65535; 0 takes a free one.",
            DefaultValueFactory = _ => 4000,
        };
        var http2 = new Option<bool>("--subgraphs-http2")
        {
            Description = "Every subgraph speaks HTTP/2 without TLS: cheaper than HTTP/1.1.",
        };
        var engine = OptionsOption();
        var command = new Command("serve", "Serve a supergraph at /graphql.") { open, supergraph, port, http2, engine };
        command.SetAction((parsed, cancellation) => RunAsync(
            Terminal.Of(parsed),
            (parsed.GetValue(supergraph)!, parsed.GetValue(engine)),
            new ServeOptions(parsed.GetValue(port), parsed.GetValue(open), parsed.GetValue(http2)),
            cancellation));
        return command;
    }

    /// <summary>The option that names a file of engine options.</summary>
    public static Option<FileInfo?> OptionsOption() => new("--options")
    {
        Description = "A JSON file with limits and other options of the engine.",
    };

    private static async Task<int> RunAsync(
        Terminal terminal,
        (FileInfo Supergraph, FileInfo? Engine) files,
        ServeOptions options,
        CancellationToken cancellation)
    {
        var file = files.Supergraph;
        var (supergraph, faults) = PolicyFolder.ReadSupergraph(file);
        if (supergraph is null)
        {
            return terminal.Refuse(faults);
        }

        if (OpenRefusal(supergraph, options.IsOpen) is { } refusal)
        {
            return terminal.Refuse(refusal);
        }

        var (engine, wrong) = EngineOptionsFile.ReadOptional(files.Engine);
        if (engine is null)
        {
            return terminal.Refuse(wrong);
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        _ = builder.WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
        _ = builder.Logging.SetMinimumLevel(LogLevel.Warning);
        await using var app = builder.Build();
        using var agencies = new HttpAgencyClient(
            subgraph => HttpAgencyClient.Usual(subgraph) is { } usual
                ? usual with { UsesHttp2 = options.UsesHttp2 }
                : null,
            TimeProvider.System);
        var pipeline = new PlainPipeline(
            supergraph, engine with { PassSubgraphMessages = true }, agencies, TimeProvider.System);
        var endpoint = new GraphQLEndpoint(pipeline, new EndpointOptions { AllowsGet = true });
        app.Run(http => http.Request.Path == "/graphql" ? endpoint.HandleAsync(http) : NotFoundAsync(http));
        await app.StartAsync(cancellation);
        terminal.Output.WriteLine($"serving {file.Name} at {app.Urls.Single()}/graphql");
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }

    private static Task NotFoundAsync(Microsoft.AspNetCore.Http.HttpContext http)
    {
        http.Response.StatusCode = http.Request.Path == "/health" ? 200 : 404;
        return Task.CompletedTask;
    }

    private static string? OpenRefusal(Supergraph supergraph, bool isOpen) => (isOpen, supergraph) switch
    {
        (true, { IsLabelled: true }) =>
            "the supergraph is labelled: it is served only with identity, policy and log; leave out `--open`",
        (true, { AccessDirectives: [var first, ..] }) =>
            $"the supergraph uses `@{first}`, which `--open` could not enforce; leave out `--open`",
        (false, { IsLabelled: false }) =>
            "the supergraph has no labels, so everything in it would be withheld: lay labels over it "
            + "(schema/labels), or serve it with `--open`",
        (false, _) => "serving a labelled supergraph needs the hub: use the `hub` verb",
        _ => null,
    };

    private sealed record ServeOptions(int Port, bool IsOpen, bool UsesHttp2);
}
