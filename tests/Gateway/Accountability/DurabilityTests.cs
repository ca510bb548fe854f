using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Aggregator.Audit;
using Aggregator.Host.LocalHub;
using Xunit;

namespace Aggregator.Gateway.Tests.Accountability;

/// <summary>A real process that is killed, and one whose disk is full: what is shown is in the log.</summary>
public sealed class DurabilityTests : IDisposable
{
    private const string Query = """{ child(id: "P1") { name incidents { nodes { id } } } }""";
    private const int MaxFileKilobytes = 16 * 1024;

    private readonly string _folder = Directory.CreateTempSubdirectory("aggregator-durability-").FullName;

    private string Log => Path.Combine(_folder, "access-log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Kill_9_under_load_loses_no_entry_whose_data_was_released()
    {
        var shown = new ConcurrentBag<string>();
        await using (var hub = await HubProcess.StartAsync(_folder))
        {
            var enough = new TaskCompletionSource();
            var load = Enumerable.Range(0, 6).Select(client => Task.Run(async () =>
            {
                while (await hub.AskAsync("health-visitor", Query) is { } answer)
                {
                    shown.Add(AuditIdOf(answer));
                    if (shown.Count >= 60)
                    {
                        _ = enough.TrySetResult();
                    }
                }
            })).ToList();
            _ = await Task.WhenAny(enough.Task, Task.WhenAll(load));
            hub.Kill();
            await Task.WhenAll(load);
        }

        Assert.True(shown.Count >= 60, $"the hub answered {shown.Count} requests only");
        using var key = InstanceKey.Open(Path.Combine(_folder, "log-key.pem"));

        // The next start recovers the log and goes on with it.
        await using (var log = new FileAccessLog(new AccessLogOptions(Log, "local-hub"), key, TimeProvider.System))
        {
            Assert.True(log.Latest.Size > 0);
        }

        Assert.Empty(LogVerifier.Verify(Log, key, null).Faults);
        Assert.Empty(shown.Except(Outcomes()));
    }

    [Fact]
    public async Task A_full_disk_releases_nothing()
    {
        await FillAsync();
        var shown = new List<string>();
        var isRefused = false;
        await using (var hub = await HubProcess.StartAsync(_folder, MaxFileKilobytes))
        {
            for (var request = 0; request < 400 && !isRefused; request++)
            {
                var answer = await hub.AskAsync("health-visitor", Query);
                isRefused = answer!.Contains("AUDIT_UNAVAILABLE", StringComparison.Ordinal);
                if (!isRefused)
                {
                    shown.Add(AuditIdOf(answer));
                }
            }

            Assert.True(isRefused, "the disk never was full");
            for (var request = 0; request < 5; request++)
            {
                var answer = (await hub.AskAsync("health-visitor", Query))!;
                Assert.Contains("AUDIT_UNAVAILABLE", answer, StringComparison.Ordinal);
                Assert.DoesNotContain("Ash", answer, StringComparison.Ordinal);
                Assert.DoesNotContain("POL-", answer, StringComparison.Ordinal);
            }
        }

        Assert.Empty(shown.Except(Outcomes()));
    }

    // Up to a little less than the largest file that the process will be able to write.
    private async Task FillAsync()
    {
        using var key = InstanceKey.Open(Path.Combine(_folder, "log-key.pem"));
        await using var log = new FileAccessLog(new AccessLogOptions(Log, "local-hub"), key, TimeProvider.System);
        var segment = Path.Combine(Log, "entries", "000000.jsonl");
        var caller = new AccessCaller("c:1", "GP", "GP", "DIRECT_CARE", "CONTACT", null, null);
        const long Room = 24 * 1024;
        for (var left = Left(); left > Room; left = Left())
        {
            _ = await log.AppendIntentAsync(
                new IntentEntry(
                    caller,
                    "p",
                    new string('o', (int)Math.Min(left - Room, 200_000)),
                    DateTimeOffset.UnixEpoch,
                    [],
                    []),
                default);
        }

        long Left() => (MaxFileKilobytes * 1024L) - (File.Exists(segment) ? new FileInfo(segment).Length : 0);
    }

    private static string AuditIdOf(string answer) =>
        JsonNode.Parse(answer)!["extensions"]!["disclosure"]!["auditId"]!.ToString();

    private HashSet<string> Outcomes() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Log, "entries"))
            .SelectMany(File.ReadLines)
            .Where(line => line.StartsWith("{\"kind\":\"outcome\"", StringComparison.Ordinal) && line.EndsWith('}'))
            .Select(line => JsonNode.Parse(line)!["id"]!.ToString()),
    ];
}
