using System.Text.Json.Nodes;
using Xunit;

namespace Aggregator.Gateway.Tests.CaseView;

/// <summary>What stands at the top of the screen, and what was shown to whom (assertions 5 and 8).</summary>
public class FirstScreenTests
{
    private const string Matrix = """
        { child(id: "P1") { knowledgeMatrix { concern uninformedInvolved cells { agency state } } } }
        """;

    [Fact]
    public async Task First_screen_says_where_the_child_is_who_saw_it_and_what_is_new()
    {
        await using var hub = await OtherHub.StartAsync();
        var answer = await hub.AskAsync("decision-maker", """
            { child(id: "P1") {
                tonight { state wording places { address { id } } }
                parentalResponsibility { to { name } }
                childrenOfAdults { id relation sharesAHome through { name } }
                person { planStatus { childProtectionPlan lookedAfter wording } }
                referrals { nodes { id clock { ackDueAt decisionDueAt } } }
                firstScreen { lastSeen { at agency place recordId } lastReferralAt
                  newSinceLastReferral { recordId } lastLookAt newSinceLastLook { recordId } } } }
            """, Access.On(48));

        var child = answer["data"]!["child"]!;
        Assert.Empty(answer.Codes());
        Assert.Equal("ONE_OF_SEVERAL", child["tonight"]!["state"]!.ToString());
        Assert.Equal(["Jo Marlow", "Sam Marlow"], answer.Texts("child.parentalResponsibility.to.name").Order());
        Assert.Equal(["HALF_SIBLING"], answer.Texts("child.childrenOfAdults.relation"));
        Assert.Equal("NONE_FOUND", child["person"]!["planStatus"]!["childProtectionPlan"]!.ToString());
        Assert.Contains("no reassurance", child["person"]!["planStatus"]!["wording"]!.ToString());
        Assert.Equal("POL-I3", child["firstScreen"]!["lastSeen"]!["recordId"]!.ToString());
        Assert.Equal("AT_INCIDENT", child["firstScreen"]!["lastSeen"]!["place"]!.ToString());
        Assert.All(
            answer.All("child.referrals.nodes"),
            node => Assert.Equal(
                node!["clock"]!["ackDueAt"]!.ToString(), node["clock"]!["decisionDueAt"]!.ToString()));
    }

    [Fact]
    public async Task What_was_shown_is_shown_and_never_told_and_the_next_look_knows_what_is_new()
    {
        await using var hub = await OtherHub.StartAsync();
        var before = await hub.AskAsync("analyst", Matrix);
        var unseen = await hub.AskAsync("health-visitor", """
            { child(id: "P1") { unseenConcerns { recordId } firstScreen { lastLookAt }
                incidents { nodes { id incidentType headline } } } }
            """);

        Assert.Equal(("NOT_TOLD", true), (State(before, "K3", "HV"), IsUninformed(before, "K3", "HV")));
        Assert.Null(unseen["data"]!["child"]!["firstScreen"]!["lastLookAt"]);
        Assert.Contains("POL-I1", unseen.Texts("child.unseenConcerns.recordId"));
        Assert.True(await BecomesAsync(async () =>
            State(await hub.AskAsync("analyst", Matrix), "K3", "HV") == "SHOWN"));
        var after = await hub.AskAsync("analyst", Matrix);
        Assert.True(IsUninformed(after, "K3", "HV"));
        Assert.Equal("NOT_TOLD", State(after, "K11", "HV"));
        var again = await hub.AskAsync(
            "health-visitor", """{ child(id: "P1") { unseenConcerns { recordId } firstScreen { lastLookAt } } }""");
        Assert.DoesNotContain("POL-I1", again.Texts("child.unseenConcerns.recordId"));
        Assert.NotNull(again["data"]!["child"]!["firstScreen"]!["lastLookAt"]);
        Assert.Equal("NOT_TOLD", State(await hub.AskAsync("analyst", Matrix, Access.On(48)), "K3", "HV"));
    }

    [Fact]
    public async Task Many_professionals_and_no_lead_are_noted_until_somebody_leads()
    {
        await using var hub = await OtherHub.StartAsync();
        const string Notes = """{ child(id: "P1") { notes { rule because { recordId } missing { code } } } }""";

        var before = await hub.AskAsync("decision-maker", Notes, Access.On(43, "22:00"));
        var after = await hub.AskAsync("decision-maker", Notes, Access.On(45));

        var note = before.All("child.notes").Single(each => each!["rule"]!.ToString() == "DISCONTINUITY")!;
        Assert.Equal("NO_LEAD", note["missing"]![0]!["code"]!.ToString());
        Assert.DoesNotContain("DISCONTINUITY", after.Texts("child.notes.rule"));
    }

    private static string State(JsonNode answer, string concern, string agency) =>
        Row(answer, concern)["cells"]!.AsArray()
            .Single(cell => cell!["agency"]!.ToString() == agency)!["state"]!.ToString();

    private static bool IsUninformed(JsonNode answer, string concern, string agency) =>
        Row(answer, concern)["uninformedInvolved"]!.AsArray().Select(each => each!.ToString()).Contains(agency);

    private static JsonNode Row(JsonNode answer, string concern) =>
        answer.All("child.knowledgeMatrix").Single(row => row!["concern"]!.ToString() == concern)!;

    private static async Task<bool> BecomesAsync(Func<Task<bool>> condition)
    {
        for (var look = 0; look < 300; look++)
        {
            if (await condition())
            {
                return true;
            }

            await Task.Delay(100);
        }

        return false;
    }
}
