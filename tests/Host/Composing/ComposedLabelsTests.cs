using System.Text.RegularExpressions;
using Xunit;

namespace Aggregator.Host.Tests;

/// <summary>Labels for a schema that is not ours, as the composition file names them.</summary>
public sealed class ComposedLabelsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("routing_ulr: http://a/", "", "3: subgraph `walkin`: `routing_ulr`", "`routing_url` and `schema`")]
    [InlineData("", "labls: walkin.labels.graphql", "6: subgraph `walkin`: `schema.labls`",
        "`file`, `subgraph_url` and `labels`")]
    [InlineData("", "introspection_headers: { a: b }", "6: subgraph `walkin`: `schema.introspection_headers`",
        "`file`, `subgraph_url` and `labels`")]
    public async Task Key_that_there_is_not_is_refused_with_those_there_are(
        string entry, string schema, string place, string known)
    {
        _ = _folder.With("walkin.graphql", "type Query { a: Int }");
        var config = _folder.With("supergraph.yaml", $"""
            subgraphs:
              walkin:
                {(entry.Length > 0 ? entry : "# nothing")}
                routing_url: http://127.0.0.1:9/graphql
                schema:
                  {(schema.Length > 0 ? schema : "# nothing")}
                  file: walkin.graphql
            """);

        var ran = await Verb.RunAsync("compose", "--config", config);

        Assert.Equal(1, ran.Code);
        Assert.Equal(
            $"{config}:{place} is not known: the names here are {known}\nnothing was composed\n", ran.Error);
    }

    [Fact]
    public async Task Key_of_the_file_that_there_is_not_is_refused_too()
    {
        var config = _folder.With("supergraph.yaml", "federation_verson: 2\nsubgraphs: {}\n");

        var ran = await Verb.RunAsync("compose", "--config", config);

        Assert.StartsWith(
            $"{config}:1: `federation_verson` is not known: the names here are `federation_version` and `subgraphs`\n",
            ran.Error,
            StringComparison.Ordinal);
    }

    // docs/subgraphs.md shows the three files.
    [Fact]
    public async Task Labels_of_the_documented_example_are_laid_over_its_schema()
    {
        var section = Regex.Match(
            await File.ReadAllTextAsync(Verb.File("docs", "subgraphs.md")),
            "## Labels for a schema that is not ours\n(.*?)\n## ",
            RegexOptions.Singleline).Groups[1].Value;
        var blocks = Regex.Matches(section, "```(?:graphql|yaml)\n(.*?)```", RegexOptions.Singleline)
            .Select(match => match.Groups[1].Value).ToArray();
        _ = _folder.With("walkin.graphql", blocks[0]);
        _ = _folder.With("walkin.labels.graphql", blocks[1]);

        var ran = await Verb.RunAsync("compose", "--config", _folder.With("supergraph.yaml", blocks[2]));

        Assert.True(ran.Code == 0, ran.Error);
        Assert.Matches(@"type Visit\s[^{]*@subject\(key: ""patient \{ id \}"", role: CONFIDER\)", ran.Output);
        Assert.Matches(@"note: String @sensitive\(class: \[URGENT_NARRATIVE\]\)", ran.Output);
        Assert.Matches(@"note: String @probes\(class: \[URGENT_NARRATIVE\]\)", ran.Output);
        Assert.Contains("URGENT_CONTACT", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_the_keys_of_the_composition_file()
    {
        var ran = await Verb.RunAsync("compose", "--help");

        Assert.All(
            (string[])["routing_url", "schema.file", "schema.subgraph_url", "schema.labels"],
            key => Assert.Contains(key, Regex.Replace(ran.Output, @"\s+", " "), StringComparison.Ordinal));
    }
}
