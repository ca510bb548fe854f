using System.Text.Json;
using Xunit;

namespace Aggregator.Host.Tests;

public sealed class PlanVerbTests : IDisposable
{
    private static readonly string Supergraph = Verb.File("schema", "supergraph.graphql");

    private readonly TemporaryFolder _folder = new();

    private string Operation => _folder.With("child.graphql", "{ child(id: \"P1\") { name } }");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_plan_prints_as_text()
    {
        var ran = await Verb.RunAsync("plan", Operation, "--supergraph", Supergraph);

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.StartsWith("0 query people\n", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_prints_as_json()
    {
        var ran = await Verb.RunAsync("plan", Operation, "--supergraph", Supergraph, "--json");

        using var json = JsonDocument.Parse(ran.Output);
        var step = Assert.Single(json.RootElement.GetProperty("steps").EnumerateArray());
        Assert.Equal("people", step.GetProperty("fetch").GetString());
    }

    [Theory]
    [InlineData("graph")]
    [InlineData("plan")]
    public async Task A_supergraph_that_is_not_there_is_refused(string verb)
    {
        string[] operation = verb == "plan" ? [Operation] : [];

        var ran = await Verb.RunAsync([verb, .. operation, "--supergraph", _folder.File("none.graphql")]);

        Assert.Equal(1, ran.Code);
        Assert.Contains("none.graphql: there is no such file", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_graph_says_who_has_which_field()
    {
        var ran = await Verb.RunAsync("graph", "--supergraph", Supergraph);

        Assert.Contains("object PoliceIncident\n  in people @key(id)\n", ran.Output, StringComparison.Ordinal);
        Assert.Contains("  .narrative: String ← police\n", ran.Output, StringComparison.Ordinal);
    }
}
