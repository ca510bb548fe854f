using System.Text;
using Xunit;

namespace Aggregator.Gateway.Tests.Worlds;

/// <summary>
/// A marked value stands in every withheld text of real agencies. It is asked for by every way that leads there, in
/// every role; the marks appear only in the answers of those whom the policy names, and nowhere else at all.
/// </summary>
[Collection(TwinHubTests.Name)]
public class CanaryTests(TwinHubs hubs)
{
    /// <summary>Who is given the field in clear, at stage CONTACT.</summary>
    private static readonly (string Agency, string Kind, string Field, string Given)[] Marked =
    [
        ("police", "PoliceIncident", "narrative", "analyst decision-maker police-desk"),
        ("talking-therapies", "TherapySession", "narrative", "therapist social-worker out-of-hours"),
        ("primary-care", "Consultation", "narrative", "gp social-worker out-of-hours"),
        ("urgent-care", "AdviceLineContact", "narrative", "decision-maker health-desk gp"),
        ("urgent-care", "AmbulanceAttendance", "narrative", "decision-maker health-desk gp ambulance"),
        ("police", "Referral", "content", "analyst decision-maker social-worker out-of-hours police-desk"),
        ("talking-therapies", "Referral", "content", "analyst decision-maker social-worker out-of-hours therapist"),
    ];

    private const string Texts = """
        __typename id headline
        ... on PoliceIncident { a: narrative }
        ... on TherapySession { b: narrative }
        ... on Consultation { c: narrative }
        ... on AdviceLineContact { d: narrative }
        ... on AmbulanceAttendance { e: narrative }
        ... on Referral { f: content }
        """;

    private static readonly string[] Ways =
    [
        $"chronology(first: 200) {{ nodes {{ {Texts} }} }}",
        $"person {{ chronology(first: 200) {{ nodes {{ {Texts} }} }} }}",
        "incidents { nodes { id narrative itemsFound narrativeCategory } }",
        """
        consultations { nodes { __typename id headline
          ... on TherapySession { b: narrative } ... on Consultation { c: narrative }
          ... on AdviceLineContact { d: narrative } ... on AmbulanceAttendance { e: narrative } } }
        """,
        "referrals { nodes { id content contentCategory } }",
        "alerts { rule because { recordId } } knowledgeMatrix { concern cells { agency state } }",
    ];

    private static readonly string[] Personal = ["Marlow", "9990001006", "Alder Rise", "Beech Court", "ZZ1 1AA"];

    private static readonly string[] Everybody =
    [
        "analyst", "decision-maker", "social-worker", "out-of-hours", "police-desk", "health-desk", "therapist",
        "emergency", "ambulance", "gp", "health-visitor", "midwife", "dashboard", "auditor", "dpo",
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
        Assert.Contains(hub.Told, line => line.StartsWith("Request finished ", StringComparison.Ordinal));
        Assert.DoesNotContain("ZQX", string.Join('\n', hub.Told), StringComparison.Ordinal);
        Assert.All(hub.Asked, each => Assert.DoesNotContain("ZQX", each.Body, StringComparison.Ordinal));
        // Salts, keys and signatures are random letters: three of them come up by chance.
        Assert.All(Kept(hub), file => Assert.DoesNotMatch("ZQX[0-9]{2}ZQX", file.Text));
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
        var answers = new StringBuilder();
        foreach (var way in Ways)
        {
            _ = answers.AppendLine(await hub.WholeAsync(user, $"{{ child(id: \"P1\") {{ {way} }} }}"));
        }

        return answers.ToString();
    }

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

    // Everything the gateway wrote: the log, its checkpoints, keys. The agencies' own databases are theirs; the lock
    // that the running log holds is empty.
    private static IEnumerable<(string Name, string Text)> Kept(TwinHub hub)
    {
        foreach (var file in Directory.EnumerateFiles(hub.DataFolder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "lock" && !file.Contains(".db", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            yield return (file, reader.ReadToEnd());
        }
    }
}
