using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Aggregator.Composition;
using Aggregator.Engine;
using Aggregator.Schema;
using Aggregator.Transport.Http;
using Aggregator.Transport.Streaming;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aggregator.Transport.Tests;

/// <summary>A plain gateway on loopback over one scripted subgraph.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    public const string Json = "application/json";
    public const string GraphQLResponse = "application/graphql-response+json";
    public const string EventStream = "text/event-stream";

    private const string Sdl = """
        type Query { hello(to: String): String }
        type Mutation { say(what: String): String }
        type Subscription { said: String }
        """;

    private readonly WebApplication _app;

    private RunningGateway(WebApplication app, ScriptedAgency agency)
    {
        _app = app;
        Agency = agency;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromSeconds(60) };
    }

    public ScriptedAgency Agency { get; }

    public HttpClient Http { get; }

    public Uri Socket => new(new UriBuilder(Http.BaseAddress!) { Scheme = "ws" }.Uri, "/graphql");

    public static async Task<RunningGateway> StartAsync(
        bool allowsGet = true, StreamLimits? limits = null, int maxBodyBytes = 64 * 1024)
    {
        var supergraph = SupergraphReader.Read(
            Composer.Compose([new SubgraphSource("only", "http://127.0.0.1/", Sdl, null)]).SupergraphSdl!).Supergraph!;
        var agency = new ScriptedAgency();
        var pipeline = new PlainPipeline(
            supergraph, new EngineOptions { PassSubgraphMessages = true }, agency, TimeProvider.System, agency);
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        _ = builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _ = builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(30));
        var app = builder.Build();
        var endpoint = new GraphQLEndpoint(pipeline, new EndpointOptions
        {
            AllowsGet = allowsGet,
            MaxBodyBytes = maxBodyBytes,
            Streams = limits ?? new StreamLimits(),
            Stopping = app.Lifetime.ApplicationStopping,
        });
        _ = app.UseWebSockets();
        _ = app.Map("/graphql", endpoint.HandleAsync);
        await app.StartAsync();
        return new RunningGateway(app, agency);
    }

    /// <summary>Sends a body as it is.</summary>
    public async Task<HttpResponseMessage> PostAsync(string body, string accept = Json, string? contentType = Json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql");
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (contentType is not null)
        {
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        _ = request.Headers.TryAddWithoutValidation("Accept", accept);
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Waits until a query has reached the agency.</summary>
    public Task UntilAskedAsync() => Agency.Asked.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
