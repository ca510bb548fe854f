using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Aggregator.Execution.Tests;
using Aggregator.Transport.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Aggregator.Host.Tests;

/// <summary>One subgraph gives events, another the rest of the selection, whichever way each transport goes.</summary>
public sealed class SubscriptionTests : IDisposable
{
    private const string Link =
        "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.5\", import: [\"@key\"])\n";

    private const string Follow = "subscription { added { id name } }";

    private static readonly string[] Expected =
    [
        .. Enumerable.Range(1, 3).Select(at =>
            $$$$"""{"data":{"added":{"id":"{{{{at}}}}","name":"thing {{{{at}}}}"}}}"""),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sse/complete")]
    [InlineData("ws/complete", "--subgraphs-ws", "events")]
    public async Task A_client_of_either_transport_gets_each_event_with_the_rest(string path, params string[] options)
    {
        await using var events = await StreamingAgency.StartAsync();
        await using var names = await StartNamesAsync();
        await using var gateway = await ServedSupergraph.StartAsync(
            await ComposeAsync(events.Url(path).ToString(), names.Urls.Single()), options);

        Assert.Equal(Expected, await BySocketAsync(gateway.Url));
        Assert.Equal(Expected, await ByServerSentEventsAsync(gateway.Url));
    }

    [Fact]
    public async Task A_subgraph_that_is_not_there_gives_no_events()
    {
        var supergraph = await ComposeAsync("http://127.0.0.1:9", "http://127.0.0.1:9");

        var ran = await Verb.RunAsync("serve", "--open", "--supergraph", supergraph, "--subgraphs-ws", "event");

        Assert.Equal(1, ran.Code);
        Assert.Contains(
            "`--subgraphs-ws event`: the supergraph has no such subgraph; it has events, names", ran.Error,
            StringComparison.Ordinal);
    }

    private async Task<string> ComposeAsync(string events, string names)
    {
        _ = _folder.With("events.graphql", Link + "type Query { a: Int } type Subscription { added: Thing }"
            + " type Thing @key(fields: \"id\") { id: ID! }");
        _ = _folder.With("names.graphql", Link + "type Thing @key(fields: \"id\") { id: ID! name: String }");
        var config = _folder.With("supergraph.yaml", $"""
            subgraphs:
              events:
                routing_url: {events}
                schema: {"{"} file: events.graphql {"}"}
              names:
                routing_url: {names}
                schema: {"{"} file: names.graphql {"}"}
            """);
        var ran = await Verb.RunAsync("compose", "--config", config, "--output", _folder.File("supergraph.graphql"));
        Assert.True(ran.Code == 0, ran.Error);
        return _folder.File("supergraph.graphql");
    }

    private static async Task<List<string>> BySocketAsync(Uri url)
    {
        using var client = await SocketClient.OpenAsync(new UriBuilder(url) { Scheme = "ws" }.Uri);
        await client.SubscribeAsync("a", Follow);
        var payloads = new List<string>();
        while (JsonElement.Parse(await client.ReceiveAsync()) is var message
            && message.GetProperty("type").GetString() == "next")
        {
            payloads.Add(message.GetProperty("payload").GetRawText());
        }

        return payloads;
    }

    private static async Task<List<string>> ByServerSentEventsAsync(Uri url)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = JsonContent.Create(new { query = Follow }),
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return [.. text.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal))
            .Select(line => line["data: ".Length..])];
    }

    private static async Task<WebApplication> StartNamesAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        _ = builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(async http =>
        {
            var body = await http.Request.ReadFromJsonAsync<JsonElement>();
            var entities = body.GetProperty("variables").GetProperty("representations").EnumerateArray()
                .Select(each => new { name = "thing " + each.GetProperty("id").GetString() });
            await http.Response.WriteAsJsonAsync(new { data = new { _entities = entities } });
        });
        await app.StartAsync();
        return app;
    }
}
