using System.Text.Json;
using Xunit;

namespace Aggregator.Execution.Tests;

public class CompletionTests
{
    private const string Sdl = """
        type Query { t: T u: [T!] deep: Outer any: Node nodes: [Node] }
        scalar Json
        enum Colour { RED GREEN }
        interface Node { id: ID! }
        type T implements Node {
          id: ID! s: String i: Int f: Float b: Boolean c: Colour j: Json n: String! l: [Int] ll: [[Int!]!] cs: [Colour!]
        }
        type Other implements Node { id: ID! x: String }
        type Outer { inner: Inner }
        type Inner { leaf: String! list: [T!]! }
        """;

    [Theory]
    [InlineData("s", "\"a\\u0041\\n\"", "\"a\\u0041\\n\"")]
    [InlineData("s", "1", null)]
    [InlineData("s", "{\"a\":1}", null)]
    [InlineData("i", "2147483647", "2147483647")]
    [InlineData("i", "2147483648", null)]
    [InlineData("i", "1.5", null)]
    [InlineData("i", "\"1\"", null)]
    [InlineData("f", "1.5e300", "1.5e300")]
    [InlineData("f", "\"1\"", null)]
    [InlineData("b", "true", "true")]
    [InlineData("b", "1", null)]
    [InlineData("id", "7", "\"7\"")]
    [InlineData("id", "\"7\"", "\"7\"")]
    [InlineData("c", "\"RED\"", "\"RED\"")]
    [InlineData("c", "\"BLUE\"", null)]
    [InlineData("j", "{\"big\": 123456789012345678901234567890.120}", "{\"big\": 123456789012345678901234567890.120}")]
    [InlineData("l", "[1,null, 3]", "[1,null,3]")]
    [InlineData("l", "[1,\"x\"]", "[1,null]")]
    [InlineData("l", "1", null)]
    [InlineData("ll", "[[1],[2,3]]", "[[1],[2,3]]")]
    [InlineData("ll", "[[1],[null]]", "null")]
    [InlineData("cs", "[\"RED\",\"GREEN\"]", "[\"RED\",\"GREEN\"]")]
    [InlineData("cs", "[]", "[]")]
    public async Task A_leaf_is_given_if_it_is_one_of_its_type_and_else_is_null_with_an_error(
        string field, string given, string? expected)
    {
        var answer = JsonElement.Parse(await AnswerAsync(
            $"t {{ {field} }}", $"t {{ {field} }}", $$$"""{"t":{"{{{field}}}":{{{given}}}}}"""));

        var value = answer.GetProperty("data").GetProperty("t");
        var isBad = expected is null or "null" || given.Contains("\"x\"", StringComparison.Ordinal);
        Assert.Equal(expected ?? "null", value.GetProperty(field).GetRawText());
        Assert.Equal(isBad, answer.TryGetProperty("errors", out _));
    }

    [Theory]
    [InlineData("{\"deep\":{\"inner\":{\"leaf\":null,\"list\":[]}}}",
        "{\"deep\":{\"inner\":null}}", "[\"deep\",\"inner\",\"leaf\"]")]
    [InlineData("{\"deep\":{\"inner\":{\"leaf\":\"x\",\"list\":[{\"n\":\"y\"},{\"n\":null}]}}}",
        "{\"deep\":{\"inner\":null}}", "[\"deep\",\"inner\",\"list\",1,\"n\"]")]
    [InlineData("{\"deep\":{\"inner\":{\"leaf\":\"x\",\"list\":[null]}}}", "{\"deep\":{\"inner\":null}}",
        "[\"deep\",\"inner\",\"list\",0]")]
    public async Task A_missing_value_that_is_never_null_takes_its_parent_with_it(
        string given, string data, string path)
    {
        var answer = JsonElement.Parse(await AnswerAsync(
            "deep { inner { leaf list { n } } }", "deep { inner { leaf list { n } } }", given));

        Assert.Equal(data, answer.GetProperty("data").GetRawText());
        Assert.Equal(path, answer.GetProperty("errors")[0].GetProperty("path").GetRawText());
        Assert.Equal(1, answer.GetProperty("errors").GetArrayLength());
    }

    [Fact]
    public async Task Abstract_values_are_written_by_their_type()
    {
        var answer = await AnswerAsync(
            "nodes { __typename id s x }",
            "nodes { __typename kind=__typename id ... on T { s } ... on Other { x } }",
            """
            {"nodes":[{"__typename":"T","id":"1","s":"s"},null,{"__typename":"Other","id":"2","x":"x"},{"id":"3"}]}
            """);

        Assert.Equal(
            """
            {"data":{"nodes":[{"__typename":"T","kind":"T","id":"1","s":"s"},null,
            {"__typename":"Other","kind":"Other","id":"2","x":"x"},null]},
            "errors":[{"message":"the agency's value is not one that the field's type allows",
            "path":["nodes",3],"extensions":{"code":"INVALID_VALUE"}}]}
            """.ReplaceLineEndings(""),
            answer);
    }

    [Fact]
    public async Task Where_nothing_depends_on_the_type_nobody_has_to_tell_it()
    {
        var answer = await AnswerAsync(
            "nodes { __typename id }", "nodes { id }", """{"nodes":[{"__typename":"Node","id":"1"},{"id":"2"}]}""");

        Assert.Equal(
            """[{"id":"1"},{"id":"2"}]""",
            JsonElement.Parse(answer).GetProperty("data").GetProperty("nodes").GetRawText());
    }

    [Fact]
    public async Task An_error_of_the_agency_explains_a_missing_value()
    {
        var agencies = new ScriptedAgencies().On("one", """
            {"data":{"t":{"n":null}},"errors":[{"message":"m","path":["t","n"],"extensions":{"code":"GONE"}}]}
            """);
        var sketch = new Sketch(Sdl);
        _ = sketch.Root("one", "{t{n}}", "t { n }");

        var answer = await sketch.Plan("t { n }")
            .AnswerAsync(agencies, new ExecutionInput { PassSubgraphMessages = true });

        Assert.Equal(
            """{"data":{"t":null},"errors":[{"message":"m","path":["t","n"],"extensions":{"code":"SUBGRAPH_ERROR","""
            + "\"agency\":\"one\",\"agencyCode\":\"GONE\"}}]}",
            answer);
    }

    private static Task<string> AnswerAsync(string output, string response, string data)
    {
        var sketch = new Sketch(Sdl);
        _ = sketch.Root("one", "{x}", output);
        return sketch.Plan(response).AnswerAsync(new ScriptedAgencies().On("one", $$"""{"data":{{data}}}"""));
    }
}
