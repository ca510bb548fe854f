using System.Text.Json.Nodes;
using Xunit;

namespace Aggregator.Gateway.Tests.Accountability;

/// <summary>What an agency's workers hand over: records of their own agency, or of a referral of theirs.</summary>
[Collection(LocalHubTests.Name)]
public sealed class OwnRecordsTests(LocalHubFixture hub) : IDisposable
{
    // That a child was born, and who sees it since, is everybody's to know.
    private static readonly string[] OfEverybody = ["BIRTH_NOTIFICATION", "HANDOVER"];

    private readonly string _folder = Directory.CreateTempSubdirectory("own-records-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("police-desk", "POL", "POL-I2")]
    [InlineData("gp", "GP", "GP-C1")]
    [InlineData("health-visitor", "HV", "HV-V1")]
    [InlineData("therapist", "THX", "THX-F3")]
    public async Task Worker_passes_on_what_the_own_agency_wrote_and_of_others_that_they_see_the_child(
        string user, string agency, string record)
    {
        const string Query =
            """{ child(id: "P1") { name chronology(first: 200) { nodes { id agency kind headline } } } }""";
        var seen = await hub.AskAsync(user, Query);
        var answer = await hub.AskAsync(user, Query, new Access(Recipient: "CSC"));

        Assert.Equal(["Ash Marlow"], answer.Texts("child.name"));
        var told = Told(answer);
        Assert.Contains(told, node => node["id"]!.ToString() == record);
        Assert.All(told, node => Assert.Equal(agency, node["agency"]!.ToString()));

        // A therapist sees of others no more than that anyway.
        Assert.Equal(user != "therapist", Told(seen).Exists(node => node["agency"]!.ToString() != agency));
    }

    [Fact]
    public async Task Handing_over_own_records_is_recorded_as_that_agencys_decision()
    {
        var ran = await ExportAsync("HV");

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        var answer = await hub.AskAsync("decision-maker", """
            { child(id: "P1") { person { sharingDecisions { id from to authorisedBy expiresAt } } } }
            """);
        var document = await File.ReadAllTextAsync(Path.Combine(_folder, "for-CSC.md"));
        var decision = answer.All("child.person.sharingDecisions")
            .Single(one => document.Contains(one!["id"]!.ToString(), StringComparison.Ordinal))!;
        Assert.Equal("HV CSC named nurse",
            $"{decision["from"]} {decision["to"]![0]} {decision["authorisedBy"]}");
        Assert.NotNull(decision["expiresAt"]);
    }

    [Fact]
    public async Task Records_of_another_agency_are_not_ones_own_to_hand_over()
    {
        var ran = await ExportAsync("HUB");

        Assert.Equal(1, ran.Code);
        Assert.Contains("from: the role `HEALTH_VISITOR` hands over records of its own agency", ran.Error,
            StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder, "for-*"));
    }

    [Fact]
    public async Task What_was_handed_over_opens_nothing_else_and_closes_no_gap_in_an_agreement()
    {
        await using var own = await OtherHub.StartAsync();
        string[] users = ["health-visitor", "gp", "health-desk", "decision-maker"];
        var before = await ViewsAsync(own, users);

        // On a basis that outweighs an agreement: what a decision-maker recorded so would be in force for two months.
        var recorded = await own.AskAsync("therapist", """
            mutation { it: recordSharingDecision(decision: {
              person: "P2", decision: SHARE, from: THX, to: [HV, GP, HST], records: ["THX-S1"],
              classes: ["THERAPY_NARRATIVE"], purpose: "safety of the child", basis: ART6_1E,
              condition: ART9_2G_SCH1_P6, gateway: CA2004_S11, confidentialityBasis: OVERRIDING_PUBLIC_INTEREST,
              overrideReason: SAFETY_OF_CHILD, authorisedBy: "clinical lead", channel: TELEPHONE,
              subjectTold: true, reviewAt: "2025-10-01T16:00:00Z", expiresAt: "2025-10-01T16:00:00Z" }) {
                id problems { code } } }
            """);

        Assert.NotNull(recorded["data"]!["it"]!["id"]);
        Assert.Contains("CONSENT_SCOPE_GAP", before[^1], StringComparison.Ordinal);
        Assert.Equal(before, await ViewsAsync(own, users));
    }

    private static List<JsonNode> Told(JsonNode answer) =>
    [
        .. answer.All("child.chronology.nodes").OfType<JsonNode>().Where(node => node["headline"] is not null
            && !OfEverybody.Contains(node["kind"]!.ToString())),
    ];

    private static async Task<string[]> ViewsAsync(OtherHub hub, string[] users)
    {
        var views = new List<string>();
        foreach (var user in users)
        {
            var view = await hub.AskAsync(user, """
                { child(id: "P1") { alerts { rule }
                    consultations { nodes { id ... on TherapySession { narrative } } } } }
                """);
            views.Add(view["data"]!.ToJsonString());
        }

        return [.. views];
    }

    private Task<ClientVerb> ExportAsync(string from) => ClientVerb.RunAsync(
        hub, "health-visitor", _folder,
        ["export", "--child", "P1", "--purpose", "SAFEGUARD_OWN_CASELOAD", "--from", from, "--recipient", "CSC",
            "--authorised-by", "named nurse"]);
}
