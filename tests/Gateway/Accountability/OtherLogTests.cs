using System.Security.Cryptography;
using Aggregator.Audit;
using Aggregator.Host.LocalHub;
using Aggregator.LogReading;
using Xunit;

namespace Aggregator.Gateway.Tests.Accountability;

/// <summary>Several instances, each with a log of its own; agencies that keep what they were shown of it.</summary>
public sealed class OtherLogTests : IDisposable
{
    private readonly string _other = Directory.CreateTempSubdirectory("other-log-").FullName;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        Directory.Delete(_other, recursive: true);
        _key.Dispose();
    }

    [Fact]
    public async Task Accesses_through_another_instance_are_listed_and_a_log_that_is_not_there_is_named()
    {
        await using var hub = await StartAsync();
        var pseudonyms = PseudonymKey.Open(Path.Combine(hub.DataFolder, "pseudonym-key"));
        await using (var log = new FileAccessLog(new AccessLogOptions(_other, "gateway-2"), _key, TimeProvider.System))
        {
            var caller = new AccessCaller("c:1", "GP", "GP", "DIRECT_CARE", "CONTACT", null, null);
            var intent = await log.AppendIntentAsync(
                new IntentEntry(caller, "p", "o", DateTimeOffset.UnixEpoch, ["GP"], []), default);
            _ = await log.AppendOutcomeAsync(
                intent,
                new OutcomeEntry([new SubjectAccess(pseudonyms.Of("P2"), new CoordinateList(["Person.name"], []))]),
                default);
        }

        var answer = await hub.AskAsync(
            "auditor",
            """{ accesses(subject: "P2") { nodes { origin role delivered } logs { origin state } } }""");

        Assert.Contains("gateway-2", answer.Texts("accesses.nodes.origin"));
        Assert.Equal(["local-hub", "gateway-2", "gateway-3"], answer.Texts("accesses.logs.origin"));
        Assert.Equal(["READ", "READ", "NOT_REACHED"], answer.Texts("accesses.logs.state"));
    }

    // Nobody there is in full, and somebody hidden reads as given: beside another form that would tell them apart.
    [Theory]
    [InlineData("auditor", "CLEAR GENERALISE")]
    [InlineData("decision-maker", "GENERALISE")]
    public async Task That_something_was_in_full_elsewhere_is_told_to_those_who_oversee_the_hub(
        string user, string told)
    {
        await using var hub = await StartAsync();
        var person = PseudonymKey.Open(Path.Combine(hub.DataFolder, "pseudonym-key")).Of("P2");
        await using (var log = new FileAccessLog(new AccessLogOptions(_other, "gateway-2"), _key, TimeProvider.System))
        {
            var caller = new AccessCaller("c:1", "ANALYST", "HUB", "SAFEGUARD_ENQUIRY", "CONTACT", null, null);
            var given = new CoordinateList(["Alert.rule"], [])
            {
                Forms = [new("Alert.rule", "CLEAR"), new("Alert.rule", "GENERALISE")],
            };
            var intent = await log.AppendIntentAsync(
                new IntentEntry(caller, "p", "o", DateTimeOffset.UnixEpoch, ["GP"], []), default);
            _ = await log.AppendOutcomeAsync(
                intent, new OutcomeEntry([new SubjectAccess(person, given) { IsTold = true }]), default);
        }

        var answer = await hub.AskAsync(
            user, """{ accesses(subject: "P2") { nodes { forms { coordinate effect } } } }""");

        Assert.Equal(told, string.Join(' ', answer.Texts("accesses.nodes.forms.effect")));
    }

    [Fact]
    public async Task A_log_that_was_truncated_rolled_back_or_forked_is_found_by_what_an_agency_keeps()
    {
        await using var hub = await StartAsync();
        for (var request = 0; request < 4; request++)
        {
            _ = await hub.AskAsync("police-desk", """{ child(id: "P1") { name incidents { nodes { id } } } }""");
        }

        var kept = Checkpoint.Parse(await KeptByPoliceAsync(hub))!;
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(Path.Combine(hub.DataFolder, "log-key.pem")));
        var log = Path.Combine(hub.DataFolder, "access-log");
        Assert.True(LogVerifier.Verify(log, key, kept).IsProvenComplete);

        // Who has the disk and the key makes shorter logs, and others of the same length.
        var lines = File.ReadAllLines(Path.Combine(log, "entries", "000000.jsonl"));
        string[][] forgeries = [lines[..3], lines[..^4], [.. lines.Skip(2), .. lines]];
        foreach (var (number, left) in forgeries.Index())
        {
            var forged = Path.Combine(_other, $"forged-{number}");
            _ = Directory.CreateDirectory(Path.Combine(forged, "entries"));
            File.WriteAllText(
                Path.Combine(forged, "entries", "000000.jsonl"), string.Concat(left.Select(line => line + "\n")));
            var found = LogVerifier.Verify(forged, key, null);
            File.WriteAllText(
                Path.Combine(forged, "checkpoint"),
                Checkpoint.Sign("local-hub", found.Size, found.Root, key).ToString());
            await new FileAccessLog(new AccessLogOptions(forged, "local-hub"), key, TimeProvider.System).DisposeAsync();

            var faults = LogVerifier.Verify(forged, key, kept).Faults;
            Assert.Contains(faults, fault => fault.Contains("the outside checkpoint", StringComparison.Ordinal));
        }
    }

    private async Task<LogHub> StartAsync()
    {
        var hub = new LogHub(
            [new LogSource("gateway-2", _other), new LogSource("gateway-3", Path.Combine(_other, "nowhere"))]);
        await hub.InitializeAsync();
        return hub;
    }

    private static async Task<string> KeptByPoliceAsync(LogHub hub)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(
            new Uri(hub.Hub.Agencies.Find("police")!.Http1, "log-checkpoints/local-hub"));
    }

    private sealed class LogHub(IReadOnlyList<LogSource> others) : LocalHubFixture, IAsyncDisposable
    {
        private protected override LocalHubOptions Adjust(LocalHubOptions options) =>
            options with { OtherLogs = others };

        async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();
    }
}
