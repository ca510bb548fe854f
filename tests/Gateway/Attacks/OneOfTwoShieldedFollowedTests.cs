using Aggregator.Gateway.Tests.Following;
using Aggregator.Host.LocalHub;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// What a health visitor is sent who has one shielded parent of a child on the caseload (9), while the other (8), of
/// whom they must not know, has records of the same kinds in one of two worlds.
/// </summary>
public sealed class OneOfTwoShieldedFollowedTests(FollowedHub hub) : IClassFixture<FollowedHub>
{
    private const string Card = "PARENT_SELF_HARM";

    [Fact]
    public async Task Card_that_each_of_two_shielded_parents_bears_is_raised_for_whom_one_is_open_to()
    {
        var without = await RaisedAsync("P81", isHiddenRecorded: false);
        var with = await RaisedAsync("P82", isHiddenRecorded: true);

        Assert.Contains(Card, without.Split('\n')[1], StringComparison.Ordinal);
        Assert.Equal(without, with);
    }

    [Fact]
    public async Task Card_of_an_open_shielded_parent_neither_ends_nor_rises_by_a_record_of_the_hidden_one()
    {
        var without = await FollowedAsync("P83", isHiddenRecorded: false);
        var with = await FollowedAsync("P84", isHiddenRecorded: true);

        Assert.Contains(Card, without.Split('\n')[0], StringComparison.Ordinal);
        Assert.Equal(without, with);
    }

    private async Task<string> RaisedAsync(string family, bool isHiddenRecorded)
    {
        await MeetAsync(family);
        if (isHiddenRecorded)
        {
            await RecordAsync(family, "8");
        }

        await using var events = await FollowAsync(family);
        await RecordAsync(family, "9");
        return await SentAsync(family, events);
    }

    private async Task<string> FollowedAsync(string family, bool isHiddenRecorded)
    {
        await MeetAsync(family);
        await RecordAsync(family, "9");
        await using var events = await FollowAsync(family);
        if (isHiddenRecorded)
        {
            await RecordAsync(family, "8");
        }

        return await SentAsync(family, events);
    }

    private async Task RecordAsync(string family, string parent)
    {
        await ShieldedRecords.OfParentAsync(hub, family + parent, $"A-{family}1");
        await hub.EvaluateAsync(family + "1");
    }

    // A child with two shielded parents, and what opens the child and one of them to the health visitor.
    private async Task MeetAsync(string family)
    {
        var child = family + "1";
        await ShieldedFamily.MeetAsync(hub, child, family + "2", shielded: false);
        await ShieldedFamily.JoinAsync(hub, child, family + "9");
        await ShieldedFamily.JoinAsync(hub, child, family + "8");
        await ShieldedFamily.OpenAsync(hub, "analyst", child);
        _ = await hub.UntilAsync(
            "analyst", $$"""{ child(id: "{{child}}") { circle { person { id } } } }""",
            answer => answer.Texts("child.circle.person.id").Contains(family + "2"));
        foreach (var (person, link) in new[] { (child, "ROUTED_ALERT"), (family + "9", "CASELOAD") })
        {
            var given = new { holder = "health-visitor", holderAgency = "HV", link, person, from = "2025-07-01" };
            await hub.Hub.Agencies.Find("hub")!.Writer.WriteAsync(
                [], [PeopleIndex.Record("HUB", "RegisteredLink", "HUB-L-" + person, [person], given)], default);
        }

        await hub.EvaluateAsync(child, family + "9", family + "8");
        var known = await hub.UntilAsync(
            "health-visitor",
            $$"""{ child(id: "{{child}}") { id } one: person(id: "{{family}}9") { id } {{Of(family, "8")}} }""",
            answer => answer.Texts("child.id").Length + answer.Texts("one.id").Length == 2);
        Assert.Single(known.Texts("one.id"));
        Assert.Empty(known.Texts("person.id"));
    }

    private static string Of(string family, string place) => $$"""person(id: "{{family}}{{place}}") { id }""";

    // What is told when the health visitor asks, what was sent as raised, and what as ended: when the worker and the
    // follower look decides in how many events it is sent.
    private async Task<string> SentAsync(string family, EventReader events)
    {
        var child = family + "1";
        await hub.EvaluateAsync(child);
        var asked = await hub.AskAsync(
            "health-visitor", $$"""{ child(id: "{{child}}") { alerts { rule because { recordId } } } }""");
        await hub.RaiseAsync(child, "NO_FEEDBACK", "HV", "HUB-A-" + family, "POL");
        var sent = await events.UntilRaisedAsync("NO_FEEDBACK");
        var (raised, ended) = (
            sent.SelectMany(each => each.Texts("caseChanged.raised")).Order(StringComparer.Ordinal),
            sent.SelectMany(each => each.Texts("caseChanged.ended")).Order(StringComparer.Ordinal));
        return $"{asked["data"]!.ToJsonString()}\n{string.Join(' ', raised)}\n{string.Join(' ', ended)}"
            .Replace(family, "P", StringComparison.Ordinal);
    }

    private async Task<EventReader> FollowAsync(string family) => (await EventReader.BeginAsync(
        "sse", hub.Hub, DemonstrationUsers.Find("health-visitor")!,
        $$"""subscription { caseChanged(child: "{{family}}1") { raised ended child { id } } }""")).Events;
}
