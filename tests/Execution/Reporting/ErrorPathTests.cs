using Xunit;

namespace Aggregator.Execution.Tests;

public class ErrorPathTests
{
    private static readonly ComposedGraph Graph = new(("one", """
        type Query { l: [Int] ll: [[Int]] t: T ts: [T] }
        type T { n: Int nn: Int! bol: [B] }
        type B { x: Int! }
        """));

    [Theory]
    [InlineData("{ l }", """{"l":[1,null,3]}""", "l/1")]
    [InlineData("{ ll }", """{"ll":[[1,null],[2]]}""", "ll/0/1")]
    [InlineData("{ t { nn } }", """{"t":null}""", "t/nn")]
    [InlineData("{ it: t { is: nn } }", """{"it":null}""", "it/is")]
    [InlineData("{ t { bol { x } } }", """{"t":{"bol":[{"x":1},null]}}""", "t/bol/1/x")]
    [InlineData("{ ts { bol { x } } }", """{"ts":[null]}""", "ts/0/bol/3/x")]
    public async Task An_error_keeps_its_path_where_nothing_arrived(string operation, string data, string path)
    {
        using var fetched = await Graph.Plan(operation).RunAsync(Failing(data, path));

        Assert.Equal(path, Path(fetched));
    }

    [Theory]
    [InlineData("{ l }", """{"l":[1,null,3]}""", "l/1", "l")]
    [InlineData("{ t { bol { x } } }", """{"t":{"bol":null}}""", "t/bol/7/x", "t/bol")]
    public async Task Where_a_policy_decides_a_path_does_not_tell_how_much_did_not_arrive(
        string operation, string data, string path, string told)
    {
        using var fetched = await Graph.Plan(operation).RunAsync(Failing(data, path), new ExecutionInput());

        Assert.Equal(told, Path(fetched));
    }

    [Theory]
    [InlineData("t/other/1", "t")]
    [InlineData("t/bol/x", "t/bol")]
    [InlineData("t/bol/-1", "t/bol")]
    [InlineData("t/bol/0/x/0/more", "t/bol/0/x/0")]
    public async Task A_path_that_was_not_asked_for_ends_where_it_leaves_what_was(string path, string told)
    {
        using var fetched = await Graph.Plan("{ t { bol { x } } }").RunAsync(Failing("""{"t":null}""", path));

        Assert.StartsWith(told, Path(fetched), StringComparison.Ordinal);
    }

    private static string Path(FetchedData fetched) =>
        string.Join('/', Assert.Single(fetched.Errors).Path!.Value);

    private static ScriptedAgencies Failing(string data, string path)
    {
        var items = path.Split('/').Select(item => int.TryParse(item, out _) ? item : $"\"{item}\"");
        return new ScriptedAgencies().On(
            "one", $$"""{"data":{{data}},"errors":[{"message":"m","path":[{{string.Join(',', items)}}]}]}""");
    }
}
