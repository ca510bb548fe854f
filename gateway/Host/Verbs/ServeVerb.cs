using System.CommandLine;
using System.Net;
using Aggregator.Agencies;
using Aggregator.Engine;
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
        var command = new Command("serve", "Serve a supergraph at /graphql.") { open, supergraph, port };
        command.SetAction((parsed, cancellation) => RunAsync(
            Terminal.Of(parsed),
            parsed.GetValue(supergraph)!,
            parsed.GetValue(port),
            parsed.GetValue(open),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        Terminal terminal, FileInfo file, int port, bool isOpen, CancellationToken cancellation)
    {
        var (supergraph, faults) = PolicyFolder.ReadSupergraph(file);
        if (supergraph is null)
        {
            return terminal.Refuse(faults);
        }

        if (OpenRefusal(supergraph, isOpen) is { } refusal)
        {
            return terminal.Refuse(refusal);
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        _ = builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        _ = builder.Logging.SetMinimumLevel(LogLevel.Warning);
        await using var app = builder.Build();
        using var agencies = new HttpAgencyClient(HttpAgencyClient.Usual, TimeProvider.System);
        var pipeline = new PlainPipeline(
            supergraph, new EngineOptions { PassSubgraphMessages = true }, agencies, TimeProvider.System);
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
}
