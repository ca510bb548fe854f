using Aggregator.Gateway.Tests.Following;
using Aggregator.Host.LocalHub;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// What the child's own health visitor is sent of a card that rests on its shielded parent, who is open to them, when a
/// record names somebody shielded of no circle of the child, who is closed to them.
/// </summary>
public sealed class SeveralShieldedFollowedTests(FollowedHub hub) : IClassFixture<FollowedHub>
{
    private const string Card = "PARENT_SELF_HARM";

    [Theory]
    [InlineData("P70", "P71", "marker")]
    [InlineData("P72", "P73", "letter")]
    [InlineData("P76", "P77", "decision")]
    public async Task Card_of_an_open_shielded_parent_does_not_end_by_a_record_that_names_a_hidden_stranger(
        string one, string two, string what)
    {
        var without = await FollowedAsync(one, null);
        var with = await FollowedAsync(two, what);

        Assert.Equal(without, with);
    }

    [Fact]
    public async Task Card_of_an_open_shielded_parent_is_raised_whoever_hidden_a_record_names()
    {
        var without = await RaisedAsync("P74", named: false);
        var with = await RaisedAsync("P75", named: true);

        Assert.Contains(Card, without, StringComparison.Ordinal);
        Assert.Equal(without, with);
    }

    private async Task<string> FollowedAsync(string family, string? what)
    {
        var child = family + "1";
        await MeetAsync(family);
        await ShieldedRecords.OfParentAsync(hub, family + "9", "A-" + child);
        await hub.EvaluateAsync(child);
        Assert.Contains(Card, await CardsAsync(child), StringComparison.Ordinal);
        await using var events = await FollowAsync(child);
        if (what is not null)
        {
            await NameAsync(family, what);
        }

        return await SentAsync(family, events);
    }

    private async Task<string> RaisedAsync(string family, bool named)
    {
        var child = family + "1";
        await MeetAsync(family);
        if (named)
        {
            await NameAsync(family, "marker");
        }

        await hub.EvaluateAsync(child);
        await using var events = await FollowAsync(child);
        await ShieldedRecords.OfParentAsync(hub, family + "9", "A-" + child);
        await hub.EvaluateAsync(child);
        var asked = await StandingAsync(child);
        var sent = await events.UntilRaisedAsync(Card);
        await hub.RaiseAsync(child, "NO_FEEDBACK", "HV", "HUB-A-" + family, "POL");
        sent = [.. sent, .. await events.UntilRaisedAsync("NO_FEEDBACK")];
        // When the worker and the follower look decides in how many events it is told, not what is.
        var raised = sent.SelectMany(each => each.Texts("caseChanged.raised")).Order(StringComparer.Ordinal);
        var ended = sent.SelectMany(each => each.Texts("caseChanged.ended")).Order(StringComparer.Ordinal);
        return $"{asked}\n{string.Join(',', raised)}\n{string.Join(',', ended)}"
            .Replace(family, "P", StringComparison.Ordinal);
    }

    // What the health visitor is sent, and what stands when they ask.
    private async Task<string> SentAsync(string family, EventReader events)
    {
        var child = family + "1";
        await hub.EvaluateAsync(child);
        var asked = await StandingAsync(child);
        await hub.RaiseAsync(child, "NO_FEEDBACK", "HV", "HUB-A-" + family, "POL");
        var sent = await events.UntilRaisedAsync("NO_FEEDBACK");
        return string.Join('\n', sent.Select(each => each["data"]!.ToJsonString()).Prepend(asked))
            .Replace(family, "P", StringComparison.Ordinal);
    }

    private async Task<string> StandingAsync(string child)
    {
        var cards = await CardsAsync(child);
        Assert.Contains(Card, cards, StringComparison.Ordinal);
        return cards;
    }

    // A child on the caseload, with a shielded parent who is so open to its health visitor, and beside them somebody
    // shielded of no family.
    private async Task MeetAsync(string family)
    {
        var (child, stranger) = (family + "1", family + "5");
        await ShieldedFamily.MeetAsync(hub, child, family + "2", shielded: false);
        await ShieldedFamily.JoinAsync(hub, child, family + "9");
        await PeopleIndex.WriteAsync(hub, [stranger], PeopleIndex.Draft(
            stranger, "PersonRecord", [stranger], new { dateOfBirth = "1989-01-02", shielded = true }));
        await ShieldedFamily.OpenAsync(hub, "analyst", child);
        _ = await hub.UntilAsync(
            "analyst", $$"""{ child(id: "{{child}}") { circle { person { id } } } }""",
            answer => answer.Texts("child.circle.person.id").Contains(family + "2"));
        await ShieldedFamily.LinkAsync(hub, child, "health-visitor", "HV", "CASELOAD");
        await hub.EvaluateAsync(child, stranger);
        Assert.Single(await hub.Hub.Agencies.Find("hub")!.Current.ByIdAsync(["HUB-SHIELD-" + stranger], default));
        var own = await hub.AskAsync("health-visitor", $$"""{ person(id: "{{family}}9") { id } }""");
        Assert.Single(own.Texts("person.id"));
        var closed = await hub.AskAsync("health-visitor", $$"""{ person(id: "{{stranger}}") { id } }""");
        Assert.Empty(closed.Texts("person.id"));
    }

    // An incident of the child and its carer with a marker of the stranger, or a referral of the child of which social
    // care wrote to the stranger, or decided about them alone.
    private Task NameAsync(string family, string what) => what == "marker" ? MarkAsync(family) : DecideAsync(
        family, what == "decision" ? family + "5" : family + "1");

    private Task MarkAsync(string family)
    {
        var (child, carer, stranger) = (family + "1", family + "2", family + "5");
        var marker = new { markerId = "POL-M" + family, code = "WEAPONS", person = stranger, addressId = "A-" + child };
        var coded = new { recordKind = "POLICE_INCIDENT", category = "MARKER", marker };
        return WriteAsync(
            "police", "POL", [child, carer, stranger], Coded("POL", "POL-N-" + family, [child, carer], coded));
    }

    private Task DecideAsync(string family, string decidedFor)
    {
        var (child, carer, stranger) = (family + "1", family + "2", family + "5");
        var (referral, decision) = ("CSC-R-" + family, "CSC-D-" + family);
        var closing = new { form = "STANDARD_LETTER", sentTo = stranger };
        var made = new { child = decidedFor, outcome = "NO_FURTHER_ACTION", closed = true, closing };
        var coded = new
        {
            recordId = decision,
            recordKind = "SCREENING_DECISION",
            category = "DECISION",
            certainty = "RECORDED",
            referral = new { referralId = referral },
        };
        return WriteAsync(
            "social-care", "CSC", [child, carer, stranger],
            PeopleIndex.Record("CSC", "Referral", referral, [child], new { child, from = "POL", to = "CSC" }),
            PeopleIndex.Record("CSC", "ScreeningDecision", decision, [child], made) with { ParentId = referral },
            Coded("CSC", decision, [child], coded) with { ParentId = decision });
    }

    private static FactDraft Coded(string code, string record, string[] people, object content) =>
        PeopleIndex.Record(code, "SafeguardingFact", record + "/0", people, content);

    private Task WriteAsync(string agency, string code, string[] people, params FactDraft[] facts) =>
        hub.Hub.Agencies.Find(agency)!.Writer.WriteAsync(
            [
                .. people.Select(person => new LinkDraft(
                    person, person, MatchState.Confirmed, code + " clerk", PeopleIndex.RecordedAt)),
            ],
            facts,
            default);

    private async Task<EventReader> FollowAsync(string child) => (await EventReader.BeginAsync(
        "sse", hub.Hub, DemonstrationUsers.Find("health-visitor")!,
        $$"""subscription { caseChanged(child: "{{child}}") { raised ended child { id } } }""")).Events;

    private async Task<string> CardsAsync(string child) => (await hub.AskAsync(
        "health-visitor", $$"""{ child(id: "{{child}}") { alerts { rule because { recordId } } } }"""))
        ["data"]!.ToJsonString();
}
