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
