using System.Globalization;
using Aggregator.Kit;

namespace Aggregator.People;

/// <summary>Invented families for load and population tests: one child, two parents, one home each.</summary>
internal static class GeneratedFamilies
{
    private const long FirstStem = 999_100_000;

    private static readonly string[] Given =
        ["Ari", "Bo", "Cam", "Dee", "Eli", "Fen", "Gus", "Hal", "Ivo", "Jem", "Kai", "Lou", "Mia", "Noa", "Oli", "Pip"];

    private static readonly string[] Family =
        ["Ashby", "Birchall", "Cedarson", "Dale", "Elmer", "Fernley", "Grove", "Hazelby", "Ivers", "Juniper", "Larch"];

    /// <summary>Families 1 to `families`, the same for the same arguments.</summary>
    public static IEnumerable<PopulationEntry> Of(int families, DateOnly anchor)
    {
        var numbers = ValidNumbers().GetEnumerator();
        for (var number = 1; number <= families; number++)
        {
            _ = numbers.MoveNext();
            foreach (var entry in One(new GeneratedFamily(number), anchor, numbers.Current))
            {
                yield return entry;
            }
        }
    }

    private static IEnumerable<PopulationEntry> One(GeneratedFamily family, DateOnly anchor, string nhsNumber)
    {
        var born = family.Born(anchor);
        var at = LondonTime.StartOf(born.AddDays(1));
        var surname = Family[family.Pick("surname", Family.Length)];
        yield return Link(family.Child, at);
        yield return Link(family.Mother, at);
        yield return Link(family.Father, at);
        yield return Person(family, family.Child, surname, born, at, nhsNumber);
        yield return Person(family, family.Mother, surname, Adult(family, "mother", born), at, null);
        yield return Person(family, family.Father, surname, Adult(family, "father", born), at, null);
        yield return Parent(family.Child, family.Mother, at);
        yield return Parent(family.Child, family.Father, at);
        yield return Fact(
            family.Address, Kinds.Address, at, [], null,
            new { lines = new[] { $"{family.Pick("door", 200) + 1} Willow Way" }, postcode = Postcode(family) });
        foreach (var person in new[] { family.Child, family.Mother, family.Father })
        {
            yield return Fact(
                person + "-R", Kinds.Residence, at, [person], family.Address,
                new { resident = person, kind = "PRIMARY", pattern = "SOLE", certainty = "RECORDED", from = born });
        }
    }

    private static DateOnly Adult(GeneratedFamily family, string who, DateOnly born) =>
        born.AddYears(-18 - family.Pick(who, 22)).AddDays(-family.Pick(who + " day", 365));

    private static string Postcode(GeneratedFamily family) => string.Create(
        CultureInfo.InvariantCulture,
        $"ZZ{10 + family.Pick("district", 80)} {family.Pick("sector", 10)}{(char)('A' + family.Pick("unit", 26))}Z");

    private static PopulationEntry Link(string person, DateTimeOffset at) =>
        new(new LinkDraft(person, person, MatchState.Confirmed, "person index", at), null);

    private static PopulationEntry Person(
        GeneratedFamily family, string id, string surname, DateOnly born, DateTimeOffset at, string? nhsNumber) =>
        Fact(id, Kinds.Person, at, [id], null, new
        {
            name = $"{Given[family.Pick(id[^2..], Given.Length)]} {surname}",
            dateOfBirth = born,
            identifiers = nhsNumber is null
                ? null
                : new[] { new { type = "NHS_NUMBER", value = nhsNumber, verification = "VERIFIED", from = born } },
        });

    private static PopulationEntry Parent(string child, string parent, DateTimeOffset at) =>
        Fact($"{parent}-P", Kinds.Relationship, at, [child, parent], null, new
        {
            from = child,
            to = parent,
            type = "PARENT",
            inverse = "CHILD",
            parentalResponsibility = true,
            isCarer = true,
            certainty = "CONFIRMED",
            source = "birth registration",
        });

    private static PopulationEntry Fact(
        string id, string kind, DateTimeOffset at, string[] people, string? parent, object content)
    {
        var element = ContractJson.Element(content);
        return new PopulationEntry(null, new FactDraft(
            id, kind, "PPL", FuzzyTime.At(at), at, element.GetRawText(),
            people.ToDictionary(person => person, _ => "MENTIONED"))
        {
            ParentId = parent,
            Terms = [.. SearchTerms.Of(kind, element)],
        });
    }

    private static IEnumerable<string> ValidNumbers()
    {
        for (var stem = FirstStem; ; stem++)
        {
            for (var check = 0; check <= 9; check++)
            {
                if (NhsNumber.TryParse($"{stem}{check}", out var number))
                {
                    yield return number.Value;
                }
            }
        }
    }
}
