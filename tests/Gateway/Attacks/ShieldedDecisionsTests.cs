using System.Text.Json.Nodes;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>What a decision does not have, where it names somebody who is shielded: it is worked out without them.
/// </summary>
public sealed class ShieldedDecisionsTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    private const string Selected = """
        alerts { rule severity for firedAt missing { code state } because { recordId } }
        referrals { nodes { ... on Referral { decisions { id gaps } } } }
        """;

    [Theory]
    [InlineData("decision-maker", "PC1", "PC2")]
    [InlineData("analyst", "PC3", "PC4")]
    [InlineData("social-worker", "PC5", "PC6")]
    public async Task What_a_decision_lacks_tells_nothing_of_a_talk_with_or_a_letter_to_who_is_shielded(
        string user, string one, string two)
    {
        await MeetAsync(user, one, with: null);
        await MeetAsync(user, two, with: two + "9");

        await AssertAlikeAsync(user, one, two);
    }

    [Fact]
    public async Task Nor_of_one_with_who_is_shielded_in_another_family()
    {
        await MeetAsync("decision-maker", "PD1", with: null);
        await MeetAsync("decision-maker", "PD2", with: "PD19");

        await AssertAlikeAsync("decision-maker", "PD1", "PD2");
    }

    [Theory]
    [InlineData("PC7", "2", false)]
    [InlineData("PC8", "9", true)]
    public async Task Card_of_a_decision_lacks_what_was_not_done_with_whom_its_reader_may_know(
        string family, string with, bool isShielded)
    {
        await MeetAsync("decision-maker", family, family + with);

        var cards = (await hub.AskAsync("decision-maker", Of(family)))["data"]!["child"]!["alerts"]!.AsArray();
        var missing = cards.Single(card => $"{card!["rule"]}" == "DECISION_CHECK")!["missing"]!.AsArray()
            .Select(item => $"{item!["code"]}").ToList();

        Assert.Equal(isShielded, missing.Contains("FATHER_NOT_SPOKEN_TO"));
        Assert.Equal(!isShielded, missing.Contains("SAFE_ADDRESS_NOT_CHECKED"));
        Assert.Equal(!isShielded, missing.Contains("LETTER_NOT_REVIEWED"));
        Assert.Contains("GRANDPARENTS_NOT_SPOKEN_TO", missing);
    }

    private async Task AssertAlikeAsync(string user, string one, string two)
    {
        var without = await hub.AskAsync(user, Of(one));
        var with = await hub.AskAsync(user, Of(two));

        Assert.Contains("NO_AGENCY_CHECKS", without.Texts("child.referrals.nodes.decisions.gaps"));
        Assert.Equal(Data(without), Data(with).Replace(two, one, StringComparison.Ordinal));
    }

    private static string Of(string family) => $$"""{ child(id: "{{family}}1") { {{Selected}} } }""";

    private static string Data(JsonNode answer) => answer["data"]!.ToJsonString();

    // A family with somebody who is shielded, and a referral of its child that social care closed: having spoken and
    // written to somebody, or to nobody.
    private async Task MeetAsync(string user, string family, string? with)
    {
        var (child, shielded) = (family + "1", family + "9");
        await ShieldedFamily.MeetAsync(hub, child, family + "2", shielded: false);
        await ShieldedFamily.JoinAsync(hub, child, shielded);
        await DecideAsync(family, with);
        await ShieldedFamily.OpenAsync(hub, user, child);
        _ = await hub.UntilAsync(
            user, $$"""{ child(id: "{{child}}") { circle { person { id } } } }""",
            answer => answer.Texts("child.circle.person.id") is { Length: > 1 } circle && !circle.Contains(shielded));
    }

    private Task DecideAsync(string family, string? with)
    {
        var child = family + "1";
        var (referral, decision) = ("CSC-R-" + family, "CSC-D-" + family);
        var talk = new { person = with, relation = "FATHER", how = "telephone" };
        return hub.Hub.Agencies.Find("social-care")!.Writer.WriteAsync(
            [
                .. new[] { child, family + "2", with }.OfType<string>().Distinct().Select(person => new LinkDraft(
                    person, person, MatchState.Confirmed, "name and date of birth", PeopleIndex.RecordedAt)),
            ],
            [
                PeopleIndex.Record(
                    "CSC", "Referral", referral, [child],
                    new { child, from = "POL", to = "CSC", about = new[] { child } }),
                PeopleIndex.Record("CSC", "ScreeningDecision", decision, [child], new
                {
                    child,
                    outcome = "NO_FURTHER_ACTION",
                    closed = true,
                    familySpokenTo = with is null ? [] : new[] { talk },
                    closing = with is null ? null : new { form = "STANDARD_LETTER", sentTo = with },
                }) with { ParentId = referral },
                PeopleIndex.Record("CSC", "SafeguardingFact", decision + "-0", [child], new
                {
                    recordId = decision,
                    recordKind = "SCREENING_DECISION",
                    category = "DECISION",
                    certainty = "RECORDED",
                    referral = new { referralId = referral },
                }) with { ParentId = decision },
            ],
            default);
    }
}
