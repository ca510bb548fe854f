using Aggregator.Host.Composing;
using Xunit;

namespace Aggregator.Host.Tests;

/// <summary>A schema that a composition file names and that cannot be had: where, why and what to change.</summary>
public sealed class SchemaSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/", "it answered 404: give the address of its GraphQL endpoint")]
    [InlineData("/html", "it answered text/html, not JSON: give the address of its GraphQL endpoint")]
    [InlineData("/guarded", "it answered 401: it does not give its schema to everybody; give `schema.file`")]
    [InlineData("/moved", "it redirects to /elsewhere: give that address")]
    [InlineData("/cut", "its answer is not valid JSON: give the address of its GraphQL endpoint")]
    [InlineData("/plain", "its answer has no `data._service.sdl`: turn on its library's support of Apollo Federation, "
        + "or give `schema.file`")]
    [InlineData("/odd", "its answer has no `data._service.sdl`: turn on its library's support of Apollo Federation, "
        + "or give `schema.file`")]
    [InlineData("/empty", "its answer has no `data._service.sdl`: turn on its library's support of Apollo Federation, "
        + "or give `schema.file`")]
    [InlineData("/large", "its answer is larger than 16 MB: give `schema.file`")]
    [InlineData("/broken", "its answer broke off or is no HTTP: see its log")]
    public async Task What_a_running_subgraph_answers_instead_of_its_schema_is_told(string path, string fault)
    {
        await using var subgraph = await AskedSubgraph.StartAsync();
        var config = Config($"subgraph_url: {subgraph.Url}{path}?token=secret");

        var ran = await Verb.RunAsync("compose", "--config", config);

        Assert.Equal(1, ran.Code);
        Assert.Equal(
            $"{config}:2: subgraph `asked`: `schema.subgraph_url` {subgraph.Url}{path}: {fault}\n"
                + "nothing was composed\n",
            ran.Error);
    }

    [Fact]
    public async Task A_running_subgraphs_mistake_has_its_place_in_the_schema_that_it_gave()
    {
        await using var subgraph = await AskedSubgraph.StartAsync();

        var ran = await Verb.RunAsync("compose", "--config", Config($"subgraph_url: {subgraph.Url}/mistaken"));

        Assert.Contains("[asked 2:3]", ran.Error, StringComparison.Ordinal);
        Assert.Contains("`Unheard`", ran.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/graphql", "nobody takes connections there: start it, or give `schema.file`")]
    [InlineData("http://subgraph.invalid/graphql", "no such host: correct `schema.subgraph_url`")]
    public async Task A_subgraph_that_cannot_be_reached_is_named(string url, string fault)
    {
        var config = Config($"subgraph_url: {url}");

        var ran = await Verb.RunAsync("compose", "--config", config);

        Assert.StartsWith(
            $"{config}:2: subgraph `asked`: `schema.subgraph_url` {url}: {fault}", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subgraph_that_does_not_come_to_an_end_is_left()
    {
        await using var subgraph = await AskedSubgraph.StartAsync();

        var (_, faults) = await SupergraphComposition.ComposeAsync(
            Config($"subgraph_url: {subgraph.Url}/endless"), TimeSpan.FromMilliseconds(200), CancellationToken.None);

        Assert.EndsWith(
            "it did not answer within 0.2 s: ask it when it is up, or give `schema.file`", Assert.Single(faults),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("subgraph_url: ftp://a/b", "`schema.subgraph_url` must be an absolute address, http or https")]
    [InlineData("subgraph_url: /graphql", "`schema.subgraph_url` must be an absolute address, http or https")]
    [InlineData("file: nowhere.graphql", "nowhere.graphql: there is no such file")]
    [InlineData("file: .", ": is a folder: name a file in it")]
    [InlineData("{ }", "give `schema.file` or `schema.subgraph_url`, one of them")]
    [InlineData("file: ${env.AGGREGATOR_TEST_UNSET}",
        ":5: `file`: the environment variable `AGGREGATOR_TEST_UNSET` is not set")]
    public async Task A_wrong_entry_is_told_with_its_place(string schema, string fault)
    {
        var config = Config(schema);

        var ran = await Verb.RunAsync("compose", "--config", config);

        Assert.Equal(1, ran.Code);
        Assert.StartsWith(config, ran.Error, StringComparison.Ordinal);
        Assert.Contains(fault, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_of_the_environment_is_a_value_whatever_is_in_it()
    {
        _ = _folder.With("a: #1.graphql", "type Query { a: Int }");
        Environment.SetEnvironmentVariable("AGGREGATOR_TEST_NAME", "a: #1");

        var ran = await Verb.RunAsync(
            "compose", "--config", Config("file: ${env.AGGREGATOR_TEST_NAME}.graphql # ${env.AGGREGATOR_TEST_UNSET}"));

        Assert.True(ran.Code == 0, ran.Error);
    }

    [Theory]
    [InlineData("federation_version: 1\nsubgraphs:\n", "`federation_version` 1: write 2")]
    [InlineData("subgraphs: {}\n", "no `subgraphs`: list each with `routing_url` and `schema`")]
    [InlineData("subgraphs:\n  a: {x\n", ":3:1: not valid YAML: ")]
    [InlineData("", "no `subgraphs`: list each with `routing_url` and `schema`")]
    public async Task A_file_that_lists_nothing_is_refused(string text, string fault)
    {
        var config = _folder.With("supergraph.yaml", text);

        var ran = await Verb.RunAsync("compose", "--config", config);

        Assert.Equal(1, ran.Code);
        Assert.Contains(fault, ran.Error, StringComparison.Ordinal);
    }

    private string Config(string schema) => _folder.With("supergraph.yaml", $"""
        subgraphs:
          asked:
            routing_url: http://127.0.0.1:9/graphql
            schema:
              {schema}
        """);
}
