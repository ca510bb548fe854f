using System.Text.Json.Nodes;
using Xunit;

namespace Aggregator.Host.Tests;

/// <summary>
/// Subgraphs that have never heard of this gateway join as they are: asked for their schema, then queried.
/// </summary>
public sealed class ThirdPartySubgraphTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_subgraph_of_graphql_dotnet_is_composed_by_asking_it_and_served()
    {
        await using var reviews = await ReviewsOfGraphQLNet.StartAsync();
        var supergraph = await ComposeAsync(
            _folder.With("items.graphql", "type Book @key(fields: \"upc\") { upc: ID! name: String! }"), reviews.Url);

        await using var gateway = await ServedSupergraph.StartAsync(supergraph);

        AssertData(
            """{"latest": {"id": "r3", "stars": 4, "of": {"upc": "b1", "reviews": [{"id": "r1"}, {"id": "r3"}]}}}""",
            await gateway.AskAsync("{ latest { id stars of { upc reviews { id } } } }"));
    }

    [ApolloServerFact]
    public async Task Subgraphs_of_apollo_server_and_of_graphql_dotnet_answer_together()
    {
        await using var items = await ItemsOfApolloServer.StartAsync();
        await using var reviews = await ReviewsOfGraphQLNet.StartAsync();
        var supergraph = await ComposeAsync(items.Url, reviews.Url);

        await using var gateway = await ServedSupergraph.StartAsync(supergraph);

        AssertData(
            """
            {"items": [
              {"__typename": "Book", "name": "Tides", "price": {"amount": 9.5},
                "reviews": [{"stars": 5}, {"stars": 4}]},
              {"__typename": "Film", "name": "Harbour", "minutes": 100}
            ]}
            """,
            await gateway.AskAsync("""
                { items(first: 2) { __typename name
                  ... on Book { price { amount } reviews { stars } } ... on Film { minutes(rounded: true) } } }
                """));
        AssertData(
            """{"latest": {"of": {"name": "Tides", "praise": "Tides is worth it", "pages": 210}}}""",
            await gateway.AskAsync("{ latest { of { name praise pages } } }"));
        AssertData(
            """{"rename": {"name": "Reefs", "praise": "Reefs is worth it"}}""",
            await gateway.AskAsync("""
                mutation { rename(upc: "b1", to: "Reefs") { name ... on Book { praise } } }
                """));
    }

    private async Task<string> ComposeAsync(string items, string reviewsUrl)
    {
        var supergraph = _folder.File("supergraph.graphql");
        var ran = await Verb.RunAsync("compose", "--config", Config(items, reviewsUrl), "--output", supergraph);
        Assert.True(ran.Code == 0, ran.Error);
        return supergraph;
    }

    private string Config(string items, string reviewsUrl) => _folder.With("supergraph.yaml", $"""
        federation_version: =2.9.0
        subgraphs:
          items:
            routing_url: {(items.StartsWith("http", StringComparison.Ordinal) ? items : "http://127.0.0.1:9")}
            schema:
              {(items.StartsWith("http", StringComparison.Ordinal) ? "subgraph_url" : "file")}: {items}
          reviews:
            routing_url: {reviewsUrl}
            schema:
              subgraph_url: {reviewsUrl}
        """);

    private static void AssertData(string expected, System.Text.Json.JsonElement answer)
    {
        var said = JsonNode.Parse(answer.GetRawText())!;
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(expected), said["data"]) && said["errors"] is null, said.ToJsonString());
    }
}
