using Aggregator.Kit;

namespace Aggregator.UrgentCare;

/// <summary>A generated population as urgent care knows it: ambulances called to a father.</summary>
internal static class GeneratedAttendances
{
    private const int OneIn = 60;
    private const int SpreadDays = 30;

    private static readonly GeneratedRecords Ambulance = new("AMB-", "AMB");

    public static IEnumerable<PopulationEntry> Of(int families, DateOnly anchor) =>
        Enumerable.Range(1, families)
            .SelectMany(number => Of(new GeneratedFamily(number), anchor));

    private static IEnumerable<PopulationEntry> Of(GeneratedFamily family, DateOnly anchor)
    {
        if (family.Pick("ambulance", OneIn) != 0)
        {
            yield break;
        }

        var at = LondonTime.Instant(anchor.AddDays(family.Pick("ambulance day", SpreadDays)), new TimeOnly(21, 0));
        var thin = family.Pick("thin record", 3) == 0;
        yield return Ambulance.Link(family.Father, at);
        var attendance = Ambulance.Record(
            "AmbulanceAttendance", $"AMB-G{family.Number:D6}-A1", at,
            new Dictionary<string, string> { [family.Father] = "PATIENT" }, new
            {
                headline = "Attended an adult at home with police",
                patient = Ambulance.Local(family.Father),
                conveyed = false,
                completeness = thin ? "INSUFFICIENT" : "SUFFICIENT",
            });
        yield return attendance;
        yield return GeneratedRecords.Coded(
            attendance, 1, thin ? "RECORD_INSUFFICIENT" : "PARENT_SELF_HARM", "RECORDED", "PROFESSIONAL");
    }
}
