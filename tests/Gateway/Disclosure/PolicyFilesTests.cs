using Aggregator.Gateway.Tests.Following;
using Aggregator.Host.LocalHub;
using Xunit;

namespace Aggregator.Gateway.Tests.Disclosure;

/// <summary>The policy's files are followed while the gateway runs.</summary>
public sealed class PolicyFilesTests : IAsyncLifetime, IDisposable
{
    private const string Query = """{ child(id: "P1") { incidents { nodes { id narrative } } } }""";

    private readonly DirectoryInfo _policy = Directory.CreateTempSubdirectory("aggregator-policy-");
    private readonly FollowingHub _hub;

    public PolicyFilesTests()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "schema", "policy")))
        {
            File.Copy(file, Path.Combine(_policy.FullName, Path.GetFileName(file)));
        }

        _hub = new FollowingHub(_policy.FullName);
    }

    public Task InitializeAsync() => _hub.InitializeAsync();

    public Task DisposeAsync() => _hub.DisposeAsync();

    public void Dispose()
    {
        _hub.Dispose();
        _policy.Delete(recursive: true);
    }

    [Fact]
    public async Task Valid_change_is_in_force_an_invalid_one_is_not_and_without_files_everything_is_denied()
    {
        var grants = Path.Combine(_policy.FullName, "grants-police.yaml");
        var text = await File.ReadAllTextAsync(grants);
        await EventuallyAsync(async () =>
            (await _hub.AskAsync("analyst", Query)).Texts("child.incidents.nodes.narrative").Length > 0);
        var before = await _hub.AskAsync("analyst", Query);
        Assert.Equal("ready", await _hub.ReadinessAsync());

        // Narrower: the analyst gets the police narrative no more.
        await File.WriteAllTextAsync(grants, text.Replace(
            "    ANALYST, DECISION_MAKER: CLEAR\n    SOCIAL_WORKER: [GENERALISE, CLEAR when stage>=S47]",
            "    DECISION_MAKER: CLEAR\n    SOCIAL_WORKER: [GENERALISE, CLEAR when stage>=S47]",
            StringComparison.Ordinal));
        await EventuallyAsync(async () =>
            (await _hub.AskAsync("analyst", Query)).Texts("child.incidents.nodes.narrative").Length == 0);
        var narrow = await _hub.AskAsync("analyst", Query);
        Assert.NotEqual(Policy(before), Policy(narrow));

        // Wrong: what was in force stays, and the gateway says so without a word of anybody's data.
        await File.WriteAllTextAsync(grants, text + "\n  NO_SUCH_CLASS:\n    ANALYST: CLEAR\n");
        await EventuallyAsync(async () => await _hub.ReadinessAsync() != "ready");
        Assert.Equal(Policy(narrow), Policy(await _hub.AskAsync("analyst", Query)));
        Assert.Contains(_hub.Told, line => line.Contains("NO_SUCH_CLASS", StringComparison.Ordinal)
            && line.Contains("grants-police.yaml", StringComparison.Ordinal));

        // No YAML at all, where the reader of YAML says so in another way than usual: the same, and following goes on.
        await File.WriteAllTextAsync(grants, text.Replace("[GENERALISE, CLEAR when stage>=S47]", "[GENERALISE",
            StringComparison.Ordinal));
        await EventuallyAsync(() => Task.FromResult(_hub.Told.Any(line =>
            line.Contains("POLICY_INVALID_YAML", StringComparison.Ordinal))));
        Assert.NotEqual("ready", await _hub.ReadinessAsync());
        await File.WriteAllTextAsync(grants, text);
        await EventuallyAsync(async () => await _hub.ReadinessAsync() == "ready");
        Assert.Equal(Policy(before), Policy(await _hub.AskAsync("analyst", Query)));

        // None: everything is denied, labelled or not.
        foreach (var file in _policy.EnumerateFiles())
        {
            file.Delete();
        }

        await EventuallyAsync(async () =>
            (await _hub.AskAsync("analyst", "{ __typename }")).Codes() is ["NO_POLICY"]);
    }

    [Theory]
    [InlineData("grants-police.yaml", "# Half copied.\n", "grants-police.yaml")]
    [InlineData("grants-identity.yaml", null, "CHILD_IDENTITY")]
    public async Task File_that_is_emptied_or_taken_away_leaves_the_policy_that_was_in_force(
        string file, string? text, string named)
    {
        var path = Path.Combine(_policy.FullName, file);
        var whole = await File.ReadAllTextAsync(path);
        await EventuallyAsync(async () =>
            (await _hub.AskAsync("analyst", Query)).Texts("child.incidents.nodes.narrative").Length > 0);
        var before = await _hub.AskAsync("analyst", Query);

        if (text is null)
        {
            File.Delete(path);
        }
        else
        {
            await File.WriteAllTextAsync(path, text);
        }

        await EventuallyAsync(async () => await _hub.ReadinessAsync() != "ready");
        var after = await _hub.AskAsync("analyst", Query);
        Assert.Equal(Policy(before), Policy(after));
        Assert.NotEmpty(after.Texts("child.incidents.nodes.narrative"));
        Assert.Contains(_hub.Told, line => line.Contains(named, StringComparison.Ordinal));

        await File.WriteAllTextAsync(path, whole);
        await EventuallyAsync(async () => await _hub.ReadinessAsync() == "ready");
    }

    [Fact]
    public async Task Who_follows_a_case_is_ended_when_the_policy_takes_the_purpose_from_their_role()
    {
        var purposes = Path.Combine(_policy.FullName, "purposes.yaml");
        var (events, first) = await EventReader.BeginAsync(
            "ws", _hub.Hub, DemonstrationUsers.Find("decision-maker")!,
            """subscription { caseChanged(child: "P1") { raised child { id } } }""");
        await using var followed = events;

        await File.WriteAllTextAsync(purposes, (await File.ReadAllTextAsync(purposes)).Replace(
            "roles: [ANALYST, DECISION_MAKER,", "roles: [ANALYST,", StringComparison.Ordinal));
        while (await events.NextAsync() is not null)
        {
        }

        Assert.Equal(["P1"], first!.Texts("caseChanged.child.id"));
        Assert.Equal("close 4403", events.Ended);
    }

    private static string Policy(System.Text.Json.Nodes.JsonNode answer) =>
        answer["extensions"]!["disclosure"]!["policy"]!.ToString();

    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        for (var attempt = 0; attempt < 300 && !await holds(); attempt++)
        {
            await Task.Delay(100);
        }

        Assert.True(await holds());
    }

    private sealed class FollowingHub(string policy) : LocalHubFixture
    {
        private readonly HttpClient _health = new();

        public System.Collections.Concurrent.ConcurrentQueue<string> Told { get; } = new();

        public async Task<string> ReadinessAsync()
        {
            using var response = await _health.GetAsync(new Uri(Hub.Gateway, "/health/ready"));
            return await response.Content.ReadAsStringAsync();
        }

        private protected override LocalHubOptions Adjust(LocalHubOptions options) =>
            options with { PolicyFolder = policy };

        private protected override void Hear(string said) => Told.Enqueue(said);
    }
}
