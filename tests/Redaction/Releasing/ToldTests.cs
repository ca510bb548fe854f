using System.Text.Json.Nodes;
using Aggregator.Audit;
using Aggregator.Policy;
using Xunit;

namespace Aggregator.Redaction.Tests;

/// <summary>The log knows of whom all of an answer is, and of which part of it the answer said so.</summary>
public class ToldTests
{
    private static readonly string[] Case = ["P1", "P2", "P3"];

    [Theory]
    [InlineData("incidents { nodes { id } }", false)]
    [InlineData("incidents { nodes { id subjects { part } } }", false)]
    [InlineData("incidents { nodes { id subjects { part person { name } } } }", true)]
    [InlineData("incidents { nodes { id subjects { part person { __typename } } } }", true)]
    public async Task Record_is_told_to_be_of_whom_it_names_and_of_whose_it_is_read_as(string query, bool names)
    {
        var blocks = await AskAsync(query);

        Assert.Equal(names, Assert.Single(blocks, block => Gives(block, "#P3")).IsTold);
        Assert.True(Assert.Single(blocks, block => Gives(block, "#P1")).IsTold);
    }

    [Fact]
    public async Task Who_is_named_elsewhere_in_the_answer_is_not_told_to_be_in_a_record()
    {
        var blocks = await AskAsync("circle { person { id } } incidents { nodes { id } }");

        Assert.False(Assert.Single(blocks, block => Gives(block, "#P3")).IsTold);
        Assert.Contains(blocks, block => block is { Subject: "#P3", IsTold: true });
    }

    [Fact]
    public async Task Who_is_shielded_in_a_record_counts_for_no_limit_and_is_in_the_log()
    {
        var world = new CaseWorld();
        world.Family["police"]!["Person"]!["P3"]!["incidents"]!["nodes"]![0]!["childrenPresent"]!.AsArray().Add(
            JsonNode.Parse("""{ "child": { "__typename": "Person", "id": "P5" }, "place": "PRESENT" }"""));
        world.Register.Facts["P5"] = new PersonFacts { Seal = SealState.Closed };

        var blocks = await AskAsync("incidents { nodes { id } }", world);

        Assert.False(Assert.Single(blocks, block => Gives(block, "#P5")).IsTold);
        Assert.Equal(["P1", "P3"], world.Counted.Order(StringComparer.Ordinal));
    }

    private static bool Gives(SubjectAccess block, string person) =>
        block.Subject == person && block.Coordinates.Delivered.Contains("PoliceIncident.id");

    private static async Task<IReadOnlyList<SubjectAccess>> AskAsync(string query, CaseWorld? given = null)
    {
        var world = given ?? new CaseWorld();
        world.Register.Link("CASELOAD", "P1", Case);
        var caller = new Caller
        {
            Role = "HEALTH_VISITOR",
            Agency = "HV",
            Subject = "caller-1",
            Recipient = "desk",
            Purpose = "SAFEGUARD_OWN_CASELOAD",
            AsAt = CaseWorld.Now,
        };
        _ = await world.AskAsync(caller, $$"""{ child(id: "P1") { name {{query}} } }""");
        return Assert.Single(world.Outcomes).Subjects;
    }
}
