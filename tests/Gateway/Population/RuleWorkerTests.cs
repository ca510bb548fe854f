using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Aggregator.Host.LocalHub;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Population;

/// <summary>The hub's rules follow what agencies record, as a client of the gateway.</summary>
[Collection(PopulationTests.Name)]
public class RuleWorkerTests(PopulationFixture hub)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task New_incident_leads_to_a_stored_alert_by_way_of_the_gateway_and_its_log()
    {
        var family = new GeneratedFamily(Enumerable.Range(500, 500)
            .First(number => new GeneratedFamily(number).Pick("police", 12) != 0));
        await RecordIncidentAsync(family);

        Assert.True(await BecomesAsync(async () => (await RulesAsync(family.Child)).Contains("UNDER2_DA_NOTIFY")));
        var accesses = Intents().Where(entry => entry.Contains("\"HUB_RULES\"", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(accesses);
        Assert.All(accesses, entry => Assert.Contains("\"RULE_EVALUATION\"", entry, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Account_of_the_rules_is_given_to_nobody()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(hub.Hub.Issuer.Authority + "/token?user=hub-rules"));

        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task RecordIncidentAsync(GeneratedFamily family)
    {
        var at = HubClock.Demonstration.AddMinutes(-10);
        var people = new Dictionary<string, string>
        {
            ["N-" + family.Child] = "CHILD",
            ["N-" + family.Mother] = "CALLER",
            ["N-" + family.Father] = "PERSON_OF_CONCERN",
        };
        var id = $"POL-T{family.Number}";
        await hub.Hub.Agencies.Find("police")!.Writer.WriteAsync(
            [
                .. people.Keys.Select(local =>
                    new LinkDraft(local, local[2..], MatchState.Confirmed, "records desk", at)),
            ],
            [
                new FactDraft(id, "PoliceIncident", "POL", FuzzyTime.At(at), at, """
                    {"headline": "Domestic dispute; young child in the household", "incidentType": "DOMESTIC_DISPUTE"}
                    """, people),
                new FactDraft(id + "/1", "SafeguardingFact", "POL", FuzzyTime.At(at), at, new JsonObject
                {
                    ["recordId"] = id,
                    ["recordKind"] = "POLICE_INCIDENT",
                    ["category"] = "DOMESTIC_ABUSE",
                    ["certainty"] = "RECORDED",
                    ["accountOf"] = "OFFICERS",
                    ["childImpact"] = new JsonArray("IN_HOUSEHOLD"),
                    ["informed"] = new JsonArray(),
                }.ToJsonString(), people) { ParentId = id },
            ],
            default);
    }

    private async Task<IReadOnlyList<string?>> RulesAsync(string child)
    {
        var stored = await hub.Hub.Agencies.Find("hub")!.Current
            .OfPersonsAsync([child], ["AlertOutcome"], null, 100, default);
        return [.. stored[child].Select(each => each.Text("rule"))];
    }

    private IEnumerable<string> Intents() =>
        Directory.EnumerateFiles(Path.Combine(hub.DataFolder, "access-log", "entries"))
            .SelectMany(Lines)
            .Where(line => line.Contains("\"intent\"", StringComparison.Ordinal));

    private static string[] Lines(string file)
    {
        // The log is being written: others may go on writing while it is read.
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n');
    }

    private static async Task<bool> BecomesAsync(Func<Task<bool>> condition)
    {
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Bound;)
        {
            if (await condition())
            {
                return true;
            }

            await looks.WaitForNextTickAsync();
        }

        return false;
    }
}
