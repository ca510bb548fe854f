using System.Text.Json.Nodes;
using Aggregator.Policy;
using Xunit;

namespace Aggregator.Redaction.Tests;

/// <summary>A page does not tell by its length that something in it is hidden.</summary>
public class ShortPageTests
{
    private static readonly Caller HealthVisitor = new()
    {
        Role = "HEALTH_VISITOR",
        Agency = "HV",
        Subject = "caller-1",
        Recipient = "desk",
        Purpose = "SAFEGUARD_OWN_CASELOAD",
        AsAt = CaseWorld.Now,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Worlds_that_differ_in_hidden_items_give_the_same_bytes(int size)
    {
        var with = await AskAsync(size, "A", "hidden", "B", "hidden", "C", "D");
        var without = await AskAsync(size, "A", "B", "C", "D");

        Assert.Equal(without, with);
        Assert.Equal(size, JsonNode.Parse(with)!["data"]!["child"]!["incidents"]!["nodes"]!.AsArray().Count);
        Assert.Contains("\"hasNextPage\":true", with, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Last_page_ends_where_what_may_stand_ends()
    {
        var with = await AskAsync(2, "A", "B", "hidden");
        var without = await AskAsync(2, "A", "B");

        Assert.Contains("\"hasNextPage\":false", without, StringComparison.Ordinal);
        Assert.Equal(Nodes(without).ToJsonString(), Nodes(with).ToJsonString());
    }

    [Fact]
    public async Task However_many_hidden_items_stand_before_it_the_first_that_may_stand_is_found()
    {
        var with = await AskAsync(1, [.. Enumerable.Repeat("hidden", 25), "A"]);
        var without = await AskAsync(1, "A");

        Assert.Equal(without, with);
        Assert.Contains("POL-A", with, StringComparison.Ordinal);
    }

    private static JsonNode Nodes(string answer) =>
        JsonNode.Parse(JsonNode.Parse(answer)!["data"]!["child"]!["incidents"]!["nodes"]!.ToJsonString())!;

    private static async Task<string> AskAsync(int size, params string[] items)
    {
        var world = new CaseWorld();
        world.Register.Link("CASELOAD", "P1", "P1", "P2", "P3");
        var person = world.Family["police"]!["Person"]!["P3"]!;
        var pattern = person["incidents"]!["nodes"]![0]!;
        person["incidents"]!["nodes"] = new JsonArray(
            [.. items.Select((item, place) => Incident(pattern, item, place))]);
        return await world.AskAsync(
            HealthVisitor,
            $"{{ child(id: \"P1\") {{ incidents(first: {size}) {{ nodes {{ id }} pageInfo {{ hasNextPage }} }} }} }}");
    }

    // A hidden one is about somebody the caller has no link to.
    private static JsonNode Incident(JsonNode pattern, string item, int place)
    {
        var incident = pattern.DeepClone().AsObject();
        incident["id"] = item == "hidden" ? "HIDDEN-" + place : "POL-" + item;
        incident["sortAt"] = $"2025-06-02T19:{(item == "hidden" ? place : item[0] - 'A' + 30):00}:00.0000000Z";
        if (item == "hidden")
        {
            incident["personOfConcern"] = new JsonObject { ["__typename"] = "Person", ["id"] = "P9" };
            incident["childrenPresent"] = new JsonArray();
        }

        return incident;
    }
}
