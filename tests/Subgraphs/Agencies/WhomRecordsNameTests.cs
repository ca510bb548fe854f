using System.Text.Json;
using Aggregator.CommunityHealth;
using Aggregator.Kit;
using Aggregator.Police;
using Aggregator.PrimaryCare;
using Aggregator.SocialCare;
using Aggregator.TalkingTherapies;
using Aggregator.UrgentCare;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Aggregator.Subgraphs.Tests;

/// <summary>
/// An agency does not know who is shielded. So nothing that it says may rest on whom its records name, but the entries
/// that name them.
/// </summary>
public sealed class WhomRecordsNameTests
{
    private static readonly string[] Persons = ["P1", "P2", "P3", "P4", "P6"];

    private static readonly Dictionary<string, Func<Agency>> Agencies = new()
    {
        ["police"] = () => new PoliceAgency(),
        ["social-care"] = () => new SocialCareAgency(),
        ["primary-care"] = () => new PrimaryCareAgency(),
        ["community-health"] = () => new CommunityHealthAgency(),
        ["talking-therapies"] = () => new TalkingTherapiesAgency(),
        ["urgent-care"] = () => new UrgentCareAgency(),
    };

    public static TheoryData<string> Names => [.. Agencies.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_said_of_a_record_is_the_same_whoever_it_names(string name)
    {
        var contract = new NamingContract(name);
        var seed = Path.Combine(ContractFile.Root, "subgraphs", Folder(name), "seed", "marlow.yaml");
        var nobody = await SaidAsync(name, contract, seed, named: null);

        Assert.Contains("\"id\":", nobody, StringComparison.Ordinal);
        for (var number = 0; number < contract.Forms; number++)
        {
            Assert.Equal(nobody, await SaidAsync(name, contract, seed, number));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_was_coded_from_a_record_says_whose_the_record_is_by_its_labels(string name)
    {
        const string Asked = "P-ASKED";
        var own = Agencies[name]();
        await using var agency = await RunningAgency.StartAsync(own, seed: false);
        var kinds = RecordLabels.Of(name);
        var (recorded, matched) = (RunningAgency.Day("D+1 09:00"), RunningAgency.Day("D+9 09:00"));
        FactDraft Draft(string id, string kind, object content, Dictionary<string, string> subjects) => new(
            id, kind, own.Sources[0].Code, FuzzyTime.At(recorded), recorded,
            JsonSerializer.Serialize(content), subjects);
        await agency.Host.Writer.WriteAsync(
            [
                new LinkDraft("L-ASKED", Asked, MatchState.Confirmed, "clerk", recorded),
                .. Enumerable.Range(0, kinds.Max(kind => kind.Ways.Count)).Select(way => new LinkDraft(
                    RecordLabels.NumberOf(way), RecordLabels.PersonOf(way), MatchState.Confirmed, "clerk", matched)),
            ],
            [
                .. kinds.SelectMany(kind => (FactDraft[])
                [
                    Draft(kind.Kind, kind.Kind, kind.Content(), kind.Subjects()),
                    Draft("F-" + kind.Kind, "SafeguardingFact", new { }, new() { ["L-ASKED"] = "PARENT" }) with
                    {
                        ParentId = kind.Kind,
                    },
                ]),
            ],
            default);

        // Whom entries name is given by today's match, whatever day is asked about.
        foreach (var day in (string[])["D+49 18:00", "D+2 09:00"])
        {
            var facts = await agency.PersonAsync(Asked, "safeguardingFacts { nodes { recordId recordOf } }", day);

            Assert.Equal(
                kinds.Select(kind => (kind.Kind, Owners: kind.Owners(day == "D+2 09:00")))
                    .Where(each => each.Owners.Any())
                    .ToDictionary(each => each.Kind, each => string.Join(' ', each.Owners)),
                facts.GetProperty("safeguardingFacts").GetProperty("nodes").EnumerateArray()
                    .Where(fact => fact.GetProperty("recordOf").GetArrayLength() > 0).ToDictionary(
                        fact => fact.GetProperty("recordId").GetString()!,
                        fact => string.Join(' ', fact.GetProperty("recordOf").EnumerateArray())));
        }
    }

    [Fact]
    public async Task Impact_that_was_stored_as_a_code_alone_is_of_no_child_in_particular()
    {
        await using var agency = await RunningAgency.StartAsync(new PoliceAgency());
        var at = RunningAgency.Day("D+1 09:00");
        await agency.Host.Writer.WriteAsync(
            [],
            [
                new FactDraft(
                    "POL-OLD", "SafeguardingFact", "POL", FuzzyTime.At(at), at, """{"childImpact": ["WITNESSED"]}""",
                    new Dictionary<string, string> { ["POL-N-6"] = "MENTIONED" }),
            ],
            default);

        var facts = await agency.PersonAsync("P6", "safeguardingFacts { nodes { id childImpact { person code } } }");

        Assert.Equal(
            """[{"person":null,"code":"WITNESSED"}]""",
            facts.GetProperty("safeguardingFacts").GetProperty("nodes").EnumerateArray()
                .Single(fact => fact.GetProperty("id").GetString() == "POL-OLD").GetProperty("childImpact")
                .GetRawText());
    }

    // All that the agency says of the family but of whom its records name: nobody, or somebody in each form.
    private static async Task<string> SaidAsync(string name, NamingContract contract, string seed, int? named)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(await File.ReadAllTextAsync(seed)));
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        var somebody = root["links"][0]["local"];
        foreach (var record in ((YamlSequenceNode)root["records"]).Cast<YamlMappingNode>())
        {
            contract.Name(record, somebody, named);
        }

        var folder = Directory.CreateTempSubdirectory("whom-records-name");
        try
        {
            await using (var text = File.CreateText(Path.Combine(folder.FullName, "family.yaml")))
            {
                yaml.Save(text, assignAnchors: false);
            }

            await using var agency = await RunningAgency.StartAsync(Agencies[name](), seedFolder: folder.FullName);
            List<string> said = [];
            foreach (var person in Persons)
            {
                said.Add((await agency.PersonAsync(person, contract.Selection)).GetRawText());
            }

            return string.Join('\n', said);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Folder(string name) =>
        string.Concat(name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
