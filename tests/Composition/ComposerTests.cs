using Xunit;

namespace Aggregator.Composition.Tests;

public class ComposerTests
{
    private const string Sdl = "type Query { a: Int }";

    [Fact]
    public void No_subgraphs_are_too_few() => Assert.Equal("TOO_MANY_SUBGRAPHS", OnlyCode([]));

    [Fact]
    public void More_subgraphs_than_the_limit_are_refused() => Assert.Equal(
        "TOO_MANY_SUBGRAPHS",
        OnlyCode([new("a", "", Sdl), new("b", "", Sdl)], new CompositionOptions { MaxSubgraphs = 1 }));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("_")]
    public void A_subgraph_needs_a_name(string name) =>
        Assert.Equal("INVALID_SUBGRAPH_NAME", OnlyCode([new(name, "", Sdl)]));

    [Fact]
    public void A_name_is_given_once() =>
        Assert.Equal("INVALID_SUBGRAPH_NAME", OnlyCode([new("a", "", Sdl), new("a", "", Sdl)]));

    [Fact]
    public void The_proof_of_reachability_ends_at_its_limit() => Assert.Equal(
        "MAX_VALIDATION_SUBGRAPH_PATHS_EXCEEDED",
        OnlyCode(
            [new("a", "", "type Query { a: A } type A { b: B } type B { c: Int }")],
            new CompositionOptions { MaxSatisfiabilityStates = 1 }));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Requirements_of_requirements_are_proved_without_following_every_chain_of_them(bool inCircles)
    {
        var sources = Enumerable.Range(0, 2).Select(subgraph => new SubgraphSource($"s{subgraph}", "", $$"""
            extend schema @link(url: "https://specs.apollo.dev/federation/v2.5",
              import: ["@key", "@external", "@requires"])
            {{(subgraph == 0 ? "type Query { thing: Thing }" : "")}}
            type Thing @key(fields: "id") { id: ID! {{Fields(subgraph, inCircles)}} }
            """));

        var result = Composer.Compose([.. sources]);

        var codes = result.Errors.Select(error => error.Code).Distinct();
        Assert.Equal(inCircles ? ["SATISFIABILITY_ERROR"] : [], codes);
    }

    // Each field of one subgraph requires all of the other's: those before it, or in circles all others too.
    private static string Fields(int subgraph, bool inCircles)
    {
        const int Count = 60;
        return string.Join(' ', Enumerable.Range(0, Count).Select(field =>
        {
            var needed = Enumerable.Range(0, Count).Where(other =>
                other % 2 != subgraph && (inCircles || other < field)).Select(other => $"f{other}");
            return field % 2 == subgraph
                ? $"f{field}: Int {(field > 0 ? $"@requires(fields: \"{string.Join(' ', needed)}\")" : "")}"
                : inCircles || field < Count - 1 ? $"f{field}: Int @external" : "";
        }));
    }

    [Fact]
    public void A_finding_names_code_place_and_cure()
    {
        var result = Composer.Compose([new SubgraphSource("a", "", "type Query {\n  a: Missing\n}")]);

        Assert.Equal(
            "INVALID_GRAPHQL: `Query.a` is of type `Missing`, which is not defined [a 2:3]; "
                + "correct the schema at the place named",
            result.Errors[0].ToString());
    }

    private static string OnlyCode(IReadOnlyList<SubgraphSource> sources, CompositionOptions? options = null) =>
        Assert.Single(Composer.Compose(sources, options).Errors).Code;
}
