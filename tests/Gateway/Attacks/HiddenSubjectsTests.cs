using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// Families of two worlds that differ in somebody hidden from the caller who is a subject of the records of those who
/// are open: what is decided on these records is the same.
/// </summary>
public sealed class HiddenSubjectsTests(LocalHubFixture hub) : TwinFamilies(hub), IClassFixture<LocalHubFixture>
{
    private static readonly string[] Agencies = ["HUB", "POL", "CSC", "GP"];

    [Theory]
    [InlineData("analyst", "PG50", "REFUSED")]
    [InlineData("gp", "PG51", "REFUSED")]
    [InlineData("gp", "PG52", "GIVEN")]
    [InlineData("social-worker", "PG53", "GIVEN")]
    public async Task What_somebody_shielded_refused_or_agreed_to_changes_nothing_of_a_childs_record(
        string user, string name, string state)
    {
        var (one, two) = await MeetAsync(user, name, async (family, isSaid) =>
        {
            await WriteAsync("community-health", Visit(family, family + "9"));
            if (isSaid)
            {
                var said = new { person = family + "9", state, scope = Agencies, obtainedBy = "HV" };
                await WriteAsync(
                    "hub", PeopleIndex.Record("HUB", "ConsentRecord", "HUB-C-" + family, [family + "9"], said));
            }
        });

        await SameAsync(user, one, two, Of("consultations { nodes { id ... on HealthVisit { carer { id } } } }"));
        await SameAsync(user, one, two, Of("consultations { nodes { id ... on HealthVisit { narrative } } }"));
    }

    [Fact]
    public async Task What_was_decided_not_to_be_shared_of_a_child_is_so_whoever_shielded_confided_it()
    {
        var (one, two) = await MeetAsync("analyst", "PG55", async (family, hidden) =>
        {
            await WriteAsync("community-health", Visit(family, hidden ? family + "9" : null));
            await WriteAsync("hub", PeopleIndex.Record("HUB", "SharingDecision", "HUB-S-" + family, [family + "1"], new
            {
                person = family + "1",
                decision = "DO_NOT_SHARE",
                to = Agencies,
                from = "HV",
            }));
        });

        await SameAsync("analyst", one, two, Of("consultations { nodes { id ... on HealthVisit { narrative } } }"));
    }

    [Fact]
    public async Task Where_an_incident_was_is_told_to_a_practice_alike_whoever_shielded_was_there()
    {
        var (one, two) = await MeetAsync("gp", "PG40", (family, hidden) => WriteAsync(
            "police", PeopleIndex.Record("POL", "PoliceIncident", "POL-I" + family, [family + "1", family + "2"], new
            {
                caller = family + "2",
                placeId = $"A-{family}1",
                childrenPresent = new[] { family + "1", family + "9" }[..(hidden ? 2 : 1)].Select(child => new
                {
                    child,
                    place = "PRESENT",
                    certainty = "RECORDED",
                }),
            })));

        await SameAsync("gp", one, two, Of("incidents { nodes { id childrenPresent { place } } }"));
        await SameAsync("gp", one, two, Of("incidents { nodes { id placeId } }"));
    }

    [Fact]
    public async Task Glass_for_an_adult_opens_the_same_of_their_records_whoever_shielded_is_in_them()
    {
        var (one, two) = await MeetAsync("analyst", "PG60", (family, hidden) => WriteAsync(
            "police", PeopleIndex.Record("POL", "PoliceIncident", "POL-I" + family, [family + "2"], new
            {
                personOfConcern = family + "2",
                caller = hidden ? family + "9" : null,
            })));

        Assert.Equal(await BehindGlassAsync(one), await BehindGlassAsync(two));
    }

    private static FactDraft Visit(string family, string? carer) => PeopleIndex.Record(
        "HV", "HealthVisit", "HV-" + family, [family + "1"], new
        {
            child = family + "1",
            carer,
            narrative = "Spoke of the nights.",
            narrativeCategory = "a conversation",
        });

    private async Task<string> BehindGlassAsync(string family)
    {
        const string Records = """{ person(id: "FAMILY2") { incidents { nodes { id incidentType } } } }""";
        var opened = await Hub.AskAsync("emergency", $$"""
            mutation {
              openBreakGlass(person: "{{family}}2", reason: RISK_OF_SERIOUS_HARM, text: "brought in alone") { id } }
            """);
        return await AnswerAsync(
            "emergency", family, Records, new Access(BreakGlass: opened.Texts("openBreakGlass.id").Single()));
    }
}
