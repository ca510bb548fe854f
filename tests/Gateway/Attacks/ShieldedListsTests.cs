using System.Text.Json.Nodes;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>Lists in which nobody stands but who is shielded: byte for byte the lists of a record, or a person, of
/// which nothing is recorded.</summary>
public sealed class ShieldedListsTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    private static readonly string[] Lists =
    [
        "residences { address { id doNotDiscloseTo { id } } }",
        Events("HealthVisit { screenings { result } }"),
        Events("HealthVisit { screenings { result person { id } } childImpact { code } }"),
        Events("ClinicContact { broughtBy { id } }"),
        Events("Consultation { accompaniedBy { id } childImpact { code } }"),
        Events("ScreeningDecision { familySpokenTo { relation } }"),
        Events("ContactWithFamily { spokenTo { relation } notSpokenTo { relation } }"),
        Events("PoliceIncident { childrenPresent { place } childImpact { code child { id } } subjects { part } }"),
    ];

    [Theory]
    [InlineData("analyst", "P811", "P821")]
    [InlineData("gp", "P831", "P841")]
    public async Task List_that_holds_nobody_but_who_is_shielded_is_one_of_which_nothing_is_recorded(
        string user, string one, string two)
    {
        await MeetAsync(user, one, shielded: null);
        await MeetAsync(user, two, Family(two) + "9");

        // A practice is given neither the incident nor from whom an address is to be kept.
        foreach (var selected in user == "gp" ? Lists[1..^1] : Lists)
        {
            var without = await hub.AskAsync(user, Of(one, selected));
            var with = await hub.AskAsync(user, Of(two, selected));

            Assert.Contains(":[]", Data(without), StringComparison.Ordinal);
            Assert.Equal(Data(without), Data(with).Replace(Family(two), Family(one), StringComparison.Ordinal));
            Assert.Equal(without.Withheld(), with.Withheld());
        }
    }

    private static string Events(string selected) => $$"""
        chronology(first: 50) { nodes { id kind ... on {{selected}} } }
        """;

    private static string Of(string child, string selected) => $$"""{ child(id: "{{child}}") { {{selected}} } }""";

    private static string Data(JsonNode answer) => answer["data"]!.ToJsonString();

    private static string Family(string child) => child[..^1];

    // A family whose home is kept from somebody, and of whose records each names that person where it can; where
    // there is no such person nothing is written of any of it.
    private async Task MeetAsync(string user, string child, string? shielded)
    {
        var family = Family(child);
        await ShieldedFamily.MeetAsync(hub, child, family + "2", shielded: false);
        if (shielded is not null)
        {
            await PeopleIndex.WriteAsync(
                hub, [shielded],
                PeopleIndex.Draft(shielded, "PersonRecord", [shielded], new
                {
                    dateOfBirth = "1995-01-01",
                    shielded = true,
                }),
                PeopleIndex.Draft("A-" + child, "AddressRecord", [], new
                {
                    postcode = "ZZ7 7DD",
                    doNotDiscloseTo = new[] { shielded },
                }) with
                {
                    RecordedAt = PeopleIndex.RecordedAt.AddHours(1),
                });
        }

        await RecordAsync(family, shielded);
        await LinkAsync(user, child);
    }

    private async Task RecordAsync(string family, string? who)
    {
        var child = family + "1";
        var told = Entry(who, new { person = who, relation = "FATHER", how = "telephone" });
        var impact = Entry(who, new { child = who, code = "SEEN_WELL", certainty = "RECORDED" });
        FactDraft Record(string code, string kind, object content) =>
            // What is null is not written, as an agency's recorder writes it.
            PeopleIndex.Draft($"{kind}-{family}", kind, [child], ContractJson.Element(content)) with
            {
                Agency = code,
            };

        await WriteAsync(
            "community-health", family, who,
            Record("HV", "HealthVisit", new
            {
                child,
                screenings = Entry(who, new { person = who, instrument = "mood questionnaire", result = "NEGATIVE" }),
                childImpact = impact,
            }),
            Record("HV", "ClinicContact", new { child, broughtBy = Entry(who, who) }));
        await WriteAsync(
            "primary-care", family, who,
            Record("GP", "Consultation", new
            {
                patient = child,
                accompaniedBy = Entry(who, who),
                childImpact = impact,
            }));
        await WriteAsync(
            "social-care", family, who,
            Record("CSC", "ScreeningDecision", new
            {
                child,
                outcome = "NO_FURTHER_ACTION",
                familySpokenTo = told,
            }),
            Record("CSC", "ContactWithFamily", new { child, spokenTo = told, notSpokenTo = told }));
        await WriteAsync(
            "police", family, who,
            Record("POL", "PoliceIncident", new
            {
                incidentType = "DISTURBANCE",
                caller = family + "2",
                childrenPresent = Entry(who, new { child = who, place = "PRESENT", certainty = "RECORDED" }),
                childImpact = impact,
            }));
    }

    private Task WriteAsync(string agency, string family, string? who, params FactDraft[] records) =>
        hub.Hub.Agencies.Find(agency)!.Writer.WriteAsync(
            [
                .. new[] { family + "1", family + "2", who }.OfType<string>().Select(person => new LinkDraft(
                    person, person, MatchState.Confirmed, "name and date of birth", PeopleIndex.RecordedAt)),
            ],
            records,
            default);

    private static object?[]? Entry(string? who, object? entry) => who is null ? null : [entry];

    private async Task LinkAsync(string user, string child)
    {
        if (user == "analyst")
        {
            _ = await hub.AskAsync(user, $$"""
                mutation { openEnquiry(child: "{{child}}", contact: "telephone", purpose: "SAFEGUARD_ENQUIRY") { id } }
                """);
        }
        else
        {
            var given = new
            {
                holder = user,
                holderAgency = "GP",
                link = "PATIENT",
                person = child,
                from = "2025-06-02",
            };
            await hub.Hub.Agencies.Find("hub")!.Writer.WriteAsync(
                [new LinkDraft(child, child, MatchState.Confirmed, "hub", PeopleIndex.RecordedAt)],
                [PeopleIndex.Draft("HUB-L-" + child, "RegisteredLink", [child], given) with { Agency = "HUB" }],
                default);
        }

        _ = await hub.UntilAsync(
            user, Of(child, "residences { address { id } }"), answer => answer["data"]!["child"] is not null);
    }
}
