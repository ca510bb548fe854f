using System.Text.RegularExpressions;
using Aggregator.Gateway.Tests.Following;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>Whoever breaks the glass for an adult learns by no claimed stage of the case of a child that is not known
/// to be theirs.</summary>
public sealed partial class GlassStageTests(FollowedHub hub) : IClassFixture<FollowedHub>
{
    private static readonly string?[] Claims = [null, "S17", "S47"];

    [Theory]
    [InlineData("P50", true)]
    [InlineData("P51", false)]
    public async Task Glass_for_an_adult_is_answered_alike_whatever_the_stage_of_a_childs_case(
        string family, bool isElsewhere)
    {
        var (early, late) = (family + "4", family + "7");
        await MeetAsync(early, "CONTACT");
        await MeetAsync(late, "S47");

        foreach (var user in new[] { "emergency", "health-desk" })
        {
            Assert.Equal(
                await ClaimedAsync(user, early, isElsewhere), await ClaimedAsync(user, late, isElsewhere));
        }
    }

    [Fact]
    public async Task Glass_for_a_child_opens_the_stage_of_that_childs_case()
    {
        await MeetAsync("P52", "S47");

        var glass = await BreakAsync("emergency", "P521");
        var answer = await hub.AskAsync(
            "emergency", """{ child(id: "P521") { id } }""", new Access(BreakGlass: glass, Stage: "S47"));

        Assert.Empty(answer.Codes());
        Assert.Equal(["P521"], answer.Texts("child.id"));
    }

    // A child with its carer at home and one who lives elsewhere, and an enquiry at a stage.
    private async Task MeetAsync(string family, string stage)
    {
        var child = family + "1";
        await ShieldedFamily.MeetAsync(hub, child, family + "2", shielded: false);
        await ShieldedFamily.CareElsewhereAsync(hub, child, family + "3");
        var opened = await hub.AskAsync(
            "decision-maker",
            $$"""
            mutation { openEnquiry(child: "{{child}}", contact: "a call", purpose: "SAFEGUARD_ENQUIRY") { id } }
            """);
        _ = await hub.UntilAsync(
            "decision-maker", $$"""{ person(id: "{{family}}3") { name } }""",
            answer => answer.Texts("person.name").Length == 1);
        if (stage != "CONTACT")
        {
            var changed = await hub.AskAsync(
                "decision-maker",
                $$"""
                mutation { changeStage(enquiry: "{{opened.Texts("openEnquiry.id").Single()}}", stage: {{stage}},
                    decision: "strategy discussion") { id problems { code } } }
                """);
            Assert.Single(changed.Texts("changeStage.id"));
        }
    }

    private async Task<string> ClaimedAsync(string user, string family, bool isElsewhere)
    {
        var adult = family + (isElsewhere ? "3" : "2");
        var glass = await BreakAsync(user, adult);
        List<string> answers = [];
        foreach (var claim in Claims)
        {
            var answer = await hub.AskAsync(
                user,
                $$"""
                { person(id: "{{adult}}") { name enquiries { stage } relationships { to { id } } }
                  child(id: "{{family}}1") { id } }
                """,
                new Access(BreakGlass: glass, Stage: claim));
            answers.Add(Ids().Replace(
                Comparable.Of(answer.ToJsonString()).Replace(family, "F", StringComparison.Ordinal), "<ENTRY>"));
        }

        // The glass opens, and nothing above contact is claimed for that person.
        Assert.Contains("\"name\":\"", answers[0], StringComparison.Ordinal);
        Assert.All(answers[1..], answer => Assert.Contains("STAGE_NOT_RECORDED", answer, StringComparison.Ordinal));
        return string.Join('\n', answers);
    }

    private async Task<string> BreakAsync(string user, string person)
    {
        var opened = await hub.AskAsync(
            user,
            $$"""
            mutation { openBreakGlass(person: "{{person}}", reason: RISK_OF_SERIOUS_HARM, text: "x") { id } }
            """);
        await Task.Delay(1_200);
        return opened.Texts("openBreakGlass.id").Single();
    }

    [GeneratedRegex("HUB-[A-Z]-[0-9a-f]{16}")]
    private static partial Regex Ids();
}
