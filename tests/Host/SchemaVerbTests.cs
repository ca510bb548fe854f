using Xunit;

namespace Aggregator.Host.Tests;

public sealed class SchemaVerbTests : IDisposable
{
    private const string Config = """
        subgraphs:
          only:
            routing_url: http://127.0.0.1/
            schema:
              file: only.graphql
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_composed_supergraph_is_written_and_then_fresh()
    {
        _ = _folder.With("only.graphql", "type Query { name: String }");
        var config = _folder.With("compose.yaml", Config);
        string[] verb = ["compose", "--config", config, "--output", _folder.File("all.graphql")];

        var written = await Verb.RunAsync(verb);
        var fresh = await Verb.RunAsync([.. verb, "--check"]);
        _ = _folder.With("only.graphql", "type Query { name: String! }");
        var stale = await Verb.RunAsync([.. verb, "--check"]);

        Assert.Equal((0, 0, 1), (written.Code, fresh.Code, stale.Code));
        Assert.Contains("`compose --config compose.yaml --output all.graphql`", stale.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_compose_writes_nothing()
    {
        _ = _folder.With("only.graphql", "type Query { name: Unheard }");

        var ran = await Verb.RunAsync(
            "compose", "--config", _folder.With("compose.yaml", Config), "--output", _folder.File("all.graphql"));

        Assert.Equal(1, ran.Code);
        Assert.Contains("error ", ran.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("all.graphql")));
    }

    [Fact]
    public async Task What_cannot_be_written_is_named()
    {
        _ = _folder.With("only.graphql", "type Query { name: String }");

        var ran = await Verb.RunAsync(
            "compose", "--config", _folder.With("compose.yaml", Config), "--output", _folder.Name);

        Assert.Equal(1, ran.Code);
        Assert.Contains(
            $"{_folder.Name}: cannot be written: name another file with `--output`",
            ran.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_labelled_supergraph_is_not_served_open()
    {
        var ran = await Verb.RunAsync("serve", "--open", "--supergraph", Verb.File("schema", "supergraph.graphql"));

        Assert.Equal(1, ran.Code);
        Assert.Contains("only with identity, policy and log; leave out `--open`", ran.Error, StringComparison.Ordinal);
    }
}
