using Aggregator.Kit;

namespace Aggregator.Police;

/// <summary>Incidents of a generated population: about one family in twelve has called the police once.</summary>
internal static class GeneratedIncidents
{
    private const int OneIn = 12;
    private const int SpreadDays = 30;

    public static IEnumerable<PopulationEntry> Of(int families, DateOnly anchor) =>
        Enumerable.Range(1, families)
            .Select(number => new GeneratedFamily(number))
            .Where(family => family.Pick("police", OneIn) == 0)
            .SelectMany(family => One(family, anchor));

    private static IEnumerable<PopulationEntry> One(GeneratedFamily family, DateOnly anchor)
    {
        var at = LondonTime.Instant(anchor.AddDays(family.Pick("incident", SpreadDays)), new TimeOnly(20, 0));
        foreach (var person in new[] { family.Child, family.Mother, family.Father })
        {
            yield return new PopulationEntry(
                new LinkDraft("N-" + person, person, MatchState.Confirmed, "records desk", at), null);
        }

        var subjects = new Dictionary<string, string>
        {
            ["N-" + family.Child] = "CHILD",
            ["N-" + family.Mother] = "CALLER",
            ["N-" + family.Father] = "PERSON_OF_CONCERN",
        };
        var id = $"POL-G{family.Number:D6}";
        yield return Fact(id, "PoliceIncident", null, at, subjects, new
        {
            headline = "Domestic dispute; young child in the household",
            incidentType = "DOMESTIC_DISPUTE",
            placeId = family.Address,
        });
        yield return Fact(id + "/1", "SafeguardingFact", id, at, subjects, new
        {
            recordId = id,
            recordKind = "POLICE_INCIDENT",
            category = "DOMESTIC_ABUSE",
            certainty = "RECORDED",
            accountOf = "OFFICERS",
            childImpact = new[] { new { person = "N-" + family.Child, code = "IN_HOUSEHOLD" } },
            informed = Array.Empty<object>(),
        });
    }

    private static PopulationEntry Fact(
        string id,
        string kind,
        string? parent,
        DateTimeOffset at,
        Dictionary<string, string> subjects,
        object content) =>
        new(null, new FactDraft(
            id, kind, "POL", FuzzyTime.At(at), at.AddHours(1), ContractJson.Element(content).GetRawText(), subjects)
        {
            ParentId = parent,
        });
}
