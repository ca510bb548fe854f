using System.Text.Json.Nodes;
using Aggregator.Gateway.Tests.Accountability;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>What entries of the register tell of records that they name.</summary>
public sealed class NamedRecordTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>, IDisposable
{
    private const string Entries = """
        { person(id: "P1") {
            toldRecords { id record } wrongPersonReports { id record } decisionChecks { id referral }
            sharingDecisions { id records } } }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("named-records-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Records_that_were_handed_over_are_named_to_whom_they_went_and_whose_they_are_alone()
    {
        var ran = await ClientVerb.RunAsync(
            hub, "decision-maker", _folder,
            ["export", "--child", "P1", "--purpose", "SAFEGUARD_ENQUIRY", "--recipient", "HV", "--authorised-by",
                "team manager"]);
        Assert.Equal((0, ""), (ran.Code, ran.Error));

        var all = await RecordsAsync("decision-maker");
        Assert.Contains("THX-S1", all);
        Assert.Contains("POL-I1", all);
        foreach (var user in new[] { "health-visitor", "auditor", "dpo" })
        {
            Assert.Equal(all, await RecordsAsync(user));
        }

        foreach (var (user, own) in new[]
        {
            ("police-desk", "POL-"), ("gp", "GP-"), ("social-worker", "CSC-"), ("analyst", "none"),
            ("out-of-hours", "CSC-"),
        })
        {
            var records = await RecordsAsync(user);
            Assert.All(records, record => Assert.StartsWith(own, record, StringComparison.Ordinal));
            Assert.Equal(user is "analyst", records.Length == 0);
            Assert.Null((await DecisionAsync(user))["withheld"]);
        }
    }

    [Fact]
    public async Task Record_that_an_entry_names_is_told_to_whom_it_was_told_of_whose_it_is_and_who_was_shown_it()
    {
        foreach (var command in new[]
        {
            "recordInformed(record: \"POL-P629\", child: \"P1\", agency: HV, how: \"by telephone\")",
            "reportWrongPerson(record: \"POL-P629\", person: \"P1\", agency: POL, why: \"another date of birth\")",
            """
            recordDecisionCheck(check: { child: "P1", referral: "POL-P629", informed: [HV], signposted: ["a centre"],
              impactOnChild: "settled", agencyChecks: [HV] })
            """,
            """
            recordSharingDecision(decision: { person: "P1", decision: SHARE, from: POL, to: [GP],
              records: ["POL-P629"], purpose: "safety", basis: ART6_1E, condition: ART9_2G_SCH1_P6,
              gateway: CA2004_S11, confidentialityBasis: OVERRIDING_PUBLIC_INTEREST, authorisedBy: "team manager",
              channel: TELEPHONE, subjectTold: true, reviewAt: "2025-10-01T16:00:00Z",
              expiresAt: "2025-10-01T16:00:00Z" })
            """,
        })
        {
            var recorded = await hub.AskAsync(
                "social-worker", $$"""mutation { it: {{command}} { id problems { message } } }""");
            Assert.NotNull(recorded["data"]!["it"]!["id"]);
        }

        foreach (var (user, times) in new[]
        {
            ("analyst", 0), ("out-of-hours", 0), ("decision-maker", 0), ("health-desk", 0), ("gp", 1),
            ("health-visitor", 1), ("social-worker", 4),
        })
        {
            Assert.Equal((user, times), (user, await NamedAsync(user, null)));
        }

        Assert.InRange(await NamedAsync("police-desk", null), 2, 3);
        foreach (var (user, recipient, times) in new[]
        {
            ("social-worker", "MID", 0), ("social-worker", "GP", 1), ("decision-maker", "POL", 0),
            ("decision-maker", "GP", 0),
        })
        {
            Assert.Equal((user, recipient, times), (user, recipient, await NamedAsync(user, recipient)));
        }
    }

    [Fact]
    public async Task Who_was_shown_a_record_reads_that_somebody_was_told_of_it()
    {
        _ = await hub.AskAsync("social-worker", """
            mutation { recordInformed(record: "POL-I2", child: "P1", agency: HV, how: "by telephone") { id } }
            """);
        Assert.DoesNotContain("POL-I2", await ToldAsync("analyst"));

        _ = await hub.AskAsync(
            "decision-maker", """{ child(id: "P1") { chronology(first: 200) { nodes { id headline } } } }""");
        _ = await hub.UntilAsync(
            "decision-maker", Entries,
            answer => answer.Texts("person.toldRecords.record").Contains("POL-I2"));

        Assert.Contains("POL-I2", await ToldAsync("decision-maker"));
        Assert.DoesNotContain("POL-I2", await ToldAsync("analyst"));
    }

    private async Task<string[]> ToldAsync(string user) =>
        (await hub.AskAsync(user, Entries)).Texts("person.toldRecords.record");

    private async Task<int> NamedAsync(string user, string? recipient)
    {
        var answer = await hub.AskAsync(user, Entries, new Access(Recipient: recipient));
        return answer["data"]!.ToJsonString().Split("POL-P629").Length - 1;
    }

    private async Task<string[]> RecordsAsync(string user) =>
        [.. ((await DecisionAsync(user))["records"] as JsonArray ?? []).Select(record => record!.ToString())];

    private async Task<JsonNode> DecisionAsync(string user)
    {
        var document = await File.ReadAllTextAsync(Path.Combine(_folder, "for-HV.md"));
        var answer = await hub.AskAsync(user, "{ person(id: \"P1\") { sharingDecisions { id records withheld } } }");
        return answer.All("person.sharingDecisions").Single(
            decision => document.Contains(decision!["id"]!.ToString(), StringComparison.Ordinal))!;
    }
}
