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
