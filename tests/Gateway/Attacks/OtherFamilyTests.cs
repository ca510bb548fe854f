using System.Text.Json.Nodes;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>What work on one child opens of the half-sibling's family.</summary>
public sealed class OtherFamilyTests
{
    private const string Mother = """
        { person(id: "P5") { consultations { nodes { id ... on MidwiferyContact { narrative } } } } }
        """;

    private static readonly Access Enquiry = new(Stage: "S47", Purpose: "S47_ENQUIRY");

    [Fact]
    public async Task Stage_of_one_childs_case_does_not_open_the_half_siblings_mother()
    {
        await using var hub = await OtherHub.StartAsync();
        await DoAsync(
            hub, "decision-maker", """changeStage(enquiry: "HUB-E-1", stage: S47, decision: "strategy discussion")""");
        var opened = await DoAsync(
            hub, "social-worker", """openEnquiry(child: "P4", contact: "a call", purpose: "SAFEGUARD_ENQUIRY")""");
        var child = await EventuallyAsync(
            hub, """{ child(id: "P1") { name } }""", answer => answer.Texts("child.name").Length == 1);

        var claimed = await hub.AskAsync("social-worker", Mother, Enquiry);
        var plain = await hub.AskAsync("social-worker", Mother, new Access(Purpose: "S47_ENQUIRY"));
        await DoAsync(
            hub, "social-worker", $"""changeStage(enquiry: "{opened}", stage: S47, decision: "strategy discussion")""");
        var later = await EventuallyAsync(
            hub, Mother, answer => answer.ToJsonString().Contains("lives alone", StringComparison.Ordinal));

        Assert.Empty(child.Codes());
        Assert.Equal(["STAGE_NOT_RECORDED"], claimed.Codes());
        Assert.Contains("MID-V6", plain.Texts("person.consultations.nodes.id"));
        Assert.DoesNotContain("lives alone", plain.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("lives alone", later.ToJsonString(), StringComparison.Ordinal);
    }

    private static async Task<JsonNode> EventuallyAsync(OtherHub hub, string query, Func<JsonNode, bool> isIt)
    {
        var answer = await hub.AskAsync("social-worker", query, Enquiry);
        for (var attempt = 0; attempt < 50 && !isIt(answer); attempt++)
        {
            await Task.Delay(200);
            answer = await hub.AskAsync("social-worker", query, Enquiry);
        }

        return answer;
    }

    private static async Task<string> DoAsync(OtherHub hub, string user, string command)
    {
        var answer = await hub.AskAsync(user, $"mutation {{ it: {command} {{ id problems {{ code field }} }} }}");
        Assert.Empty(answer.Texts("it.problems.code"));
        return answer.Texts("it.id").Single();
    }
}
