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

    private static string Unborn(string id) => $$"""
        { child(id: "{{id}}") {
            unborn { expectedDate mergedInto { id } } circle { person { id residences { address { postcode } } } } } }
        """;

    private static bool IsOpen(JsonNode answer) => answer.Texts("child.unborn.expectedDate").Length == 1;

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
