using Xunit;

namespace Aggregator.Gateway.Tests.CaseView;

/// <summary>A hub whose urgent care agency does not answer.</summary>
public sealed class UrgentCareDownFixture : LocalHubFixture
{
    protected override IReadOnlySet<string> Down => new HashSet<string> { "urgent-care" };
}

/// <summary>An agency that does not answer is named, and nothing is concluded from its silence (assertion
/// 12).</summary>
public class SourceDownTests(UrgentCareDownFixture hub) : IClassFixture<UrgentCareDownFixture>
{
    [Fact]
    public async Task The_rest_is_answered_and_every_code_of_the_agency_is_named()
    {
        var answer = await hub.AskAsync("decision-maker", """
            { child(id: "P1") { name incidents { nodes { id } } chronology { nodes { id } missing { agency state } } } }
            """);

        Assert.Equal(3, answer.Texts("child.incidents.nodes.id").Length);
        Assert.Superset(
            new HashSet<string> { "AMB", "ADV", "ED" }, answer.Texts("child.chronology.missing.agency").ToHashSet());
        Assert.Equal(
            ["UNAVAILABLE", "UNAVAILABLE"], [answer.Sources()["AMB"], answer.Sources()["ADV"]]);
        Assert.False((bool)answer["extensions"]!["disclosure"]!["complete"]!);
    }

    [Fact]
    public async Task What_only_it_could_know_cannot_be_told()
    {
        var answer = await hub.AskAsync(
            "decision-maker", """{ child(id: "P1") { knowledgeMatrix { concern cells { agency state } } } }""");

        var row = answer.All("child.knowledgeMatrix").Single(each => each!["concern"]!.ToString() == "K2")!;
        var cells = row["cells"]!.AsArray().ToDictionary(
            cell => cell!["agency"]!.ToString(), cell => cell!["state"]!.ToString());
        Assert.Equal(("CANNOT_TELL", "CANNOT_TELL"), (cells["AMB"], cells["ADV"]));
    }

    [Fact]
    public async Task An_alert_says_that_it_may_be_incomplete()
    {
        var answer = await hub.AskAsync(
            "decision-maker", """{ child(id: "P1") { alerts { rule mayBeIncomplete } } }""");

        Assert.Contains("true", answer.Texts("child.alerts.mayBeIncomplete"));
    }
}
