using Aggregator.Hub.Rules;
using NodaTime;
using NodaTime.Text;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Aggregator.Hub.Tests;

/// <summary>A situation written as rows, read into a rule's input. Days count from the anchor.</summary>
internal sealed class CaseFile
{
    private readonly CaseText _text;

    private CaseFile(CaseText text)
    {
        _text = text;
        Clock = new CaseClock(LocalDatePattern.Iso.Parse(text.Anchor).Value);
    }

    public CaseClock Clock { get; }

    public IReadOnlyList<string> Prints => _text.Print;

    private static string Cases => Path.Combine(RepositoryRoot.Folder, "tests", "Hub", "cases");

    public static IEnumerable<string> Names() => Directory.EnumerateDirectories(Cases).Select(Path.GetFileName)!;

    public static CaseFile Read(string name)
    {
        var reader = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();
        return new CaseFile(reader.Deserialize<CaseText>(File.ReadAllText(Path.Combine(Cases, name, "case.yaml"))));
    }

    /// <summary>The whole case; rules see of it what was known at the instant, e.g. "D+2 18:00".</summary>
    public RuleInput At(string asAt)
    {
        var instant = Clock.When(asAt);
        return new RuleInput
        {
            Child = new ChildAtCentre(_text.Child.Id, Clock.Day(_text.Child.Born), Clock.Day(_text.Child.Expected)),
            Circle = [.. _text.Circle.Select(member => Member(member, instant))],
            Facts = [.. _text.Rows.SelectMany(new FactReader(Clock).Facts)],
            Missing = [.. _text.Missing.Select(CaseCode.Code<AgencyCode>)],
            Register = Register(_text.Register),
            AsAt = instant,
        };
    }

    private CircleMember Member(MemberText member, Instant asAt) => new()
    {
        PersonId = member.Person,
        Relation = CaseCode.Code<Relation>(member.Relation),
        ParentalResponsibility = member.ParentalResponsibility,
        DateOfBirth = Clock.Day(member.Born),
        ExpectedDate = Clock.Day(member.Expected),
        Residences =
        [
            .. member.Homes.Where(home => home.Known is null || Clock.When(home.Known) <= asAt)
                .Select(home => new Residence(home.Address, Clock.Day(home.From), Clock.Day(home.To), home.Pattern)),
        ],
    };

    private RegisterFacts Register(RegisterText text) => new()
    {
        Consents =
        [
            .. text.Consents.Select(entry => new ConsentFact(
                entry.Id, entry.Confider, CaseCode.Code<AgencyCode>(entry.ObtainedBy), entry.State,
                [.. entry.Scope.Select(CaseCode.Code<AgencyCode>)], Clock.When(entry.At))),
        ],
        StandingDecisions =
        [
            .. text.Standing.Select(entry => new StandingDecision(
                entry.Id, 1, entry.Title, [.. entry.Recipients.Select(CaseCode.Code<AgencyCode>)], Instant.MinValue)),
        ],
        Involved =
        [
            .. text.Involved.Select(entry => new InvolvedFact(
                CaseCode.Code<AgencyCode>(entry.Agency), Clock.When(entry.From))),
        ],
        Contacts = text.Contacts.ToDictionary(
            entry => CaseCode.Code<AgencyCode>(entry.Key),
            entry => new DutyContact(entry.Value.Team, null, entry.Value.Phone, entry.Value.Hours)),
    };
}
