using Xunit;

namespace Aggregator.Schema.Tests;

public class ApiComparisonTests
{
    private const string Before = """
        type Query { a(x: Int, y: E = ONE): A u: U }
        type A implements I { id: ID! name: String list: [String!] }
        interface I { id: ID! }
        type B { id: ID }
        union U = A | B
        enum E { ONE TWO }
        input In { p: Int q: Int! = 1 }
        """;

    [Theory]
    [InlineData("type B { id: ID }", "type B { id: ID more: Int }", "safe: B.more: is new")]
    [InlineData("name: String ", "name: String! ", "safe: A.name: was `String` and is `String!`")]
    [InlineData("id: ID! name", "id: ID name", "breaking: A.id: was `ID!` and is `ID`")]
    [InlineData("list: [String!]", "list: [String]", "breaking: A.list: was `[String!]` and is `[String]`")]
    [InlineData(" name: String", "", "breaking: A.name: is gone")]
    [InlineData("x: Int,", "x: Int!,", "breaking: Query.a(x:): took `Int` and takes `Int!`")]
    [InlineData("x: Int,", "", "breaking: Query.a(x:): is gone")]
    [InlineData("x: Int,", "x: Int, z: Int!,", "breaking: Query.a(z:): is new and must be given (`Int!`)")]
    [InlineData("x: Int,", "x: Int, z: Int,", "safe: Query.a(z:): is new")]
    [InlineData("y: E = ONE", "y: E = TWO", "careful: Query.a(y:): had the default `ONE` and has `TWO`")]
    [InlineData("= A | B", "= A", "breaking: U: the member `B` is gone")]
    [InlineData("{ ONE TWO }", "{ ONE TWO THREE }", "careful: E: the value `THREE` is new: a client may not know it")]
    [InlineData("{ ONE TWO }", "{ ONE }", "breaking: E: the value `TWO` is gone")]
    [InlineData("A implements I", "A", "breaking: A: the interface `I` is gone")]
    [InlineData("q: Int! = 1", "q: Int!", "breaking: In.q: has no default any more")]
    [InlineData("p: Int q", "p: String q", "breaking: In.p: took `Int` and takes `String`")]
    [InlineData("type B { id: ID }", "interface B { id: ID }", "breaking: B: was an object and is an interface")]
    public void Change_is_named_with_what_it_means(string text, string instead, string expected)
    {
        var changes = ApiComparison.Between(
            Read(Before), Read(Before.Replace(text, instead, StringComparison.Ordinal)));

        Assert.Contains(expected, changes.Select(change => change.ToString()));
    }

    [Fact]
    public void Same_api_has_no_changes() => Assert.Empty(ApiComparison.Between(Read(Before), Read(Before)));

    [Fact]
    public void Breaking_changes_come_first() => Assert.Equal(
        ApiImpact.Breaking,
        ApiComparison.Between(Read(Before), Read("type Query { new: Int }"))[0].Impact);

    private static TypeSystem Read(string sdl) => DocumentReader.ReadTypes(sdl).Document!;
}
