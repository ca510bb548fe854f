using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// Families of two worlds that differ in somebody hidden from the caller who is a subject of the records of those who
/// are open: what is decided on these records is the same.
/// </summary>
public sealed class HiddenSubjectsTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    private static readonly string[] Agencies = ["HUB", "POL", "CSC", "GP"];
    private static readonly string[] Holders = ["police", "community-health"];
    private static readonly string[] People = ["1", "2", "9"];

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
                await WriteAsync("hub", Record("HUB", "ConsentRecord", "HUB-C-" + family, [family + "9"], said));
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
            await WriteAsync("hub", Record("HUB", "SharingDecision", "HUB-S-" + family, [family + "1"], new
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
            "police", Record("POL", "PoliceIncident", "POL-I" + family, [family + "1", family + "2"], new
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
            "police", Record("POL", "PoliceIncident", "POL-I" + family, [family + "2"], new
            {
                personOfConcern = family + "2",
                caller = hidden ? family + "9" : null,
            })));

        Assert.Equal(await BehindGlassAsync(one), await BehindGlassAsync(two));
    }

    private static string Of(string selected) => $$"""{ child(id: "FAMILY1") { {{selected}} } }""";

    private static FactDraft Visit(string family, string? carer) => Record(
        "HV", "HealthVisit", "HV-" + family, [family + "1"], new
        {
            child = family + "1",
            carer,
            narrative = "Spoke of the nights.",
            narrativeCategory = "a conversation",
        });

    private static FactDraft Record(string code, string kind, string id, string[] people, object content) =>
        PeopleIndex.Draft(id, kind, people, ContractJson.Element(content)) with { Agency = code };

    private async Task SameAsync(string user, string one, string two, string query)
    {
        var without = await AnswerAsync(user, one, query);

        Assert.DoesNotContain("\"errors\"", without, StringComparison.Ordinal);
        Assert.Equal(without, await AnswerAsync(user, two, query));
    }

    private async Task<string> AnswerAsync(string user, string family, string query, Access? access = null) =>
        Comparable.Of(
            (await hub.AskAsync(user, query.Replace("FAMILY", family, StringComparison.Ordinal), access))
                .ToJsonString())
            .Replace(family, "FAMILY", StringComparison.Ordinal);

    private async Task<string> BehindGlassAsync(string family)
    {
        const string Records = """{ person(id: "FAMILY2") { incidents { nodes { id incidentType } } } }""";
        var opened = await hub.AskAsync("emergency", $$"""
            mutation {
              openBreakGlass(person: "{{family}}2", reason: RISK_OF_SERIOUS_HARM, text: "brought in alone") { id } }
            """);
        return await AnswerAsync(
            "emergency", family, Records, new Access(BreakGlass: opened.Texts("openBreakGlass.id").Single()));
    }

    // Two families of a child and its carer, both open to the user, each with somebody shielded whom an agency's
    // records name.
    private async Task<(string One, string Two)> MeetAsync(
        string user, string name, Func<string, bool, Task> recordAsync)
    {
        foreach (var (family, isSecond) in new[] { (name + "A", false), (name + "B", true) })
        {
            await ShieldedFamily.MeetAsync(hub, family + "1", family + "2", shielded: false);
            await PeopleIndex.WriteAsync(hub, [family + "9"], PeopleIndex.Draft(
                family + "9", "PersonRecord", [family + "9"], new { dateOfBirth = "2019-01-02", shielded = true }));
            await ShieldedFamily.LinkAsync(hub, family + "1", "analyst", null, null);
            while (await hub.Hub.Rules.Worker!.EvaluateAsync([family + "1", family + "9"], null, default)
                is not { Failed: 0, Incomplete: 0 })
            {
                // A busy machine: the worker looks again, as it does by itself.
            }

            await KnowAsync(family);
            await recordAsync(family, isSecond);
            await LinkAsync(user, family);
            Assert.Single(
                await hub.Hub.Agencies.Find("hub")!.Current.ByIdAsync([$"HUB-SHIELD-{family}9"], default));
        }

        return (name + "A", name + "B");
    }

    private async Task LinkAsync(string user, string family)
    {
        var (agency, link) = user == "gp" ? ("GP", "PATIENT") : ("CSC", "ROUTED_ALERT");
        foreach (var person in user == "analyst" ? [] : new[] { family + "1", family + "2" })
        {
            var given = new { holder = user, holderAgency = agency, link, person, from = "2025-07-01" };
            await WriteAsync("hub", Record("HUB", "RegisteredLink", "HUB-L-" + person, [person], given));
        }

        _ = await hub.UntilAsync(
            user, $$"""{ person(id: "{{family}}2") { id } }""", answer => answer.Texts("person.id").Length == 1);
    }

    // Whom each agency knows by the keys of the index.
    private async Task KnowAsync(string family)
    {
        foreach (var agency in Holders)
        {
            await hub.Hub.Agencies.Find(agency)!.Writer.WriteAsync(
                [
                    .. People.Select(person => new LinkDraft(
                        family + person, family + person, MatchState.Confirmed, "name and date of birth",
                        PeopleIndex.RecordedAt)),
                ],
                [],
                default);
        }
    }

    private Task WriteAsync(string agency, params FactDraft[] facts) =>
        hub.Hub.Agencies.Find(agency)!.Writer.WriteAsync([], facts, default);
}
