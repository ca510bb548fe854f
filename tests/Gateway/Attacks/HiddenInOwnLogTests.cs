using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// Of a coordinate that is withheld of one record, callers read in their own log the same whether another record has
/// nothing there or somebody who is hidden.
/// </summary>
public sealed class HiddenInOwnLogTests(LocalHubFixture hub) : TwinFamilies(hub), IClassFixture<LocalHubFixture>
{
    [Theory]
    [InlineData("analyst", "P930", true)]
    [InlineData("analyst", "P931", false)]
    [InlineData("gp", "P932", true)]
    [InlineData("health-visitor", "P933", false)]
    [InlineData("social-worker", "P934", true)]
    public async Task Nobody_and_somebody_hidden_are_one_beside_somebody_who_is_withheld(
        string user, string name, bool isHiddenLast)
    {
        var (one, two) = await MeetAsync(user, name, (family, isSecond) => RecordAsync(family, isSecond, isHiddenLast));

        await SameAsync(user, one, two, """
            { person(id: "FAMILY2") { incidents { nodes { id caller { id } } } } }
            """);

        await SameAsync(user, one, two, """
            { accesses(subject: "FAMILY2", first: 1) { nodes {
                delivered forms { coordinate effect } withheld { coordinate effect rule } } } }
            """);
    }

    // Two incidents of the carer: one that somebody called about whom the caller has no link to, and one that nobody
    // did, or somebody shielded.
    private async Task RecordAsync(string family, bool isSecond, bool isHiddenLast)
    {
        await ShieldedFamily.CareElsewhereAsync(Hub, null, family + "7");
        await Hub.Hub.Agencies.Find("police")!.Writer.WriteAsync(
            [new LinkDraft(family + "7", family + "7", MatchState.Confirmed, "desk", PeopleIndex.RecordedAt)],
            [],
            default);
        var hidden = isSecond ? family + "9" : null;
        string?[] callers = isHiddenLast ? [family + "7", hidden] : [hidden, family + "7"];
        await WriteAsync("police", [.. callers.Select((caller, place) => PeopleIndex.Record(
            "POL", "PoliceIncident", $"POL-I{place}{family}", [family + "1", family + "2"], new
            {
                headline = "called out",
                personOfConcern = family + "2",
                caller,
                childrenPresent = new[] { new { child = family + "1", place = "PRESENT", certainty = "RECORDED" } },
            }))]);
    }
}
