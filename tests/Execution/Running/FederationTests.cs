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
}
