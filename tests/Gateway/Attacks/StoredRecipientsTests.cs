using System.Text.Json;
using System.Text.Json.Nodes;
using Aggregator.Gateway.Tests.Following;
using Aggregator.Host.LocalHub;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>Whom a card that stands is for is stored as it is now, so that no event comes of what is hidden.</summary>
public sealed class StoredRecipientsTests(FollowedHub hub) : IClassFixture<FollowedHub>
{
    private const string Patient = "PATIENT";

    [Fact]
    public async Task Practice_that_was_told_of_a_record_hears_nothing_when_one_of_who_is_shielded_comes_in()
    {
        var without = await ToldAsync("P90", hasRecord: false);
        var with = await ToldAsync("P91", hasRecord: true);

        Assert.Equal(without, with);
    }

    [Fact]
    public async Task Practice_that_says_that_it_was_told_is_sent_that_the_card_ended_and_nobody_else_is()
    {
        await ReceivedAsync("P92");
        var (events, _) = await FollowAsync("gp", "P921");
        var (others, _) = await FollowAsync("analyst", "P921");
        await using var followed = events;
        await using var byOthers = others;
        await TellAsync("P921");
        var stored = await hub.Hub.Agencies.Find("hub")!.Current
            .OfPersonsAsync(["P921"], ["AlertOutcome"], null, 100, default);
        await hub.RaiseAsync("P921", "NO_FEEDBACK", "HUB", "HUB-A-P92", "POL");

        Assert.Equal(["UNDER2_DA_NOTIFY"], (await events.NextAsync())!.Texts("caseChanged.ended"));
        var next = await others.NextAsync();
        Assert.Equal(["NO_FEEDBACK"], next!.Texts("caseChanged.raised"));
        Assert.Empty(next!.Texts("caseChanged.ended"));
        Assert.Contains(
            stored["P921"],
            outcome => $"{outcome.Content}".Contains("\"wasFor\":[\"GP\"]", StringComparison.Ordinal));
    }

    // The events that a practice is sent which said that it was told of the only record that it may know, while
    // the police write down, or do not, what the shielded parent did alone.
    private async Task<string> ToldAsync(string family, bool hasRecord)
    {
        var (child, parent) = (family + "1", family + "9");
        await ReceivedAsync(family);
        Assert.Contains("UNDER2_DA_NOTIFY", await CardsAsync(child), StringComparison.Ordinal);
        await TellAsync(child);
        var asked = await CardsAsync(child);

        var (events, _) = await FollowAsync("gp", child);
        await using var followed = events;
        if (hasRecord)
        {
            await OfShieldedAsync(parent);
        }

        await hub.EvaluateAsync(child);
        Assert.Equal(asked, await CardsAsync(child));
        await hub.RaiseAsync(child, "NO_FEEDBACK", "GP", "HUB-A-" + family, "POL");
        var sent = await events.UntilRaisedAsync("NO_FEEDBACK");
        return string.Join('\n', sent.Select(each => each["data"]!.ToJsonString()).Prepend(asked))
            .Replace(family, "P", StringComparison.Ordinal);
    }

    // A family of which the practice has a card about the only record.
    private async Task ReceivedAsync(string family)
    {
        var (child, parent) = (family + "1", family + "9");
        await ShieldedFamily.MeetAsync(hub, child, family + "2", shielded: false);
        await ShieldedRecords.OfChildAsync(hub, child, family + "2");
        await ShieldedFamily.JoinAsync(hub, child, parent);
        await ShieldedFamily.OpenAsync(hub, "analyst", child);
        _ = await hub.UntilAsync(
            "analyst", $$"""{ child(id: "{{child}}") { circle { person { id } } } }""",
            answer => answer.Texts("child.circle.person.id").Contains(family + "2"));
        await ShieldedFamily.LinkAsync(hub, child, "gp", "GP", Patient);
        await hub.EvaluateAsync(child);
    }

    private async Task TellAsync(string child)
    {
        var told = await hub.AskAsync("gp", $$"""
            mutation { recordInformed(child: "{{child}}", record: "POL-{{child}}", agency: GP, how: "by telephone") {
              problems { code message } } }
            """);
        Assert.Equal("[]", told["data"]!["recordInformed"]!["problems"]!.ToJsonString());
        await hub.EvaluateAsync(child);
    }

    private Task<(EventReader Events, JsonNode? First)> FollowAsync(string user, string child) =>
        EventReader.BeginAsync(
            "sse", hub.Hub, DemonstrationUsers.Find(user)!,
            $$"""subscription { caseChanged(child: "{{child}}") { raised ended child { id } } }""");

    private async Task<string> CardsAsync(string child) => (await hub.AskAsync(
        "gp", $$"""{ child(id: "{{child}}") { alerts { rule for because { recordId } } } }"""))["data"]!.ToJsonString();

    private Task OfShieldedAsync(string parent)
    {
        var at = HubClock.Demonstration.AddHours(-30);
        var subjects = new Dictionary<string, string> { ["N-" + parent] = "PERSON_OF_CONCERN" };
        return hub.Hub.Agencies.Find("police")!.Writer.WriteAsync(
            [new LinkDraft("N-" + parent, parent, MatchState.Confirmed, "records desk", at)],
            [
                new FactDraft("POL-" + parent, "PoliceIncident", "POL", FuzzyTime.At(at), at, "{}", subjects),
                new FactDraft(
                    $"POL-{parent}/0", "SafeguardingFact", "POL", FuzzyTime.At(at), at,
                    JsonSerializer.Serialize(new
                    {
                        recordId = "POL-" + parent,
                        recordKind = "POLICE_INCIDENT",
                        category = "DOMESTIC_ABUSE",
                        certainty = "RECORDED",
                        accountOf = "OFFICERS",
                    }),
                    subjects) { ParentId = "POL-" + parent },
            ],
            default);
    }
}
