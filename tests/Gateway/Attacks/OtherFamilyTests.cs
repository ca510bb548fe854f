using System.Text.Json.Nodes;
using Aggregator.Gateway.Tests.Following;
using Aggregator.Host.LocalHub;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>What work on one child opens of the half-sibling's family, and what the other family's practitioners learn
/// of the child by writing.</summary>
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

    [Theory]
    [InlineData("gp-2")]
    [InlineData("health-visitor-2")]
    public async Task Who_is_shown_a_cards_category_alone_learns_by_no_reply_on_which_records_it_rests(string user)
    {
        await using var hub = await OtherHub.StartAsync();
        var before = await CardsAsync(hub, user);
        var answers = new HashSet<string>();
        foreach (var records in (string[])
            ["\"POL-I3\"", "\"POL-I3\", \"THX-S1\"", "\"POL-I1\", \"POL-I3\", \"THX-S1\", \"GP-C1\"", "\"NO-SUCH\""])
        {
            answers.Add(await ReplyAsync(hub, user, records));
            Assert.Equal(before, await CardsAsync(hub, user));
        }

        var whole = await ReplyAsync(hub, user, "");
        var after = await CardsAsync(hub, user);

        var answer = Assert.Single(answers);
        Assert.Contains("WHOLE_CARD_ONLY", answer, StringComparison.Ordinal);
        Assert.Contains("\"problems\":[]", whole, StringComparison.Ordinal);
        Assert.Contains("\"CHILD_IMPACT_DA\",\"state\":\"OPEN\"", before, StringComparison.Ordinal);
        Assert.Contains("\"CHILD_IMPACT_DA\",\"state\":\"ACKNOWLEDGED\"", after, StringComparison.Ordinal);
        Assert.Equal(before, after.Replace("ACKNOWLEDGED", "OPEN", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gp-2", "GP")]
    [InlineData("health-visitor-2", "HV")]
    public async Task Who_is_shown_a_cards_category_alone_learns_by_no_telling_on_which_records_it_rests(
        string user, string agency)
    {
        await using var hub = await OtherHub.StartAsync();
        var before = await CardsAsync(hub, user);
        var answers = new HashSet<string>();
        foreach (var record in (string[])["POL-I3", "POL-I2", "THX-S1", "NO-SUCH"])
        {
            var answer = await hub.AskAsync(user, $$"""
                mutation { recordInformed(record: "{{record}}", child: "P1", agency: {{agency}}, how: "phone") {
                  problems { code field message } } }
                """);
            answers.Add(answer["data"]!.ToJsonString());
            Assert.Equal(before, await CardsAsync(hub, user));
        }

        Assert.Contains("NO_RELATIONSHIP", Assert.Single(answers), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parent_elsewhere_who_may_not_be_known_is_as_nobody_to_reply_about_and_to_follow()
    {
        await using var hub = await OtherHub.StartAsync();
        var (father, nobody) = (await LearnedAsync(hub, "P3"), await LearnedAsync(hub, "P999"));

        Assert.Contains("NO_RELATIONSHIP", nobody, StringComparison.Ordinal);
        Assert.EndsWith("error ACCESS_ENDED", nobody, StringComparison.Ordinal);
        Assert.Equal(nobody, father.Replace("P3", "P999", StringComparison.Ordinal));
    }

    // What the midwife of the half-sibling's mother learns, with an id at hand.
    private static async Task<string> LearnedAsync(OtherHub hub, string person)
    {
        List<string> learned = [];
        foreach (var records in new[] { "", "\"X\"" })
        {
            learned.Add(Comparable.Of((await hub.AskAsync("midwife", $$"""
                mutation { replyToAlert(reply: { child: "{{person}}", rule: UNBORN_LINK, records: [{{records}}] }) {
                  id problems { code field message } } }
                """)).ToJsonString()));
        }

        var (events, first) = await EventReader.BeginAsync(
            "sse", hub.Hub, DemonstrationUsers.Find("midwife")!,
            $$"""subscription { caseChanged(child: "{{person}}") { raised ended child { id } } }""");
        await using var followed = events;
        return string.Join('\n', learned) + first?["data"]?.ToJsonString() + events.Ended;
    }

    private static async Task<string> CardsAsync(OtherHub hub, string user) => (await hub.AskAsync(
        user, """{ child(id: "P1") { alerts { id rule state firedAt for severity overdue } } }"""))["data"]!
        .ToJsonString();

    private static async Task<string> ReplyAsync(OtherHub hub, string user, string records) => (await hub.AskAsync(
        user, $$"""
        mutation { replyToAlert(reply: { child: "P1", rule: CHILD_IMPACT_DA, records: [{{records}}] }) {
          problems { code field message } } }
        """))["data"]!.ToJsonString();

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
