using System.Globalization;
using Aggregator.Kit;

namespace Aggregator.Hub.Register;

/// <summary>The register of a generated population: each family's case, and its health visitor's and doctor's links.
/// </summary>
internal static class GeneratedRegister
{
    private const int Caseloads = 200;
    private const int Surgeries = 100;

    /// <summary>Families 1 to `families`, the same for the same arguments.</summary>
    public static IEnumerable<PopulationEntry> Of(int families, DateOnly anchor) =>
        Enumerable.Range(1, families).Select(number => new GeneratedFamily(number))
            .SelectMany(family => One(family, LondonTime.StartOf(family.Born(anchor).AddDays(1))));

    private static IEnumerable<PopulationEntry> One(GeneratedFamily family, DateTimeOffset at)
    {
        foreach (var person in new[] { family.Child, family.Mother, family.Father })
        {
            yield return new PopulationEntry(
                new LinkDraft(person, person, MatchState.Confirmed, "hub register", at), null);
        }

        yield return Entry(
            RegisterKinds.CaseId(family.Child), RegisterKinds.Case, at, [family.Child, family.Mother, family.Father],
            new
            {
                members = new[]
                {
                    new { person = family.Child, part = "CHILD" },
                    new { person = family.Mother, part = "MAIN_CARER" },
                    new { person = family.Father, part = "PARENT" },
                },
            });
        yield return Link(family, at, "HV", "CASELOAD", $"hv-caseload-{Desk(family, "caseload", Caseloads)}");
        yield return Link(family, at, "GP", "PATIENT", $"gp-surgery-{Desk(family, "surgery", Surgeries)}");
    }

    private static string Desk(GeneratedFamily family, string name, int desks) =>
        (family.Pick(name, desks) + 1).ToString(CultureInfo.InvariantCulture);

    private static PopulationEntry Link(
        GeneratedFamily family, DateTimeOffset at, string agency, string link, string holder) =>
        Entry($"HUB-L-{family.Child}-{agency}", RegisterKinds.Link, at, [family.Child], new
        {
            person = family.Child,
            holder,
            holderAgency = agency,
            link,
            from = LondonTime.Print(at),
        });

    private static PopulationEntry Entry(
        string id, string kind, DateTimeOffset at, IReadOnlyList<string> people, object content) =>
        new(null, new FactDraft(
            id, kind, "HUB", FuzzyTime.At(at), at, ContractJson.Element(content).GetRawText(),
            people.ToDictionary(person => person, person => person == people[0] ? "CHILD" : "PARENT")));
}
