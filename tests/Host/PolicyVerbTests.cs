using Xunit;

namespace Aggregator.Host.Tests;

public sealed class PolicyVerbTests : IDisposable
{
    private static readonly string Shipped = Verb.File("schema", "policy");

    private readonly TemporaryFolder _folder = new();

    public PolicyVerbTests()
    {
        foreach (var file in Directory.EnumerateFiles(Shipped, "*.yaml"))
        {
            File.Copy(file, _folder.File(Path.GetFileName(file)));
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_shipped_policy_has_no_mistakes()
    {
        var ran = await Verb.RunAsync("policy", "check", "--policy", Shipped);

        Assert.Equal(("", 0), (ran.Error, ran.Code));
        Assert.Contains(": no mistakes; ", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_mistake_is_named_with_its_place_and_cure()
    {
        _ = _folder.With("zz-first.yaml", "grants:\n  NO_SUCH_CLASS:\n    GP: CLEAR\n");
        _ = _folder.With("zz-second.yaml", "grants:\n  ADDRESS:\n\n    NO_SUCH_ROLE: CLEAR\n");

        var ran = await Verb.RunAsync("policy", "check", "--policy", _folder.Name);

        Assert.Equal(1, ran.Code);
        Assert.Contains("zz-first.yaml(2): POLICY_UNKNOWN_NAME: `NO_SUCH_CLASS`", ran.Error, StringComparison.Ordinal);
        Assert.Contains("zz-second.yaml(4): POLICY_UNKNOWN_NAME: `NO_SUCH_ROLE`", ran.Error, StringComparison.Ordinal);
        Assert.Matches("NO_SUCH_ROLE.*\n    write one of AMBULANCE, .*, or define it under `roles`\n", ran.Error);
    }

    [Theory]
    [InlineData("check", "--policy")]
    [InlineData("table", "--policy")]
    public async Task A_folder_without_a_policy_is_refused(string verb, string option)
    {
        using var empty = new TemporaryFolder();

        var ran = await Verb.RunAsync("policy", verb, option, empty.Name);

        Assert.Equal(1, ran.Code);
        Assert.Contains("no policy files (*.yaml) here: name the folder", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_shipped_policy_and_supergraph_agree()
    {
        var ran = await CheckAgainstSupergraphAsync(Shipped);

        Assert.Equal(0, ran.Code);
        Assert.DoesNotContain("warning ", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agency_whose_involvement_a_class_is_said_to_be_has_to_be_one_without_asking_for_it()
    {
        Change("classes.yaml", "agencies: [THX]", "agencies: [THX, NOBODY]");

        var ran = await Verb.RunAsync("policy", "check", "--policy", _folder.Name);

        Assert.Equal((1, ""), (ran.Code, ran.Output));
        Assert.Matches(
            @"^classes.yaml\(\d+\): POLICY_UNKNOWN_NAME: `NOBODY` at `classes.SENSITIVE_INVOLVEMENT.agencies\[1\]` "
            + "is no agency code of the supergraph\n    write one of ADV, .*\n$", ran.Error);
    }

    [Theory]
    [InlineData("    roles: [AUDITOR]", "    roles: [AUDITOR")]
    [InlineData("    roles: [AUDITOR]", "\troles: [AUDITOR]")]
    [InlineData("    roles: [AUDITOR]", "    : roles: [AUDITOR]")]
    public async Task A_slip_in_the_yaml_is_all_that_is_said(string right, string wrong)
    {
        Change("purposes.yaml", right, wrong);

        var ran = await Verb.RunAsync("policy", "check", "--policy", _folder.Name);

        Assert.Equal((1, ""), (ran.Code, ran.Output));
        Assert.Matches(
            @"^purposes.yaml\(\d+\): POLICY_INVALID_YAML: not YAML here: .*\n    look on this line .*\n$", ran.Error);
    }

    [Fact]
    public async Task A_file_that_would_not_be_read_for_its_name_is_refused()
    {
        _ = _folder.With("stop.yml", "forbids: []\n");

        var ran = await Verb.RunAsync("policy", "check", "--policy", _folder.Name);

        Assert.Equal(1, ran.Code);
        Assert.Equal(
            "stop.yml(1): POLICY_NOT_ALLOWED: `stop.yml` would not be read: policy files end in .yaml\n"
            + "    rename it to `stop.yaml`, or take it out of the folder\n", ran.Error);
    }

    [Fact]
    public async Task What_the_policy_no_longer_approves_is_warned_of()
    {
        Change("standing-decisions.yaml", "Child.alerts:", "Child.id:");
        Change("standing-decisions.yaml", "Child.circle, ", "");

        var ran = await CheckAgainstSupergraphAsync(_folder.Name);

        Assert.Equal(0, ran.Code);
        Assert.Contains("warning Child.alerts: declassifies ", ran.Output, StringComparison.Ordinal);
        Assert.Contains("warning Child.circle: given to `hub` for ", ran.Output, StringComparison.Ordinal);
        Assert.Contains("note Child.alerts: also carries ", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_policy_no_longer_approves_does_not_compose()
    {
        string[] verb = ["compose", "--config", Verb.File("schema", "supergraph.yaml"), "--output"];
        var approved = await Verb.RunAsync([.. verb, _folder.File("approved.graphql"), "--policy", Shipped]);
        Change("standing-decisions.yaml", "Child.alerts:", "Child.gone:");
        Change("standing-decisions.yaml", "Child.circle, ", "");

        var refused = await Verb.RunAsync([.. verb, _folder.File("refused.graphql"), "--policy", _folder.Name]);

        Assert.Equal((0, 1), (approved.Code, refused.Code));
        Assert.Contains("Child.alerts: declassifies ", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Child.circle: given to `hub` for ", refused.Error, StringComparison.Ordinal);
        Assert.Contains(
            "nothing was composed: the policy has not decided on this", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("refused.graphql")));
    }

    [Fact]
    public async Task A_class_that_the_policy_does_not_know_is_warned_of()
    {
        var supergraph = await File.ReadAllTextAsync(Verb.File("schema", "supergraph.graphql"));
        var file = _folder.With(
            "supergraph.graphql", supergraph.Replace("[ITEMS_FOUND]", "[UNHEARD_OF]", StringComparison.Ordinal));

        var ran = await Verb.RunAsync("policy", "check", "--policy", Shipped, "--supergraph", file);

        Assert.Contains(
            "PoliceIncident.itemsFound: the class `UNHEARD_OF` is not in", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_says_what_it_reveals_and_fails_when_asked_to()
    {
        _ = _folder.With(
            "zz-more.yaml",
            "grants:\n  POLICE_NARRATIVE:\n    GP: GENERALISE when ownPatient and stage>=S47 for DIRECT_CARE\n");

        var ran = await Verb.RunAsync("policy", "diff", Shipped, _folder.Name);
        var failed = await Verb.RunAsync("policy", "diff", Shipped, _folder.Name, "--check");

        Assert.Contains("more: GP × POLICE_NARRATIVE for DIRECT_CARE at S47", ran.Output, StringComparison.Ordinal);
        Assert.Contains("1 reveal more, 0 reveal less", ran.Output, StringComparison.Ordinal);
        Assert.Equal((0, 1), (ran.Code, failed.Code));
    }

    [Fact]
    public async Task An_unchanged_policy_reveals_nothing()
    {
        var ran = await Verb.RunAsync("policy", "diff", Shipped, Shipped, "--check");

        Assert.Equal("2026.1+HASH → 2026.1+HASH: 0 reveal more, 0 reveal less\n", ran.Output);
        Assert.Equal(0, ran.Code);
    }

    [Theory]
    [InlineData("markdown", "policy-table.md")]
    [InlineData("csv", "policy-table.csv")]
    public async Task The_committed_table_is_fresh(string format, string file)
    {
        string[] verb = ["policy", "table", "--policy", Shipped, "--format", format, "--check", "--output"];

        Assert.Equal(new Ran(0, "", ""), await Verb.RunAsync([.. verb, Verb.File("docs", file)]));
        Assert.Equal(1, (await Verb.RunAsync([.. verb, _folder.With(file, "old")])).Code);
    }

    private static Task<Ran> CheckAgainstSupergraphAsync(string folder) => Verb.RunAsync(
        "policy", "check", "--policy", folder, "--supergraph", Verb.File("schema", "supergraph.graphql"));

    private void Change(string file, string from, string to)
    {
        var text = File.ReadAllText(_folder.File(file));
        Assert.Contains(from, text, StringComparison.Ordinal);
        _ = _folder.With(file, text.Replace(from, to, StringComparison.Ordinal));
    }
}
