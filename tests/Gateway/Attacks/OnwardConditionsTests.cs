using System.Text.Json.Nodes;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// What is passed on goes to an agency by that agency's own row: what a link makes true of whoever passes it on, as
/// that it is their patient or their referral, is not true of whom it goes to.
/// </summary>
public sealed class OnwardConditionsTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    private const string Referrals =
        "{ child(id: \"P1\") { chronology { nodes { id ... on Referral { content clock { ackDueAt } } } } } }";

    [Theory]
    [InlineData("therapist", "THX-F3", "POL", "CSC")]
    [InlineData("police-desk", "POL-F1", "GP", "CSC")]
    [InlineData("police-desk", "POL-F1", "HV", "CSC")]
    public async Task Content_and_clock_of_ones_own_referral_go_to_those_alone_whose_row_has_them(
        string user, string referral, string without, string with)
    {
        Assert.NotNull(Content(await hub.AskAsync(user, Referrals), referral));
        Assert.NotNull(Content(await hub.AskAsync(user, Referrals, new Access(Recipient: with)), referral));

        var passedOn = await hub.AskAsync(user, Referrals, new Access(Recipient: without));

        Assert.Null(Content(passedOn, referral));
        Assert.Contains("Referral.content OMIT WITHHELD", passedOn.Withheld());
        Assert.Empty(passedOn.Texts("child.chronology.nodes.clock.ackDueAt"));
    }

    [Fact]
    public async Task Whom_a_referral_to_the_hub_is_about_is_not_named_to_the_police_for_that()
    {
        const string Query = """{ child(id: "P1") { halfSiblings { otherParent { id name } } } }""";
        Assert.Empty((await hub.AskAsync("decision-maker", Query)).Texts("child.halfSiblings.otherParent.name"));
        await hub.Hub.Agencies.Find("hub")!.Writer.WriteAsync(
            [],
            [
                PeopleIndex.Draft("HUB-L-REFERRED-P5", "RegisteredLink", ["P5"], new
                {
                    holder = "HUB",
                    holderAgency = "HUB",
                    link = "REFERRAL_RECEIVED",
                    person = "P5",
                    from = "2025-07-01",
                }) with { Agency = "HUB" },
            ],
            default);
        var own = await hub.UntilAsync(
            "decision-maker", Query, answer => answer.Texts("child.halfSiblings.otherParent.name").Length > 0);

        var passedOn = await hub.AskAsync("decision-maker", Query, new Access(Recipient: "POL"));

        Assert.Equal(["Kit Reed"], own.Texts("child.halfSiblings.otherParent.name"));
        Assert.Empty(passedOn.Texts("child.halfSiblings.otherParent.id"));
    }

    private static JsonNode? Content(JsonNode answer, string referral) =>
        answer["data"]?["child"]?["chronology"]?["nodes"]?
            .AsArray().FirstOrDefault(node => (string?)node!["id"] == referral)?["content"];
}
