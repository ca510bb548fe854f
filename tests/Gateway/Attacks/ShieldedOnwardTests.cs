using Aggregator.Gateway.Tests.Following;
using Aggregator.Host.LocalHub;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>What goes on about a child, as an event or to another agency, tells of nobody in it who is shielded.
/// </summary>
public sealed class ShieldedOnwardTests(FollowedHub hub) : IClassFixture<FollowedHub>
{
    private const string Words = "Said at the door that nobody was in.";

    [Theory]
    [InlineData("P23", true)]
    [InlineData("P24", false)]
    public async Task Follower_of_a_case_is_not_told_of_a_card_that_rests_on_whom_they_may_not_know(
        string family, bool shielded)
    {
        var (child, parent) = (family + "1", family + "9");
        _ = await MeetAsync(family, shielded, "analyst");
        var (events, first) = await EventReader.BeginAsync(
            "sse", hub.Hub, DemonstrationUsers.Find("analyst")!,
            $$"""subscription { caseChanged(child: "{{child}}") { raised ended child { id } } }""");
        await using var followed = events;
        await ShieldedRecords.OfParentAsync(hub, parent, "A-" + child);
        await hub.EvaluateAsync(child);
        await hub.RaiseAsync(child, "NO_FEEDBACK", "HUB", "HUB-A-" + family, "POL");
        List<string> told = [];
        while (!told.Contains("NO_FEEDBACK") && await events.NextAsync() is { } next)
        {
            told.AddRange(next.Texts("caseChanged.raised").Concat(next.Texts("caseChanged.ended")));
        }

        Assert.Equal([child], first!.Texts("caseChanged.child.id"));
        Assert.Equal(shielded, told is ["NO_FEEDBACK"]);
        Assert.Contains("NO_FEEDBACK", told);
    }

    [Fact]
    public async Task What_the_hub_works_out_is_passed_on_as_of_a_family_without_whom_is_shielded_in_it()
    {
        _ = await MeetAsync("P25", shielded: true, "decision-maker");
        await ShieldedRecords.OfParentAsync(hub, "P259", "A-P251");
        _ = await MeetAsync("P26", shielded: true, "decision-maker");
        var glass = await BreakAsync("P259");
        _ = await BreakAsync("P269");

        var own = await WorkedOutAsync("P25", new Access(BreakGlass: glass));
        var passedOn = await WorkedOutAsync("P25", new Access(Recipient: "POL"));
        var without = await WorkedOutAsync("P26", new Access(Recipient: "POL"));

        Assert.Contains("POL-P259", own, StringComparison.Ordinal);
        Assert.Contains("POL-P251", passedOn, StringComparison.Ordinal);
        Assert.Equal(without, passedOn.Replace("P25", "P26", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_passed_on_by_those_whose_case_it_is_is_as_of_a_family_without_whom_is_shielded_in_it()
    {
        _ = await MeetAsync("P27", shielded: null, "analyst");
        _ = await MeetAsync("P28", shielded: true, "analyst");
        await ShieldedRecords.HappensAsync(hub, "P27", []);
        await ShieldedRecords.HappensAsync(hub, "P28", ["P289"]);
        await hub.Hub.Agencies.Find("hub")!.Writer.WriteAsync(
            [], [Link("P271", "social-worker", "CSC", "ALLOCATED"), Link("P281", "social-worker", "CSC", "ALLOCATED")],
            default);

        var own = await PassedOnAsync("P28", null);
        var without = await PassedOnAsync("P27", "POL");
        var with = await PassedOnAsync("P28", "POL");

        Assert.Contains("P289", own, StringComparison.Ordinal);
        Assert.Contains("\"POL-P27\"", without, StringComparison.Ordinal);
        Assert.Equal(without, with.Replace("P28", "P27", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("social-worker", "CSC", "ALLOCATED", "POL", "P29", "P40", "P41")]
    [InlineData("health-visitor", "HV", "CASELOAD", "CSC", "P42", "P43", "P44")]
    public async Task Stage_of_a_shielded_childs_case_opens_nothing_of_its_family_to_whom_it_is_passed_on(
        string user, string agency, string link, string recipient, string shielded, string twin, string open)
    {
        await WorkWithAsync(shielded, (user, agency, link), stage: "S47", isShielded: true);
        await WorkWithAsync(twin, (user, agency, link), stage: null, isShielded: true);
        await WorkWithAsync(open, (user, agency, link), stage: "S47", isShielded: false);
        var onward = new Access(Recipient: recipient);

        var own = await OfCarerAsync(user, shielded, new Access(Stage: "S47"));
        var first = await OfCarerAsync(user, twin, onward);

        Assert.Contains(Words, own, StringComparison.Ordinal);
        Assert.Contains(Words, await OfCarerAsync(user, open, onward with { Stage = "S47" }), StringComparison.Ordinal);
        Assert.Contains($"\"{(agency == "HV" ? "HV" : "POL")}-{twin}2\"", first, StringComparison.Ordinal);
        Assert.DoesNotContain(Words, first, StringComparison.Ordinal);
        foreach (var stage in new[] { null, "S17", "S47" })
        {
            Assert.Equal(
                await OfCarerAsync(user, twin, onward with { Stage = stage }),
                (await OfCarerAsync(user, shielded, onward with { Stage = stage }))
                    .Replace(shielded, twin, StringComparison.Ordinal));
        }

        Assert.Equal(own, await OfCarerAsync(user, shielded, new Access(Stage: "S47")));
    }

    private static FactDraft Link(string person, string holder, string agency, string link) => PeopleIndex.Draft(
        "HUB-L-" + person, "RegisteredLink", [person],
        new { holder, holderAgency = agency, link, person, from = "2025-07-01" }) with
    {
        Agency = "HUB",
    };

    // A child and its carer, both of them the worker's, of whom agencies wrote the carer's words down; how far the work
    // on the child has gone, and whether it is shielded.
    private async Task WorkWithAsync(
        string family, (string User, string Agency, string Link) worker, string? stage, bool isShielded)
    {
        var (child, carer) = (family + "1", family + "2");
        var enquiry = await MeetAsync(family, shielded: null, "analyst");
        await ShieldedRecords.SayAsync(hub, carer, Words);
        await hub.Hub.Agencies.Find("hub")!.Writer.WriteAsync(
            [],
            [.. new[] { child, carer }.Select(each => Link(each, worker.User, worker.Agency, worker.Link))],
            default);
        var changed = stage is null ? null : await hub.AskAsync("decision-maker", $$"""
            mutation {
              changeStage(enquiry: "{{enquiry}}", stage: {{stage}}, decision: "strategy discussion") {
                problems { code } } }
            """);
        Assert.Empty(changed?.Texts("changeStage.problems.code") ?? []);
        if (isShielded)
        {
            await ShieldedFamily.ShieldAsync(hub, child, true, 1);
        }

        _ = await hub.UntilAsync(
            "analyst", $$"""{ child(id: "{{child}}") { name } }""",
            answer => answer.Texts("child.name").Length == (isShielded ? 0 : 1));
        _ = await hub.UntilAsync(
            worker.User, $$"""{ person(id: "{{carer}}") { id } }""", answer => answer.Texts("person.id").Length == 1);
    }

    private async Task<string> OfCarerAsync(string user, string family, Access access) => Comparable.Of(
        (await hub.AskAsync(
            user,
            $$"""
            { person(id: "{{family}}2") {
                incidents { nodes { id narrative narrativeCategory } }
                consultations { nodes { id ... on HealthVisit { narrative narrativeCategory } } } } }
            """,
            access)).ToJsonString());

    private async Task<string> PassedOnAsync(string family, string? recipient) => Comparable.Of(
        (await hub.AskAsync(
            "social-worker",
            $$"""
            { child(id: "{{family}}1") {
                circle { person { id } } incidents { nodes { id subjects { person { id } } } } }
              person(id: "{{family}}2") { incidents { nodes { id } } } }
            """,
            new Access(Recipient: recipient))).ToJsonString());

    // A child whose other parent came to it, where it is said whether that one is shielded, in a case that is open to
    // the user and that the rules have looked at; gives the enquiry that opened it.
    private async Task<string> MeetAsync(string family, bool? shielded, string user)
    {
        var child = family + "1";
        await ShieldedFamily.MeetAsync(hub, child, family + "2", shielded: false);
        await ShieldedRecords.OfChildAsync(hub, child, family + "2");
        if (shielded is { } isShielded)
        {
            await ShieldedFamily.JoinAsync(hub, child, family + "9", isShielded);
        }

        var opened = await hub.AskAsync(user, $$"""
            mutation { openEnquiry(child: "{{child}}", contact: "telephone", purpose: "SAFEGUARD_ENQUIRY") { id } }
            """);
        _ = await hub.UntilAsync(
            user, $$"""{ child(id: "{{child}}") { name circle { person { id } } } }""",
            answer => answer.Texts("child.circle.person.id").Contains(family + "2"));
        await hub.EvaluateAsync(child);
        return opened.Texts("openEnquiry.id").Single();
    }

    private async Task<string> BreakAsync(string person)
    {
        var opened = await hub.AskAsync("decision-maker", $$"""
            mutation {
              openBreakGlass(person: "{{person}}", reason: RISK_OF_SERIOUS_HARM, text: "brought in alone") { id } }
            """);
        return Assert.Single(opened.Texts("openBreakGlass.id"));
    }

    private async Task<string> WorkedOutAsync(string family, Access access) => Comparable.Of(
        (await hub.AskAsync("decision-maker", ShieldedRecords.WorkedOut(family + "1"), access)).ToJsonString());
}
