using System.Text.Json.Nodes;
using Aggregator.Host.LocalHub;
using Xunit;

namespace Aggregator.Gateway.Tests.Disclosure;

/// <summary>What stands in place of a value that a role is given in general only: on the running hub, through
/// HTTP.</summary>
[Collection(LocalHubTests.Name)]
public class GeneralisationTests(LocalHubFixture hub)
{
    // In the hub, so that there is a link; of the role that is given identities and addresses in general.
    private static readonly DemonstrationUser Liaison = new("liaison", "EMERGENCY", "HUB", "DIRECT_CARE");

    [Fact]
    public async Task Of_a_date_of_birth_the_age_band_is_given()
    {
        const string Query = """{ child(id: "P1") { person { dateOfBirth ageBand } } }""";

        var full = (await hub.AskAsync("health-visitor", Query))["data"]!["child"]!["person"]!;
        var answer = await hub.AskAsync(Liaison, Query);

        Assert.NotNull(full["dateOfBirth"]);
        Assert.Null(answer["data"]!["child"]!["person"]!["dateOfBirth"]);
        Assert.Equal(full["ageBand"]!.ToString(), answer["data"]!["child"]!["person"]!["ageBand"]!.ToString());
        Assert.Contains("Person.dateOfBirth", Marked(answer, "OMIT", "GENERALISE"));
    }

    [Fact]
    public async Task Of_a_postcode_the_district_is_given()
    {
        const string Query = """{ child(id: "P1") { residences { address { id lines postcode district } } } }""";

        var full = await hub.AskAsync("decision-maker", Query);
        var answer = await hub.AskAsync(Liaison, Query);

        var districts = full.Texts("child.residences.address.district");
        Assert.NotEmpty(districts);
        Assert.All(full.Texts("child.residences.address.postcode"), postcode => Assert.Contains(' ', postcode));
        Assert.Equal(districts, answer.Texts("child.residences.address.postcode"));
        Assert.Equal(districts, answer.Texts("child.residences.address.district"));
        Assert.Empty(answer.Texts("child.residences.address.lines"));
        Assert.Contains("Address.postcode", Marked(answer, "GENERALISE"));
    }

    [Fact]
    public async Task Of_a_narrative_the_category_is_given()
    {
        const string Query = """{ child(id: "P1") { incidents { nodes { id narrative narrativeCategory } } } }""";

        var full = await hub.AskAsync("decision-maker", Query);
        var answer = await hub.AskAsync("social-worker", Query);

        var categories = full.Texts("child.incidents.nodes.narrativeCategory");
        Assert.NotEmpty(categories);
        Assert.Equal(categories, answer.Texts("child.incidents.nodes.narrative"));
        Assert.Empty(full.Texts("child.incidents.nodes.narrative").Intersect(categories));
        Assert.Contains("PoliceIncident.narrative", Marked(answer, "GENERALISE"));
    }

    [Fact]
    public async Task Of_an_identifier_a_fixed_mask_is_given()
    {
        var answer = await hub.AskAsync("auditor", """{ child(id: "P1") { name nhsNumber } }""");

        Assert.Equal("•••", answer["data"]!["child"]!["nhsNumber"]!.ToString());
        Assert.Equal("•••", answer["data"]!["child"]!["name"]!.ToString());
        Assert.Contains("Child.nhsNumber", Marked(answer, "MASK"));
    }

    private static IEnumerable<string> Marked(JsonNode answer, params string[] effects) =>
        answer["extensions"]!["disclosure"]!["withheld"]!.AsArray()
            .Where(marker => effects.Contains(marker!["effect"]!.ToString()))
            .Select(marker => marker!["coordinate"]!.ToString());
}
