using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Aggregator.Audit;
using Aggregator.Host.LocalHub;
using Xunit;

namespace Aggregator.Gateway.Tests;

/// <summary>The access log of a running hub.</summary>
public class AccessLogTests
{
    [Fact]
    public async Task Every_access_is_an_intent_and_an_outcome_without_anybodys_name()
    {
        await using var hub = await OtherHub.StartAsync();
        var answer = await hub.AskAsync(
            "health-visitor", """{ child(id: "P1") { name incidents { nodes { id } } } }""");

        var id = answer["extensions"]!["disclosure"]!["auditId"]!.ToString();
        var log = File.ReadAllText(Path.Combine(hub.DataFolder, "access-log", "entries", "000000.jsonl"));
        Assert.Contains($"\"kind\":\"intent\",\"id\":\"{id}\"", log, StringComparison.Ordinal);
        Assert.Contains($"\"kind\":\"outcome\",\"id\":\"{id}\"", log, StringComparison.Ordinal);
        Assert.Contains("\"subjects\":[\"", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Marlow", log, StringComparison.Ordinal);
        Assert.DoesNotContain("\"P1\"", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_a_caller_types_stands_in_the_log_but_a_short_reason_and_the_id_of_a_broken_glass()
    {
        await using var hub = await OtherHub.StartAsync();
        const string Query = """query Marlow9990001006 { Marlow: child(id: "P1") { name } }""";
        var most = "S17 " + new string('x', 196);

        _ = await hub.AskAsync("health-desk", Query, new Access(Purpose: "Marlow 9990001006"));
        _ = await hub.AskAsync("health-desk", Query, new Access(Stage: "Marlow 9990001006"));
        _ = await hub.AskAsync("health-desk", Query, new Access(AsAt: "Marlow 9990001006"));
        _ = await hub.AskAsync("health-desk", Query, new Access(Recipient: "Marlow 9990001006"));
        _ = await hub.AskAsync(
            "health-desk", Query, new Access(BreakGlass: "offline:9990001006", Reason: "CHILD_MISSING"));
        foreach (var typed in (string[])["OFFLINE:9990001006", "Offline: 9990001006", " offline:9990001006"])
        {
            await AskInBodyAsync(hub, Query, typed);
        }

        var longer = await hub.AskAsync("health-desk", Query, new Access(Reason: most + "x"));
        var glass = await hub.AskAsync("health-desk", Query, new Access(BreakGlass: most + "x"));
        var taken = await hub.AskAsync("health-desk", Query, new Access(Reason: most));

        Assert.Equal(["BAD_ACCESS_TEXT"], longer.Codes());
        Assert.Contains("`Access-Reason` holds 201 characters; 200 is the most", longer.ToJsonString().Replace(
            "\\u0060", "`", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(["BAD_ACCESS_TEXT"], glass.Codes());
        Assert.Empty(taken.Codes());
        var log = File.ReadAllText(Path.Combine(hub.DataFolder, "access-log", "entries", "000000.jsonl"));
        Assert.Contains($"\"reason\":\"{most}\"", log, StringComparison.Ordinal);
        Assert.DoesNotContain(most + "x", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Marlow", log, StringComparison.Ordinal);
        Assert.DoesNotContain("9990001006", log, StringComparison.Ordinal);
        Assert.Contains("\"breakGlass\":\"offline:", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_but_the_owner_reads_what_a_hub_keeps()
    {
        await using var hub = await OtherHub.StartAsync();
        _ = await hub.AskAsync("health-visitor", """{ child(id: "P1") { name incidents { nodes { id } } } }""");

        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        Assert.Equal(
            ["caller-key.pub.pem", "clock", "gateway-keys.json", "log-key.pub.pem"],
            Directory.EnumerateFiles(hub.DataFolder, "*", SearchOption.AllDirectories)
                .Where(file => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Others) != 0)
                .Select(file => Path.GetRelativePath(hub.DataFolder, file)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_log_of_a_running_hub_verifies()
    {
        await using var hub = await OtherHub.StartAsync();
        for (var request = 0; request < 5; request++)
        {
            _ = await hub.AskAsync("gp", """{ child(id: "P1") { name } }""");
        }

        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(Path.Combine(hub.DataFolder, "log-key.pem")));
        var findings = LogVerifier.Verify(Path.Combine(hub.DataFolder, "access-log"), key, against: null);

        Assert.Empty(findings.Faults);
        Assert.Empty(findings.OpenIntents);
    }

    // As a header would not keep what stands in front.
    private static async Task AskInBodyAsync(LocalHubFixture hub, string query, string glass)
    {
        var user = DemonstrationUsers.Find("emergency")!;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(hub.Hub.Gateway, "/graphql"))
        {
            Content = JsonContent.Create(new
            {
                query,
                extensions = new
                {
                    access = new { purpose = user.Purpose, breakGlass = glass, reason = "CHILD_MISSING" },
                },
            }),
        };
        request.Headers.Authorization = new("Bearer", hub.Hub.Issuer.TokenFor(user));
        using var http = new HttpClient();
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }
}
