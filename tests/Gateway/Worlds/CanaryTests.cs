using System.Text;
using System.Text.Json.Nodes;
using Aggregator.Host.LocalHub;
using Aggregator.Schema;
using Xunit;

namespace Aggregator.Gateway.Tests.Worlds;

/// <summary>
/// A marked value stands in every withheld field of real agencies. Everything that the schema has is asked for in every
/// role; the marks appear only in the answers of those whom the policy names, and nowhere else at all.
/// </summary>
[Collection(TwinHubTests.Name)]
public class CanaryTests(TwinHubs hubs)
{
    /// <summary>Who is given the field in clear, at stage CONTACT.</summary>
    private static readonly (string Agency, string Kind, string Field, string Given)[] Marked =
    [
        ("police", "PoliceIncident", "narrative", "analyst decision-maker police-desk"),
        ("talking-therapies", "TherapySession", "narrative", "therapist social-worker out-of-hours"),
        ("primary-care", "Consultation", "narrative", "gp"),
        ("urgent-care", "AdviceLineContact", "narrative", "decision-maker health-desk gp"),
        ("urgent-care", "AmbulanceAttendance", "narrative", "decision-maker health-desk gp ambulance"),
        ("police", "Referral", "content", "analyst decision-maker social-worker out-of-hours police-desk"),
        ("talking-therapies", "Referral", "content", "analyst decision-maker social-worker out-of-hours therapist"),
    ];

    private const int Depth = 3;

    private static readonly string[] Personal = ["Marlow", "9990001006", "Alder Rise", "Beech Court", "ZZ1 1AA"];

    private static readonly string[] Everybody =
    [
        "analyst", "decision-maker", "social-worker", "out-of-hours", "police-desk", "health-desk", "therapist", "emergency",
        "ambulance", "gp", "health-visitor", "midwife", "dashboard", "auditor", "dpo",
    ];

    [Fact]
    public async Task A_marked_value_appears_nowhere_but_in_the_answers_of_whom_the_policy_names()
    {
        var hub = hubs.Two;
        var marks = Plant(hub);
        hub.Asked.Clear();
        var seen = new List<string>();
        foreach (var user in Everybody)
        {
            var answer = await EverythingAsync(hub, user);
            seen.AddRange(marks.Where(mark => answer.Contains(mark.Mark, StringComparison.Ordinal)).Select(mark =>
                $"{user} {mark.Agency}.{mark.Kind}.{mark.Field}"));
            Assert.All(marks, mark => Assert.True(
                mark.Given.Split(' ').Contains(user) || !answer.Contains(mark.Mark, StringComparison.Ordinal),
                $"{user} was given {mark.Kind}.{mark.Field}"));
        }

        // The test would prove nothing if nobody were given anything.
        Assert.All(marks, mark => Assert.Contains(seen, each => each.EndsWith(
            $"{mark.Agency}.{mark.Kind}.{mark.Field}", StringComparison.Ordinal)));
        Assert.NotEmpty(hub.Told);
        Assert.DoesNotContain("ZQX", string.Join('\n', hub.Told), StringComparison.Ordinal);
        Assert.All(hub.Asked, each => Assert.DoesNotContain("ZQX", each.Body, StringComparison.Ordinal));
        Assert.All(Kept(hub), file => Assert.DoesNotContain("ZQX", file.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Names_numbers_and_addresses_are_in_no_log_trace_metric_or_file_of_the_gateway()
    {
        var hub = hubs.One;
        _ = await EverythingAsync(hub, "decision-maker");
        _ = await hub.WholeAsync("decision-maker", """{ child(nhsNumber: "9990001006") { name } }""");
        _ = await hub.WholeAsync("decision-maker", """{ searchPersons(postcode: "ZZ1 1AA") { name } }""");

        var told = string.Join('\n', hub.Told.Concat(Kept(hub).Select(file => file.Text)));
        Assert.All(
            Personal,
            word => Assert.DoesNotContain(word, told, StringComparison.Ordinal));
    }

    private static async Task<string> EverythingAsync(TwinHub hub, string user)
    {
        var api = Api.Value;
        var without = new HashSet<string>();
        var answers = new StringBuilder();
        while (true)
        {
            var answer = await hub.WholeAsync(
                user, new EverythingQuery(api, without).Of("child(id: \"P1\")", "Child", Depth));
            _ = answers.AppendLine(answer);
            var refused = Refused(answer);
            if (refused.Count == 0 || !refused.Any(without.Add))
            {
                Assert.Contains("\"data\":", answer, StringComparison.Ordinal);
                return answers.ToString();
            }

            foreach (var coordinate in refused)
            {
                _ = without.Add(coordinate);
            }
        }
    }

    private static Lazy<TypeSystem> Api { get; } = new(() =>
        GatewaySchema.ReadSupergraph(Path.Combine(AppContext.BaseDirectory, "schema")).Api);

    // What cannot be null refuses the operation and names itself: it is left out and the rest asked again.
    private static List<string> Refused(string answer) =>
        [.. (JsonNode.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..])!["errors"] as JsonArray ?? [])
            .Where(error => (string?)error!["extensions"]?["code"] == "FIELD_NOT_PERMITTED")
            .Select(error => error!["message"]!.ToString().Split('`')[1])];

    private static List<(string Agency, string Kind, string Field, string Given, string Mark)> Plant(TwinHub hub)
    {
        var marks = new List<(string Agency, string Kind, string Field, string Given, string Mark)>();
        foreach (var (agency, kind, field, given) in Marked)
        {
            var mark = $"ZQX{marks.Count:00}ZQX";
            Assert.True(
                hub.Change(
                    agency,
                    $"UPDATE facts SET Content = json_set(Content, '$.{field}', '{mark}') WHERE Kind = '{kind}' "
                    + $"AND json_extract(Content, '$.{field}') IS NOT NULL") > 0,
                $"{agency} holds no {kind}.{field}");
            marks.Add((agency, kind, field, given, mark));
        }

        return marks;
    }

    // Everything the gateway wrote: the log, its checkpoints, keys. The agencies' own databases are theirs.
    private static IEnumerable<(string Name, string Text)> Kept(TwinHub hub)
    {
        foreach (var file in Directory.EnumerateFiles(hub.DataFolder, "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains(".db", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            yield return (file, reader.ReadToEnd());
        }
    }
}
