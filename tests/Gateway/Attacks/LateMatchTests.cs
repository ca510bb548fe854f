using Aggregator.Host.LocalHub;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>Somebody who is shielded, whom an agency named before it knew who that was: asked about the days before.
/// </summary>
public sealed class LateMatchTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    private const string Selected = """
        alerts { rule severity for firedAt missing { code state } because { recordId } }
        referrals { nodes { ... on Referral { decisions { id gaps familySpokenTo { relation how person { id } }
          closing { form sentTo { id } } } } } }
        consultations { nodes { id ... on HealthVisit { screenings { instrument result person { id } } } } }
        """;

    [Theory]
    [InlineData("social-worker", "PG1", "PG2")]
    [InlineData("analyst", "PG3", "PG4")]
    public async Task Whoever_is_shielded_is_not_there_on_a_day_before_an_agency_knew_whom_it_had_named(
        string user, string one, string two)
    {
        await MeetAsync(user, one, isNamed: false);
        await MeetAsync(user, two, isNamed: true);

        var now = await AskAsync(user, two, null);
        var before = await AskAsync(user, two, At(-5));

        Assert.Equal(await AskAsync(user, one, null), now.Replace(two, one, StringComparison.Ordinal));
        Assert.Equal(await AskAsync(user, one, At(-5)), before.Replace(two, one, StringComparison.Ordinal));
    }

    private static string At(int days) => LondonTime.Print(HubClock.Demonstration.AddDays(days));

    private async Task<string> AskAsync(string user, string family, string? asAt) => (await hub.AskAsync(
        user, $$"""{ child(id: "{{family}}1") { {{Selected}} } }""", new Access(AsAt: asAt)))["data"]!.ToJsonString();

    private async Task MeetAsync(string user, string family, bool isNamed)
    {
        var (child, shielded) = (family + "1", family + "9");
        await ShieldedFamily.MeetAsync(hub, child, family + "2", shielded: false);
        await ShieldedFamily.JoinAsync(hub, child, shielded);
        await WriteAsync(family, isNamed ? "N-" + shielded : null);
        await ShieldedFamily.OpenAsync(hub, user, child);
        _ = await hub.UntilAsync(
            user, $$"""{ child(id: "{{child}}") { circle { person { id } } } }""",
            answer => answer.Texts("child.circle.person.id") is { Length: > 1 } circle && !circle.Contains(shielded));
    }

    private async Task WriteAsync(string family, string? named)
    {
        var child = family + "1";
        var (referral, decision) = ("CSC-R-" + family, "CSC-D-" + family);
        var talk = new { person = named, relation = "FATHER", how = "telephone" };
        await hub.Hub.Agencies.Find("social-care")!.Writer.WriteAsync(
            [
                new LinkDraft(child, child, MatchState.Confirmed, "clerk", PeopleIndex.RecordedAt),
                new LinkDraft("N-" + family + "9", family + "9", MatchState.Confirmed, "clerk", Later),
            ],
            [
                PeopleIndex.Record("CSC", "Referral", referral, [child], new { child, from = "POL", to = "CSC" }),
                PeopleIndex.Record("CSC", "ScreeningDecision", decision, [child], new
                {
                    child,
                    outcome = "NO_FURTHER_ACTION",
                    closed = true,
                    familySpokenTo = named is null ? [] : new[] { talk },
                    closing = named is null ? null : new { form = "STANDARD_LETTER", sentTo = named },
                }) with { ParentId = referral },
                PeopleIndex.Record("CSC", "SafeguardingFact", decision + "-0", [child], new
                {
                    recordId = decision,
                    recordKind = "SCREENING_DECISION",
                    category = "DECISION",
                    certainty = "RECORDED",
                    referral = new { referralId = referral },
                }) with { ParentId = decision },
            ],
            default);
        var screening = new { person = named, instrument = "mood questionnaire", result = "NEGATIVE" };
        await hub.Hub.Agencies.Find("community-health")!.Writer.WriteAsync(
            [
                new LinkDraft(child, child, MatchState.Confirmed, "clerk", PeopleIndex.RecordedAt),
                new LinkDraft("N-" + family + "9", family + "9", MatchState.Confirmed, "clerk", Later),
            ],
            [
                PeopleIndex.Record("HV", "HealthVisit", "HV-" + family, [child], new
                {
                    child,
                    screenings = named is null ? [] : new[] { screening },
                }),
            ],
            default);
    }

    private static DateTimeOffset Later => HubClock.Demonstration.AddDays(-3);
}
