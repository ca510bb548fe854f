using System.Text.Json;
using Aggregator.Host.LocalHub;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>What is worked out for a child from records that name somebody of no circle of it who is shielded.
/// </summary>
public sealed class ShieldedStrangersTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    private static readonly string[] Told = ["HV"];

    [Theory]
    [InlineData("PE1", "PE2", "intention")]
    [InlineData("PE3", "PE4", "insufficient")]
    public async Task Whether_two_records_name_the_same_shielded_stranger_is_told_by_nothing_that_is_worked_out(
        string one, string two, string what)
    {
        foreach (var family in new[] { one, two })
        {
            await MeetAsync(family);
            await MeetAsync(family + "S");
            await MeetAsync(family + "T");
        }

        await WriteAsync(one, one + "S9", one + "T9", what);
        await WriteAsync(two, two + "S9", two + "S9", what);

        var apart = await WorkedOutAsync(one);
        var together = await WorkedOutAsync(two);

        Assert.Contains("alleged domestic abuse", apart, StringComparison.Ordinal);
        Assert.Equal(apart, together.Replace(two, one, StringComparison.Ordinal));
    }

    private async Task<string> WorkedOutAsync(string family) =>
        (await hub.AskAsync("analyst", ShieldedRecords.WorkedOut(family + "1")))["data"]!.ToJsonString();

    [Fact]
    public async Task Nor_whether_they_name_the_same_stranger_to_whom_the_caller_has_no_link()
    {
        foreach (var family in new[] { "PE5", "PE6" })
        {
            await MeetAsync(family);
            await ShieldedFamily.MeetAsync(hub, family + "S1", family + "S2", shielded: false);
            await ShieldedFamily.MeetAsync(hub, family + "T1", family + "T2", shielded: false);
        }

        await WriteAsync("PE5", "PE5S2", "PE5T2", "intention");
        await WriteAsync("PE6", "PE6S2", "PE6S2", "intention");

        Assert.Equal(
            await WorkedOutAsync("PE5"),
            (await WorkedOutAsync("PE6")).Replace("PE6", "PE5", StringComparison.Ordinal));
    }

    // A child and its carer, with a shielded parent who lives with them.
    private async Task MeetAsync(string family)
    {
        var child = family + "1";
        await ShieldedFamily.MeetAsync(hub, child, family + "2", shielded: false);
        await ShieldedFamily.JoinAsync(hub, child, family + "9");
        await ShieldedFamily.OpenAsync(hub, "analyst", child);
        _ = await hub.UntilAsync(
            "analyst", $$"""{ child(id: "{{child}}") { circle { person { id } } } }""",
            answer => answer.Texts("child.circle.person.id") is { Length: > 1 } circle
                && !circle.Contains(family + "9"));
    }

    // What the police know of the child and a stranger, and what they say of the carer and a stranger.
    private async Task WriteAsync(string family, string first, string second, string what)
    {
        await FactAsync("POL-A-" + family, "POL", "police", [family + "1", first], new
        {
            recordId = "POL-A-" + family,
            recordKind = "POLICE_INCIDENT",
            category = "DOMESTIC_ABUSE",
            certainty = "RECORDED",
            accountOf = "OFFICERS",
        });
        if (what == "intention")
        {
            await FactAsync("POL-B-" + family, "POL", "police", [family + "2", second], new
            {
                recordId = "POL-B-" + family,
                recordKind = "POLICE_INCIDENT",
                category = "STATED_INTENTION",
                certainty = "RECORDED",
                intention = new
                {
                    to = Told,
                    statedBy = "POL",
                    statedAt = "2025-07-21T12:00:00Z",
                    outcome = "TOLD",
                    outcomeAt = "2025-07-21T13:00:00Z",
                },
            });
        }
        else
        {
            await FactAsync("HV-B-" + family, "HV", "community-health", [family + "2", second], new
            {
                recordId = "HV-B-" + family,
                recordKind = "HEALTH_VISIT",
                category = "RECORD_INSUFFICIENT",
                certainty = "RECORDED",
            });
        }
    }

    private Task FactAsync(string id, string code, string agency, string[] persons, object fact)
    {
        var at = HubClock.Demonstration.AddHours(id.Contains("-A-", StringComparison.Ordinal) ? -8 : -7);
        var subjects = persons.ToDictionary(person => "N-" + person, _ => "MENTIONED");
        var kind = code == "POL" ? "PoliceIncident" : "HealthVisit";
        return hub.Hub.Agencies.Find(agency)!.Writer.WriteAsync(
            [
                .. persons.Select(person =>
                    new LinkDraft("N-" + person, person, MatchState.Confirmed, "records desk", at)),
            ],
            [
                new FactDraft(id, kind, code, FuzzyTime.At(at), at, "{}", subjects),
                new FactDraft(
                    id + "/0", "SafeguardingFact", code, FuzzyTime.At(at), at, JsonSerializer.Serialize(fact),
                    subjects) { ParentId = id },
            ],
            default);
    }
}
