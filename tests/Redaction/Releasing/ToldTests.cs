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
        Assert.Equal(["P1 0", "P1 1"], Counted(world));
    }

    [Theory]
    [InlineData("P3")]
    [InlineData("P5")]
    public async Task Whether_two_records_keep_back_the_same_person_changes_nothing_that_is_counted(string second)
    {
        var world = new CaseWorld();
        var incidents = world.Family["police"]!["Person"]!["P3"]!["incidents"]!["nodes"]!.AsArray();
        var other = incidents[0]!.DeepClone();
        other["id"] = "POL-I3";
        other["personOfConcern"]!["id"] = second;
        incidents.Add(other);
        world.Register.Facts["P5"] = new PersonFacts();

        var blocks = await AskAsync("incidents { nodes { id } }", world);

        Assert.Equal(second == "P5", blocks.Any(block => Gives(block, "#P5")));
        Assert.Equal(["P1 0", "P1 1"], Counted(world));
    }

    [Fact]
    public async Task Who_is_told_counts_as_themselves_besides()
    {
        var world = new CaseWorld();

        _ = await AskAsync("incidents { nodes { id personOfConcern { name } } }", world);

        Assert.Equal(["P1 0", "P1 1", "P3 0"], Counted(world));
    }

    [Fact]
    public async Task Who_is_named_in_a_record_through_another_person_is_not_told_to_be_in_it()
    {
        var world = new CaseWorld();
        world.Register.Link("CASELOAD", "P1", "P5");
        world.Family["police"]!["Person"]!["P3"]!["incidents"]!["nodes"]![0]!["childrenPresent"]!.AsArray().Add(
            JsonNode.Parse("""{ "child": { "__typename": "Person", "id": "P5" }, "place": "PRESENT" }"""));
        world.Family["people"]!["Person"]!["P3"]!["relationships"] = JsonNode.Parse(
            """[{ "type": "SIBLING", "certainty": "CONFIRMED", "to": { "__typename": "Person", "id": "P5" } }]""");

        var blocks = await AskAsync(
            "incidents { nodes { id personOfConcern { relationships { to { name } } } } }", world);

        Assert.False(Assert.Single(blocks, block => Gives(block, "#P5")).IsTold);
        Assert.Contains(
            blocks,
            block => block is { Subject: "#P5", IsTold: true } && block.Coordinates.Delivered.Contains("Person.name"));
        Assert.True(Assert.Single(blocks, block => Gives(block, "#P3")).IsTold);
    }

    // Records about the same persons share what is decided of them: that must not tell that they are.
    [Fact]
    public async Task Who_is_told_in_one_record_is_not_told_in_another_about_the_same_persons()
    {
        var blocks = await AskAsync(
            "incidents { nodes { id personOfConcern { name } } } more: incidents { nodes { kind } }");

        Assert.True(Assert.Single(blocks, block => Gives(block, "#P3")).IsTold);
        Assert.True(Assert.Single(blocks, block => Gives(block, "#P1", "kind")).IsTold);
        Assert.False(Assert.Single(blocks, block => Gives(block, "#P3", "kind")).IsTold);
    }

    private static string[] Counted(CaseWorld world) =>
        [.. world.Counted.Select(each => $"{each.Of} {each.Other}").Order(StringComparer.Ordinal)];

    private static bool Gives(SubjectAccess block, string person, string field = "id") =>
        block.Subject == person && block.Coordinates.Delivered.Contains("PoliceIncident." + field);

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
