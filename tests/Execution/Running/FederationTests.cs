using System.Text.Json;
using Xunit;

namespace Aggregator.Execution.Tests;

public class FederationTests
{
    [Fact]
    public async Task A_mutation_waits_for_all_that_completes_the_answer_of_the_one_before()
    {
        var graph = new ComposedGraph(
            ("a", "type Query { q: Int } type Mutation { a1: T } type T @key(fields: \"id\") { id: ID! }"),
            ("b", "type T @key(fields: \"id\") { id: ID! v: Int }"),
            ("c", "type Mutation { c1: Int }"));
        var (isComplete, wasComplete) = (false, false);
        var agencies = new ScriptedAgencies()
            .On("a", """{"data":{"a1":{"__typename":"T","id":"1"}}}""")
            .On("b", async (_, stop) =>
            {
                await Task.Delay(100, stop);
                isComplete = true;
                return ScriptedAgencies.Json("""{"data":{"_entities":[{"v":2}]}}""");
            })
            .On("c", _ =>
            {
                wasComplete = isComplete;
                return """{"data":{"c1":3}}""";
            });

        var answer = await graph.Plan("mutation { a1 { id v } c1 }").AnswerAsync(agencies);

        Assert.Equal("""{"data":{"a1":{"id":"1","v":2},"c1":3}}""", answer);
        Assert.True(wasComplete);
    }

    [Theory]
    [InlineData("{ self { q } }", """{"self":{"__typename":"RootQ","q":1}}""", """{"self":{"q":1}}""")]
    [InlineData(
        "{ self { __typename q } }",
        """{"self":{"__typename":"RootQ","q":1}}""",
        """{"self":{"__typename":"Query","q":1}}""")]
    public async Task A_subgraph_may_call_its_root_by_another_name(string operation, string given, string told)
    {
        var graph = new ComposedGraph(("a", "schema { query: RootQ } type RootQ { q: Int self: RootQ }"));

        var answer = await graph.Plan(operation)
            .AnswerAsync(new ScriptedAgencies().On("a", $$"""{"data":{{given}}}"""));

        Assert.Equal($$"""{"data":{{told}}}""", answer);
    }

    [Theory]
    [InlineData("""{"__typename":"T","id":"1","o":null}""", """{"__typename":"T","id":"1","o":null}""")]
    [InlineData("""{"__typename":"T","id":"1","o":{"k":null}}""", """{"__typename":"T","id":"1","o":{"k":null}}""")]
    [InlineData("""{"__typename":"T","id":null,"o":{"k":2}}""", """{"__typename":"T","id":null,"o":{"k":2}}""")]
    [InlineData("""{"__typename":"T","id":null,"o":null}""", null)]
    public async Task An_entity_is_asked_about_while_a_part_of_its_key_is_there(string given, string? sent)
    {
        const string Type = "type T @key(fields: \"id o { k }\") { id: ID o: O @shareable";
        var graph = new ComposedGraph(
            ("a", "type Query { t: T } type O @shareable { k: Int }" + Type + " }"),
            ("b", "type O @shareable { k: Int }" + Type + " v: Int }"));
        var agencies = new ScriptedAgencies()
            .On("a", "{\"data\":{\"t\":" + given + "}}")
            .On("b", """{"data":{"_entities":[{"v":2}]}}""");

        var answer = await graph.Plan("{ t { v } }").AnswerAsync(agencies);

        Assert.Equal("{\"data\":{\"t\":{\"v\":" + (sent is null ? "null" : "2") + "}}}", answer);
        Assert.Equal(
            sent is null ? [] : [sent],
            agencies.SentTo("b").Select(body => body.GetProperty("variables").EnumerateObject().Single().Value[0])
                .Select(one => JsonSerializer.Serialize(one)));
    }
}
