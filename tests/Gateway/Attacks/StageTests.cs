using System.Text.Json.Nodes;
using Aggregator.Policy;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// Whether a claimed stage is recorded is asked of those whom the answer tells of, never of whom a hidden record names.
/// </summary>
public class StageTests
{
    private static readonly LabCaller Claimant = LabCaller.PoliceDesk with { Stage = "S47" };

    [Theory]
    [InlineData("P1")]
    [InlineData("P9")]
    [InlineData("P5")]
    public async Task Whom_a_hidden_record_names_neither_refuses_a_claimed_stage_nor_is_in_the_reported_one(
        string about)
    {
        const string Query = """{ child(id: "P1") { id events { nodes { id } } } }""";
        await using var one = Lab(about);
        await using var two = Lab(null);

        var answer = await one.AskAsync(Claimant, Query);

        Assert.Equal(await two.AskAsync(Claimant, Query), answer);
        Assert.Contains("\"I1\"", answer, StringComparison.Ordinal);
        Assert.Contains("\"stage\":\"S47\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("HIDDEN", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ child(id: "P1") { id events { nodes { id } } } }""")]
    [InlineData("""{ child(id: "P1") { events { nodes { found } } } }""")]
    [InlineData("""{ child(id: "P1") { mother { postcode } } }""")]
    public async Task Who_is_named_and_not_at_the_stage_refuses_it_whatever_is_given_of_that_person(string query)
    {
        await using var gateway = Lab(null);
        _ = gateway.Register.Change("P1", facts => facts with { Stage = Stage.S17 });

        var answer = JsonNode.Parse(await gateway.AskAsync(Claimant, query))!;

        Assert.Equal(["STAGE_NOT_RECORDED"], answer.Codes());
    }

    [Fact]
    public async Task Who_is_in_a_record_that_is_given_and_not_at_the_stage_refuses_it()
    {
        await using var gateway = Lab("P9", "POL");

        var answer = JsonNode.Parse(await gateway.AskAsync(
            Claimant, """{ child(id: "P1") { id events { nodes { id } } } }"""))!;

        Assert.Equal(["STAGE_NOT_RECORDED"], answer.Codes());
    }

    [Fact]
    public async Task Whom_broken_glass_alone_opens_refuses_a_claimed_stage_that_the_case_is_not_at()
    {
        await using var gateway = Lab(null);
        _ = gateway.Register.Change("P5", facts => facts with
        {
            Stage = null,
            BreakGlass = new BreakGlassFact("glass-1", LabGateway.Now.AddMinutes(60)),
        });
        var caller = LabCaller.SocialWorker with { BreakGlass = "glass-1" };
        const string Query = """{ person(id: "P5") { id } }""";

        var answer = await gateway.AskAsync(caller, Query);
        var claimed = JsonNode.Parse(await gateway.AskAsync(caller with { Stage = "S47" }, Query))!;

        Assert.Contains("\"person\":{\"id\":\"P5\"}", answer, StringComparison.Ordinal);
        Assert.Equal(["STAGE_NOT_RECORDED"], claimed.Codes());
    }

    // An enquiry about P1 and its family is at S47; one about P9 is not. A record in the police's own list is of the
    // talking therapies, whose involvement is hidden from the police.
    private static LabGateway Lab(string? about, string agency = "THX")
    {
        var world = FamilyGraph.World();
        if (about is not null)
        {
            var record = FamilyGraph.Event("Incident", "HIDDEN", 7, about);
            record["agency"] = agency;
            world["police"]!["Person"]!["P1"]!["events"]!["nodes"]!.AsArray().Add(record);
        }

        var gateway = FamilyGraph.Gateway(world);
        foreach (var person in (string[])["P1", "P2", "P3"])
        {
            _ = gateway.Register.Change(person, facts => facts with { Stage = Stage.S47 });
        }

        _ = gateway.Register.Link("OPEN_ENQUIRY", "P9");
        return gateway;
    }
}
