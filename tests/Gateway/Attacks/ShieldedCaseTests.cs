using System.Text.Json.Nodes;
using Aggregator.Gateway.Tests.Following;
using Aggregator.Host.LocalHub;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>Whoever has to do with somebody of a shielded child's case who is not shielded learns of nobody else in it.
/// </summary>
public sealed class ShieldedCaseTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    [Theory]
    [InlineData("midwife", "MID", "CASELOAD", "P27", "P28", "P29")]
    [InlineData("gp", "GP", "PATIENT", "P34", "P35", "P36")]
    [InlineData("therapist", "THX", "OWN_CLIENT", "P37", "P38", "P39")]
    public async Task Who_is_linked_to_a_carer_learns_of_a_shielded_childs_case_as_of_none(
        string user, string agency, string link, string one, string two, string three)
    {
        await MeetAsync(one, hasChild: true);
        await ShieldedFamily.ShieldAsync(hub, one + "1", true, 1);
        _ = await hub.UntilAsync(
            "analyst", $$"""{ child(id: "{{one}}1") { name } }""", answer => answer.Texts("child.name").Length == 0);
        await MeetAsync(two, hasChild: false);
        await MeetAsync(three, hasChild: true);
        foreach (var family in new[] { one, two, three })
        {
            await hub.Hub.Agencies.Find("hub")!.Writer.WriteAsync(
                family == two ? [Known(family + "2")] : [],
                [Link(family + "2", user, agency, link)], default);
        }

        _ = await hub.UntilAsync(user, $$"""{ person(id: "{{three}}2") { id } }""", IsThere);
        var without = await LearnedAsync(user, two);
        var open = await LearnedAsync(user, three);

        Assert.Equal(without, (await LearnedAsync(user, one)).Replace(one, two, StringComparison.Ordinal));
        Assert.NotEqual(without, open.Replace(three, two, StringComparison.Ordinal));
        Assert.Contains("NO_RELATIONSHIP", without, StringComparison.Ordinal);
        Assert.Contains("error ACCESS_ENDED", without, StringComparison.Ordinal);
    }

    private static bool IsThere(JsonNode answer) => answer.Texts("person.id").Length == 1;

    // A child that the hub has a case of, its carer at home and one elsewhere; or these two alone.
    private async Task MeetAsync(string family, bool hasChild)
    {
        var child = family + "1";
        if (hasChild)
        {
            await ShieldedFamily.MeetAsync(hub, child, family + "2", shielded: false);
        }
        else
        {
            await ShieldedFamily.CareElsewhereAsync(hub, null, family + "2");
        }

        await ShieldedFamily.CareElsewhereAsync(hub, hasChild ? child : null, family + "3");
        if (!hasChild)
        {
            return;
        }

        _ = await hub.AskAsync("analyst", $$"""
            mutation { openEnquiry(child: "{{child}}", contact: "telephone", purpose: "SAFEGUARD_ENQUIRY") { id } }
            """);
        _ = await hub.UntilAsync("analyst", $$"""{ person(id: "{{family}}3") { id } }""", IsThere);
    }

    // What is read of the carer elsewhere and the child, may be written about them, and followed.
    private async Task<string> LearnedAsync(string user, string family)
    {
        var read = await hub.AskAsync(user, $$"""
            { person(id: "{{family}}3") { id name dateOfBirth residences { address { lines postcode } } }
              child(id: "{{family}}1") { id name alerts { rule } } }
            """);
        var written = await hub.AskAsync(user, $$"""
            mutation {
              a: reportWrongPerson(person: "{{family}}3", why: "another date of birth") { problems { code message } }
              b: recordInformed(record: "POL-I2", child: "{{family}}1", agency: GP, how: "x") {
                problems { code message } }
              c: replyToAlert(reply: { child: "{{family}}1", rule: CLUSTER_U2, records: [] }) {
                problems { code message } } }
            """);
        var (events, first) = await EventReader.BeginAsync(
            "sse", hub.Hub, DemonstrationUsers.Find(user)!,
            $$"""subscription { caseChanged(child: "{{family}}1") { raised ended child { id } } }""");
        await using var followed = events;
        return string.Join(
            '\n', Comparable.Of(read.ToJsonString()), Comparable.Of(written.ToJsonString()),
            first?["data"]?.ToJsonString() ?? events.Ended);
    }

    private static LinkDraft Known(string person) =>
        new(person, person, MatchState.Confirmed, "hub register", PeopleIndex.RecordedAt);

    private static FactDraft Link(string person, string holder, string agency, string link) => PeopleIndex.Draft(
        $"HUB-L-{link}-{person}", "RegisteredLink", [person],
        new { holder, holderAgency = agency, link, person, from = "2025-07-01" }) with
    {
        Agency = "HUB",
    };
}
