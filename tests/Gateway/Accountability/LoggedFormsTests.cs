using System.Text.Json.Nodes;
using Xunit;

namespace Aggregator.Gateway.Tests.Accountability;

/// <summary>The log says in which form something was given: in full, as a category, masked.</summary>
[Collection(LocalHubTests.Name)]
public class LoggedFormsTests(LocalHubFixture hub)
{
    private const string Narratives = """{ child(id: "P1") { incidents { nodes { id narrative } } } }""";

    [Fact]
    public async Task Who_was_shown_a_category_is_told_in_the_log_from_who_read_the_narrative()
    {
        var full = await hub.AskAsync("decision-maker", Narratives);
        var category = await hub.AskAsync("social-worker", Narratives, new Access(Stage: "CONTACT"));

        Assert.Contains("GENERALISE", Markers(category));
        Assert.DoesNotContain("GENERALISE", Markers(full));
        Assert.Empty(await FormsAsync("P2", full, "PoliceIncident.narrative"));
        Assert.Equal(["GENERALISE"], await FormsAsync("P2", category, "PoliceIncident.narrative"));
        Assert.Empty(await FormsAsync("P2", category, "PoliceIncident.id"));
    }

    [Fact]
    public async Task What_was_masked_is_in_the_log_as_masked()
    {
        var masked = await hub.AskAsync("auditor", """{ child(id: "P1") { name nhsNumber } }""");

        Assert.Contains("•••", masked["data"]!["child"]!["name"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(["MASK"], await FormsAsync("P1", masked, "Child.name"));
        Assert.Equal(["MASK"], await FormsAsync("P1", masked, "Child.nhsNumber"));
    }

    private static string Markers(JsonNode answer) =>
        answer["extensions"]!["disclosure"]!.ToJsonString();

    private async Task<string[]> FormsAsync(string person, JsonNode asked, string coordinate)
    {
        var id = asked["extensions"]!["disclosure"]!["auditId"]!.ToString();
        var log = await hub.AskAsync("auditor", $$"""
            { accesses(subject: "{{person}}", first: 500) {
                nodes { auditId delivered forms { coordinate effect } } } }
            """);
        var access = Assert.Single(
            log["data"]!["accesses"]!["nodes"]!.AsArray(), node => node!["auditId"]!.ToString() == id)!;
        Assert.Contains(coordinate, access["delivered"]!.AsArray().Select(each => each!.ToString()));
        return
        [
            .. access["forms"]!.AsArray().Where(form => form!["coordinate"]!.ToString() == coordinate)
                .Select(form => form!["effect"]!.ToString()),
        ];
    }
}
