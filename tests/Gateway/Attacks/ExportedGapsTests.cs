using System.Globalization;
using System.Text.Json.Nodes;
using Aggregator.Gateway.Tests.Accountability;
using Aggregator.Gateway.Tests.Following;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>A document that lacks something says so.</summary>
public sealed class ExportedGapsTests(FollowedHub hub) : IClassFixture<FollowedHub>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gaps-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Export_of_more_records_than_one_page_holds_has_them_all()
    {
        const int Many = 205;
        await ShieldedFamily.MeetAsync(hub, "P811", "P812", shielded: false);
        await ShieldedRecords.HappensAsync(hub, "P81", []);
        await hub.Hub.Agencies.Find("police")!.Writer.WriteAsync(
            [],
            [
                .. Enumerable.Range(0, Many).Select(number => PeopleIndex.Draft(
                    string.Create(CultureInfo.InvariantCulture, $"POL-MANY-{number:000}"), "PoliceIncident", [],
                    new
                    {
                        headline = "Dispute at home",
                        incidentType = "DISTURBANCE",
                        childrenPresent = new[] { new { child = "P811", place = "PRESENT", certainty = "RECORDED" } },
                    }) with
                {
                    Agency = "POL",
                    When = FuzzyTime.At(PeopleIndex.RecordedAt.AddHours(-2)),
                    Subjects = new Dictionary<string, string> { ["P811"] = "CHILD" },
                }),
            ],
            default);
        await ShieldedFamily.OpenAsync(hub, "decision-maker", "P811");
        _ = await hub.UntilAsync(
            "decision-maker", """{ child(id: "P811") { name } }""",
            answer => answer.Texts("child.name").Length == 1);
        var own = await hub.AskAsync(
            "decision-maker",
            """{ child(id: "P811") { chronology(first: 200) { nodes { id } pageInfo { hasNextPage } } } }""",
            new Access(Recipient: "CSC"));

        var ran = await ClientVerb.RunAsync(
            hub, "decision-maker", _folder,
            [
                "export", "--child", "P811", "--purpose", "SAFEGUARD_ENQUIRY", "--recipient", "CSC", "--authorised-by",
                "team manager",
            ]);

        Assert.True(own.Texts("child.chronology.pageInfo.hasNextPage") is ["true"], own.ToJsonString()[..300]);
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        var data = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "for-CSC.json")))!;
        var written = data.Texts("child.chronology.nodes.id");
        Assert.Equal(Many, written.Count(id => id.StartsWith("POL-MANY-", StringComparison.Ordinal)));
        Assert.Contains("POL-P81", written);
        var decided = await hub.AskAsync(
            "decision-maker", """{ child(id: "P811") { person { sharingDecisions { records } } } }""");
        Assert.Equal(
            written.Order(StringComparer.Ordinal),
            decided.Texts("child.person.sharingDecisions.records").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Draft_about_whoever_is_shielded_says_that_their_records_could_not_be_read()
    {
        await ShieldedFamily.MeetAsync(hub, "P821", "P822", shielded: false);
        await ShieldedFamily.JoinAsync(hub, "P821", "P829");
        await ShieldedRecords.OfParentAsync(hub, "P829", "A-P821");
        await ShieldedFamily.OpenAsync(hub, "decision-maker", "P821");
        _ = await hub.UntilAsync(
            "decision-maker", """{ child(id: "P821") { name } }""",
            answer => answer.Texts("child.name").Length == 1);
        await hub.EvaluateAsync("P821");
        _ = await ClientVerb.RunAsync(hub, "dpo", _folder, ["subject-access", "--person", "P829"]);
        var ran = await ClientVerb.RunAsync(hub, "dpo", _folder, ["subject-access", "--person", "P829"]);

        var draft = await File.ReadAllTextAsync(Path.Combine(_folder, "subject-access.md"));
        Assert.DoesNotContain("POL-P829", draft, StringComparison.Ordinal);
        Assert.True(
            ran.Error.Length > 0 || draft.Contains("PoliceIncident", StringComparison.Ordinal)
                || draft.Contains("REDACT", StringComparison.Ordinal),
            "nothing says that two incidents and a visit are not in the draft:\n" + draft);
    }
}
