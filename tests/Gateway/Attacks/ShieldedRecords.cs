using System.Text.Json;
using Aggregator.Host.LocalHub;
using Aggregator.Kit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>What agencies record of a family in which somebody is shielded, and what is worked out from it.</summary>
internal static class ShieldedRecords
{
    private static readonly string[] InHousehold = ["IN_HOUSEHOLD"];

    /// <summary>Asks what the hub works out for a child.</summary>
    public static string WorkedOut(string child) => $$"""
        { child(id: "{{child}}") {
            alerts { rule severity for firedAt because { recordId agency kind at category } missing { code agency }
              show { parties } handling { doNotRaiseWith homeVisitSafety } }
            notes { rule for because { recordId agency } }
            knowledgeMatrix { title firstKnown cells { agency state at } }
            markersAtAddresses { code addressId wording wordingCategory path { kind id } } } }
        """;

    /// <summary>An incident with the child and its carer.</summary>
    public static Task OfChildAsync(LocalHubFixture hub, string child, string carer) => WriteAsync(
        hub, "police", "POL", "PoliceIncident", "POL-" + child, 3,
        new() { [child] = "CHILD", [carer] = "CALLER" },
        new
        {
            recordId = "POL-" + child,
            recordKind = "POLICE_INCIDENT",
            category = "DOMESTIC_ABUSE",
            certainty = "RECORDED",
            accountOf = "OFFICERS",
            childImpact = InHousehold,
        });

    /// <summary>Earlier incidents with a parent alone, a marker where the parent lives, and a visit to the practice.
    /// </summary>
    public static async Task OfParentAsync(LocalHubFixture hub, string parent, string address)
    {
        var alone = new Dictionary<string, string> { [parent] = "PERSON_OF_CONCERN" };
        await WriteAsync(
            hub, "police", "POL", "PoliceIncident", "POL-" + parent, 30, alone,
            Concern("POL-" + parent, "POLICE_INCIDENT", "DOMESTIC_ABUSE"),
            Concern("POL-" + parent, "POLICE_INCIDENT", "PARENT_SELF_HARM"),
            new
            {
                category = "MARKER",
                certainty = "RECORDED",
                marker = new
                {
                    markerId = "M-" + parent,
                    code = "RISK_TO_OFFICERS",
                    person = "N-" + parent,
                    addressId = address,
                },
            });
        await WriteAsync(
            hub, "primary-care", "GP", "Consultation", "GP-" + parent, 29, alone,
            Concern("GP-" + parent, "CONSULTATION", "DOMESTIC_ABUSE"));
    }

    private static object Concern(string record, string kind, string category) =>
        new { recordId = record, recordKind = kind, category, certainty = "RECORDED", accountOf = "OFFICERS" };

    private static Task WriteAsync(
        LocalHubFixture hub, string agency, string code, string kind, string id, int hoursAgo,
        Dictionary<string, string> people, params object[] facts)
    {
        var at = HubClock.Demonstration.AddHours(-hoursAgo);
        var subjects = people.ToDictionary(person => "N-" + person.Key, person => person.Value);
        return hub.Hub.Agencies.Find(agency)!.Writer.WriteAsync(
            [
                .. people.Keys.Select(person =>
                    new LinkDraft("N-" + person, person, MatchState.Confirmed, "records desk", at)),
            ],
            [
                new FactDraft(id, kind, code, FuzzyTime.At(at), at, "{}", subjects),
                .. facts.Select((fact, place) => new FactDraft(
                    $"{id}/{place}", "SafeguardingFact", code, FuzzyTime.At(at), at,
                    JsonSerializer.Serialize(fact), subjects) { ParentId = id }),
            ],
            default);
    }

    /// <summary>An incident at which the child and the carer of a family were, and whoever else.</summary>
    public static Task HappensAsync(LocalHubFixture hub, string family, string[] others)
    {
        string[] all = [family + "1", family + "2", .. others];
        return hub.Hub.Agencies.Find("police")!.Writer.WriteAsync(
            [
                .. all.Select(person => new LinkDraft(
                    person, person, MatchState.Confirmed, "name and date of birth", PeopleIndex.RecordedAt)),
            ],
            [
                PeopleIndex.Draft("POL-" + family, "PoliceIncident", [], new
                {
                    headline = "Dispute at home",
                    incidentType = "DISTURBANCE",
                    childrenPresent = all[1..].Append(all[0]).Where(person => person != all[1]).Select(person => new
                    {
                        child = person,
                        place = "PRESENT",
                        certainty = "RECORDED",
                    }),
                    childImpact = all.Where(person => person != all[1]).Select(person => new
                    {
                        child = person,
                        code = "SEEN_WELL",
                        certainty = "RECORDED",
                    }),
                }) with
                {
                    Agency = "POL",
                    Subjects = all.ToDictionary(
                        person => person,
                        person => person == all[0] ? "CHILD" : person == all[1] ? "PARENT" : "PRESENT"),
                },
            ],
            default);
    }

    /// <summary>A visit to the child and its carer at which somebody was screened, and a decision about the child that
    /// was closed with a letter to that person.</summary>
    public static async Task VisitAsync(LocalHubFixture hub, string family, string screened)
    {
        var (child, carer) = (family + "1", family + "2");
        await NamesAsync(hub, "community-health", "HV", "HealthVisit", "HV-" + family, [child, carer, screened], new
        {
            child,
            carer,
            screenings = new[] { new { person = screened, instrument = "mood questionnaire", result = "NEGATIVE" } },
        });
        await NamesAsync(hub, "social-care", "CSC", "ScreeningDecision", "CSC-" + family, [child, screened], new
        {
            child,
            outcome = "NO_FURTHER_ACTION",
            closing = new { form = "STANDARD_LETTER", sentTo = screened },
        });
    }

    // Subjects are the child and its carer alone: whoever else the entry names is no subject of it.
    private static Task NamesAsync(
        LocalHubFixture hub, string agency, string code, string kind, string id, string[] people, object content) =>
        hub.Hub.Agencies.Find(agency)!.Writer.WriteAsync(
            [
                .. people.Distinct().Select(person => new LinkDraft(
                    person, person, MatchState.Confirmed, "name and date of birth", PeopleIndex.RecordedAt)),
            ],
            [
                PeopleIndex.Draft(id, kind, [], content) with
                {
                    Agency = code,
                    Subjects = people[..^1].ToDictionary(
                        person => person, person => person == people[0] ? "CHILD" : "PARENT"),
                },
            ],
            default);

    /// <summary>What the police and a health visitor wrote down of somebody.</summary>
    public static async Task SayAsync(LocalHubFixture hub, string person, string words)
    {
        foreach (var (agency, code, kind, part) in new[]
        {
            ("police", "POL", "PoliceIncident", "PERSON_OF_CONCERN"),
            ("community-health", "HV", "HealthVisit", "PATIENT"),
        })
        {
            await hub.Hub.Agencies.Find(agency)!.Writer.WriteAsync(
                [
                    new LinkDraft(
                        person, person, MatchState.Confirmed, "name and date of birth", PeopleIndex.RecordedAt),
                ],
                [
                    PeopleIndex.Draft($"{code}-{person}", kind, [], new
                    {
                        headline = "Visit",
                        personOfConcern = code == "POL" ? person : null,
                        carer = code == "HV" ? person : null,
                        narrative = words,
                        narrativeCategory = "a conversation",
                    }) with
                    {
                        Agency = code,
                        Subjects = new Dictionary<string, string> { [person] = part },
                    },
                ],
                default);
        }
    }
}
