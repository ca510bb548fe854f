using Aggregator.Kit;

namespace Aggregator.PrimaryCare;

/// <summary>A generated population as general practice knows it: registered, immunised, a visit in distress.</summary>
internal static class GeneratedPatients
{
    private const int FirstCourseDays = 56;

    private static readonly GeneratedRecords Practice = new("GP-", "GP");

    public static IEnumerable<PopulationEntry> Of(int families, DateOnly anchor) =>
        Enumerable.Range(1, families)
            .SelectMany(number => Of(new GeneratedFamily(number), anchor));

    private static IEnumerable<PopulationEntry> Of(GeneratedFamily family, DateOnly anchor)
    {
        var registered = family.AfterBirth(anchor, 3, 9);
        var child = new Dictionary<string, string> { [family.Child] = "PATIENT" };
        yield return Practice.Link(family.Child, registered);
        yield return Practice.Link(family.Mother, registered);
        yield return Practice.Record(
            "GpRegistration", $"GP-G{family.Number:D6}-REG", registered, child, new
            {
                patient = Practice.Local(family.Child),
                practice = $"Generated practice {family.Number % 60}",
                from = LondonTime.Print(LondonTime.DateOf(registered)),
            });
        yield return Practice.Record(
            "UniversalInvolvement", $"GP-G{family.Number:D6}-INV", registered,
            new Dictionary<string, string>(child) { [family.Mother] = "PATIENT" }, new
            {
                status = "CURRENT",
                service = "registered patient",
                level = "UNIVERSAL",
                from = LondonTime.Print(LondonTime.DateOf(registered)),
            });
        if (family.Born(anchor).AddDays(FirstCourseDays) < anchor)
        {
            var at = family.AfterBirth(anchor, FirstCourseDays, 9);
            var given = Practice.Record(
                "Immunisation", $"GP-G{family.Number:D6}-IM1", at, child, new
                {
                    headline = "First primary course given",
                    patient = Practice.Local(family.Child),
                    course = "primary course",
                    dose = 1,
                });
            yield return given;
            yield return GeneratedRecords.Coded(given, 1, "UNIVERSAL_CONTACT", "RECORDED");
        }

        foreach (var entry in Visit(family, anchor))
        {
            yield return entry;
        }
    }

    private static IEnumerable<PopulationEntry> Visit(GeneratedFamily family, DateOnly anchor)
    {
        if (family.DoctorVisit(anchor) is not { } at)
        {
            yield break;
        }

        var disclosed = family.Pick("disclosed", 5) < 2;
        var visit = Practice.Record(
            "Consultation", $"GP-G{family.Number:D6}-C1", at,
            new Dictionary<string, string> { [family.Mother] = "PATIENT" }, new
            {
                headline = "Surgery appointment",
                patient = Practice.Local(family.Mother),
                setting = "SURGERY",
                factors = disclosed ? (string[])["PARENT_MENTAL_HEALTH", "DOMESTIC_ABUSE"] : ["PARENT_MENTAL_HEALTH"],
                informed = Array.Empty<object>(),
                narrativeCategory = disclosed ? "distress; violence by partner mentioned" : "distress",
            });
        yield return visit;
        yield return GeneratedRecords.Coded(visit, 1, "PARENT_MENTAL_HEALTH", "RECORDED", "PROFESSIONAL");
        if (disclosed)
        {
            yield return GeneratedRecords.Coded(visit, 2, "DOMESTIC_ABUSE", "REPORTED", "MOTHER");
        }
    }
}
