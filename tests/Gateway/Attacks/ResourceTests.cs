using System.Text;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>Attempts to exhaust the gateway, and to harvest with one request.</summary>
public class ResourceTests
{
    [Theory]
    [InlineData(40_000)]
    [InlineData(1_000_000)]
    public async Task Nesting_of_selections_values_and_lists_ends_in_an_error_and_not_in_a_crash(int size)
    {
        await using var gateway = FamilyGraph.Gateway();
        string[] documents =
        [
            Nested("{a", size / 2, ""),
            "{ search(where: " + Nested("{ and: [", size / 8, "") + ") { id } }",
            "{ search(order: " + new string('[', size) + ") { id } }",
            "query Q($v: " + new string('[', size) + ") { __typename }",
            Nested("{ ... ", size / 6, ""),
            new string('{', size),
        ];
        foreach (var document in documents)
        {
            var answer = await gateway.AskAsync(LabCaller.DecisionMaker, document);

            Assert.Matches("GRAPHQL_PARSE_FAILED|LIMIT_EXCEEDED", answer);
        }

        Assert.Empty(gateway.TakeRequests());
    }

    [Theory]
    [InlineData("IntrospectionQuery", "")]
    [InlineData("__schema", "__schema { queryType { name } }")]
    [InlineData("Q", "__typename")]
    public async Task A_name_like_that_of_introspection_lifts_no_limit(string name, string extra)
    {
        await using var gateway = FamilyGraph.Gateway();
        var deep = string.Concat(Enumerable.Repeat("child(id: \"P1\") { mother { ", 1))
            + string.Concat(Enumerable.Repeat("... on Person { ", 400)) + "id" + new string('}', 402);

        var answer = await gateway.AskAsync(LabCaller.DecisionMaker, $"query {name} {{ {extra} {deep} }}");

        Assert.Contains("LIMIT_EXCEEDED", answer, StringComparison.Ordinal);
        Assert.Empty(gateway.TakeRequests());
    }

    [Fact]
    public async Task A_thousand_aliases_harvest_nobody()
    {
        await using var gateway = FamilyGraph.Gateway();
        var fields = string.Join(' ', Enumerable.Range(0,
            1000).Select(id => $"a{id}: person(id: \"X{id}\") {{ name }}"));

        var answer = await gateway.AskAsync(LabCaller.DecisionMaker, $"{{ {fields} }}");

        Assert.Contains("LIMIT_EXCEEDED", answer, StringComparison.Ordinal);
        Assert.Empty(gateway.TakeRequests());
    }

    private static string Nested(string open, int bytes, string close)
    {
        var text = new StringBuilder(bytes + 16);
        while (text.Length < bytes)
        {
            _ = text.Append(open);
        }

        return text.Append(close).ToString();
    }
}
