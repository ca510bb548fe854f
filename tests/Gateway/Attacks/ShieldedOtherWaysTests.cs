using System.Text.Json.Nodes;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>What is closed of the shielded stays so by another id of theirs, and in an entry about somebody else.
/// </summary>
public sealed class ShieldedOtherWaysTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    [Fact]
    public async Task Unborn_id_of_a_child_that_is_shielded_since_opens_what_an_id_opens_that_nobody_has()
    {
        await ShieldedFamily.MeetAsync(hub, "P361", "P362", shielded: false);
        await ShieldedFamily.ExpectAsync(hub, "U361", "P361", "P362");
        await OpenAsync("analyst", "U361");
        await OpenAsync("analyst", "P99");
        var before = await hub.UntilAsync(
            "analyst", Unborn("U361"), answer => answer.Texts("child.circle.person.id").Contains("P362"));
        await ShieldedFamily.ShieldAsync(hub, "P361", true, 1);
        _ = await hub.UntilAsync("analyst", Unborn("U361"), answer => !IsOpen(answer));

        Assert.True(IsOpen(before));
        Assert.Equal(await AnswerAsync("analyst", Unborn("P99")), await AnswerAsync(
            "analyst", Unborn("U361")));
    }

    [Fact]
    public async Task Unborn_id_of_a_shielded_child_is_opened_by_no_enquiry()
    {
        await ShieldedFamily.MeetAsync(hub, "P371", "P372", shielded: true);
        await ShieldedFamily.ExpectAsync(hub, "U371", "P371", "P372");
        await OpenAsync("analyst", "U371");
        await OpenAsync("analyst", "P99");
        _ = await hub.Hub.Rules.Worker!.EvaluateAsync(["U371"], null, default);

        Assert.Equal(await AnswerAsync("analyst", Unborn("P99")), await AnswerAsync(
            "analyst", Unborn("U371")));
    }

    [Theory]
    [InlineData("analyst", "P27")]
    [InlineData("decision-maker", "P28")]
    [InlineData("health-desk", "P29")]
    public async Task Relationship_to_whoever_is_shielded_tells_no_more_without_a_link_to_them_than_with_one(
        string user, string family)
    {
        var (child, parent, shielded) = (family + "1", family + "9", family + "9C");
        await MeetAsync(user, child, family + "2", parent);
        var query = $$"""{ person(id: "{{parent}}") { relationships { id sortAt type inverse to { id } } } }""";
        _ = await hub.UntilAsync(user, query, answer => answer.Texts("person.relationships.to.id").Contains(child));
        await ShieldedFamily.ShieldAsync(hub, shielded, true, 1);
        while (await hub.Hub.Rules.Worker!.EvaluateAsync([shielded], null, default) is not { Failed: 0 })
        {
            // A busy machine: the worker looks again, as it does by itself.
        }

        // The gateway hears of it within a second.
        var without = await hub.UntilAsync(
            user, query, answer => answer.Texts("person.relationships.id").Length == 1);
        await OpenAsync(user, shielded);
        var with = await hub.AskAsync(user, query);

        Assert.Equal([$"REL-{child}-{parent}"], without.Texts("person.relationships.id"));
        Assert.Equal(without["data"]!.ToJsonString(), with["data"]!.ToJsonString());
        Assert.Equal(with.Withheld(), without.Withheld());
    }

    private static string Unborn(string id) => $$"""
        { child(id: "{{id}}") {
            unborn { expectedDate mergedInto { id } } circle { person { id residences { address { postcode } } } } } }
        """;

    private static bool IsOpen(JsonNode answer) => answer.Texts("child.unborn.expectedDate").Length == 1;

    private async Task MeetAsync(string user, string child, string carer, string parent)
    {
        await ShieldedFamily.MeetAsync(hub, child, carer, shielded: false);
        await ShieldedFamily.JoinAsync(hub, child, parent, shielded: false);
        await OpenAsync(user, child);
    }

    private async Task OpenAsync(string user, string child)
    {
        var opened = await hub.AskAsync(user, $$"""
            mutation {
              openEnquiry(child: "{{child}}", contact: "telephone", purpose: "SAFEGUARD_ENQUIRY") {
                problems { code } } }
            """);
        Assert.Empty(opened.Texts("openEnquiry.problems.code"));
    }

    private async Task<string> AnswerAsync(string user, string query) =>
        Comparable.Of((await hub.AskAsync(user, query)).ToJsonString());
}
