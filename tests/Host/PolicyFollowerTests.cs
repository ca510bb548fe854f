using Aggregator.Engine;
using Aggregator.Host.LocalHub;
using Aggregator.Host.Verbs;
using Xunit;

namespace Aggregator.Host.Tests;

/// <summary>Whatever is in the policy's files, what is in force stays, it is said, and a mended one is taken.</summary>
public sealed class PolicyFollowerTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _told = [];
    private readonly PolicyInForce _rules;
    private readonly PolicyFollower _follower;
    private Exception? _thrown;

    public PolicyFollowerTests()
    {
        foreach (var file in Directory.EnumerateFiles(Verb.File("schema", "policy"), "*.yaml"))
        {
            File.Copy(file, _folder.File(Path.GetFileName(file)));
        }

        var supergraph = GatewaySchema.ReadSupergraph(Verb.File("schema"));
        _rules = new PolicyInForce(supergraph, PolicyFolder.Read(new DirectoryInfo(_folder.Name)).Table!);
        _follower = new PolicyFollower(_folder.Name, _rules, Hear, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await _follower.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("purposes.yaml", "    roles: [AUDITOR]", "    roles: [AUDITOR", "POLICY_INVALID_YAML")]
    [InlineData("purposes.yaml", "    roles: [AUDITOR]", "    : roles: [AUDITOR]", "POLICY_INVALID_YAML")]
    [InlineData("roles.yaml", "AUDITOR: { title: Auditor }", "AUDITOR: { \"title, title\": x }", "written twice")]
    [InlineData("classes.yaml", "agencies: [THX]", "agencies: [THXX]", "`THXX`")]
    public void Mistake_leaves_what_was_in_force_and_a_mended_file_is_taken(
        string file, string right, string wrong, string told)
    {
        var before = _rules.Current;
        Change(file, right, wrong);

        LookTwice();

        Assert.Same(before, _rules.Current);
        Assert.Contains("the policy before them is in force", _follower.Fault, StringComparison.Ordinal);
        Assert.Contains(_told, line => line.Contains(told, StringComparison.Ordinal));

        Change(file, wrong, right);
        Change("policy.yaml", "2026.1", "2026.2");
        LookTwice();

        Assert.Null(_follower.Fault);
        Assert.Equal("2026.2", _rules.Current!.Table.Model.Version);
    }

    [Fact]
    public async Task What_was_changed_while_the_gateway_started_is_taken_and_nothing_is_said_where_nothing_was()
    {
        LookTwice();
        Assert.Empty(_told);
        await using var late = new PolicyFollower(_folder.Name, _rules, Hear, TimeProvider.System);
        Change("policy.yaml", "2026.1", "2026.2");

        late.Start();

        await EventuallyAsync(() => _rules.Current!.Table.Model.Version == "2026.2");
    }

    [Fact]
    public void File_that_stays_unreadable_is_said()
    {
        LookTwice();
        Assert.Null(_follower.Fault);
        _ = File.CreateSymbolicLink(_folder.File("zz.yaml"), _folder.File("gone"));

        LookTwice();

        Assert.Contains("cannot be read", _follower.Fault, StringComparison.Ordinal);
        File.Delete(_folder.File("zz.yaml"));
        LookTwice();
        Assert.Null(_follower.Fault);
    }

    [Fact]
    public async Task What_cannot_be_foreseen_is_said_too()
    {
        await using var broken = new PolicyFollower(_folder.Name, null!, Hear, TimeProvider.System);

        broken.Look();
        broken.Look();

        Assert.Contains("could not be judged (NullReferenceException)", broken.Fault, StringComparison.Ordinal);
        Assert.Contains(_told, line => line.Contains(nameof(NullReferenceException), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Following_goes_on_where_nobody_can_be_told()
    {
        _thrown = new InvalidOperationException();
        _follower.Start();
        Change("policy.yaml", "2026.1", "2026.2");
        await EventuallyAsync(() => _rules.Current!.Table.Model.Version == "2026.2");
        Change("policy.yaml", "2026.2", "2026.3");

        await EventuallyAsync(() => _rules.Current!.Table.Model.Version == "2026.3" && _follower.Fault is null);
    }

    private static async Task EventuallyAsync(Func<bool> holds)
    {
        for (var attempt = 0; attempt < 200 && !holds(); attempt++)
        {
            await Task.Delay(50);
        }

        Assert.True(holds());
    }

    private void LookTwice()
    {
        _follower.Look();
        _follower.Look();
    }

    private void Hear(string said)
    {
        if (_thrown is { } fault)
        {
            throw fault;
        }

        _told.Add(said);
    }

    private void Change(string file, string from, string to)
    {
        var text = File.ReadAllText(_folder.File(file));
        Assert.Contains(from, text, StringComparison.Ordinal);
        _ = _folder.With(file, text.Replace(from, to, StringComparison.Ordinal));
    }
}
