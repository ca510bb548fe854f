using Aggregator.Kit;

namespace Aggregator.CommunityHealth;

/// <summary>A generated population as community health knows it: birth, caseload, first visit.</summary>
internal static class GeneratedCaseload
{
    private const int FirstVisitDays = 12;

    private static readonly GeneratedRecords Midwives = new("CH-", "MID");
    private static readonly GeneratedRecords Visitors = new("CH-", "HV");

    public static IEnumerable<PopulationEntry> Of(int families, DateOnly anchor) =>
        Enumerable.Range(1, families)
            .SelectMany(number => Of(new GeneratedFamily(number), anchor));

    private static IEnumerable<PopulationEntry> Of(GeneratedFamily family, DateOnly anchor)
    {
        var born = family.AfterBirth(anchor, 0, 9);
        var visited = family.AfterBirth(anchor, FirstVisitDays, 10);
        var subjects = new Dictionary<string, string> { [family.Child] = "CHILD", [family.Mother] = "PARENT" };
        var child = Midwives.Local(family.Child);
        var mother = Midwives.Local(family.Mother);
        yield return Midwives.Link(family.Child, born);
        yield return Midwives.Link(family.Mother, born);

        var birth = Midwives.Record("BirthNotification", $"MID-G{family.Number:D6}-B1", born, subjects, new
        {
            headline = "Live birth",
            child,
            mother,
            liveBirth = true,
            informed = new[] { new { agency = "HV", at = born, how = "birth notification" } },
        });
        yield return birth;
        yield return GeneratedRecords.Coded(birth, 1, "BIRTH", "RECORDED");

        var visit = Visitors.Record("HealthVisit", $"HV-G{family.Number:D6}-V1", visited, subjects, new
        {
            headline = "Home visit; universal service",
            child,
            carer = mother,
            childSeen = true,
            level = "UNIVERSAL",
            informed = Array.Empty<object>(),
            narrativeCategory = "no concerns",
        });
        yield return visit;
        yield return GeneratedRecords.Coded(visit, 1, "UNIVERSAL_CONTACT", "RECORDED", childImpact: "SEEN_WELL");
        yield return Visitors.Record("UniversalInvolvement", $"HV-G{family.Number:D6}-INV", visited, subjects, new
        {
            status = "CURRENT",
            service = "health visiting",
            level = "UNIVERSAL",
            from = LondonTime.Print(LondonTime.DateOf(visited)),
        });
        yield return Visitors.Record("Caseload", $"HV-G{family.Number:D6}-CL", visited, subjects, new
        {
            child,
            caseload = $"Generated list {family.Number % 40}",
            level = "UNIVERSAL",
            from = LondonTime.Print(LondonTime.DateOf(visited)),
        });
    }
}
