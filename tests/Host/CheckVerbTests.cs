using Xunit;

namespace Aggregator.Host.Tests;

public sealed class CheckVerbTests : IDisposable
{
    private static readonly string Shipped = Verb.File("schema", "supergraph.graphql");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Same_supergraph_and_policy_break_and_disclose_nothing()
    {
        var ran = await Verb.RunAsync("check", Shipped, Shipped);

        Assert.Equal((0, "0 breaking, 0 disclose more\n"), (ran.Code, ran.Output.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task What_breaks_and_what_is_disclosed_is_named()
    {
        var text = await File.ReadAllTextAsync(Shipped);
        var changed = text
            .Replace(
                "  formerNames: [String!] @join__field(graph: PEOPLE) @sensitive(class: [FAMILY_NETWORK])\n",
                "",
                StringComparison.Ordinal)
            .Replace(
                "ageBand: String @join__field(graph: PEOPLE) @sensitive(class: [FAMILY_NETWORK])",
                "ageBand: Int @join__field(graph: PEOPLE) @sensitive(class: [SERVICE_FACT])",
                StringComparison.Ordinal);
        Assert.NotEqual(text, changed);

        var ran = await Verb.RunAsync("check", Shipped, _folder.With("new.graphql", changed));

        Assert.Equal(1, ran.Code);
        Assert.Contains("breaking: Person.formerNames: is gone", ran.Output, StringComparison.Ordinal);
        Assert.Contains("breaking: Person.ageBand: was `String` and is `Int`", ran.Output, StringComparison.Ordinal);
        Assert.Contains("label lost: Person.ageBand is no more FAMILY_NETWORK", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_flow_to_an_agency_is_named()
    {
        var text = await File.ReadAllTextAsync(Shipped);
        var changed = text.Replace(
            "requires: \"dateOfBirth unborn", "requires: \"nhsNumber dateOfBirth unborn", StringComparison.Ordinal);
        Assert.NotEqual(text, changed);

        var ran = await Verb.RunAsync("check", Shipped, _folder.With("new.graphql", changed));

        Assert.Equal(1, ran.Code);
        Assert.Contains("new flow: Child.nhsNumber to `hub` for Child.alerts", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policy_that_reveals_more_is_named_with_its_cells()
    {
        foreach (var file in Directory.EnumerateFiles(Verb.File("schema", "policy"), "*.yaml"))
        {
            var text = await File.ReadAllTextAsync(file);
            _ = _folder.With(Path.GetFileName(file), text.Replace(
                "    ANALYST, HEALTH_DESK: GENERALISE\n    DECISION_MAKER, SOCIAL_WORKER, POLICE_DESK: CLEAR",
                "    HEALTH_DESK: GENERALISE\n    ANALYST, DECISION_MAKER, SOCIAL_WORKER, POLICE_DESK: CLEAR",
                StringComparison.Ordinal));
        }

        var ran = await Verb.RunAsync(
            "check", Shipped, Shipped, "--old-policy", Verb.File("schema", "policy"), "--policy", _folder.Name);

        Assert.Equal(1, ran.Code);
        Assert.Contains("reveals more: ", ran.Output, StringComparison.Ordinal);
        Assert.Contains("ITEMS_FOUND", ran.Output, StringComparison.Ordinal);
    }
}
