using Xunit;

namespace Aggregator.Schema.Tests;

/// <summary>A supergraph that no composer would write has its faults named before it is served.</summary>
public class SupergraphReaderTests
{
    private const string Sound = """
        schema
          @link(url: "https://specs.apollo.dev/link/v1.0")
          @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION)
          @link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY)
        { query: Query }
        enum join__Graph { A @join__graph(name: "a", url: "") B @join__graph(name: "b", url: "") }
        type Query @join__type(graph: A) { part(filter: Filter): Part @join__field(graph: A) }
        type Part @join__type(graph: A) { id: ID! }
        input Filter @join__type(graph: A) { kind: Kind }
        enum Kind @join__type(graph: A) { ONE }
        """;

    [Fact]
    public void A_sound_one_is_read() => Assert.Empty(SupergraphReader.Read(Sound).Faults);

    [Theory]
    [InlineData("B @join__graph", "A @join__graph", "`join__Graph` has `A` twice")]
    [InlineData("{ id: ID! }", "{ id: ID! id: ID }", "`Part` has `id` twice")]
    [InlineData("(filter: Filter)", "(filter: Filter, filter: Int)", "`Query` has `part(filter:)` twice")]
    [InlineData("type Part ", "type Part @inaccessible ",
        "clients see `Query.part` and not the type `Part` that it names")]
    [InlineData("input Filter ", "input Filter @inaccessible ",
        "clients see `Query.part` and not the type `Filter` that it names")]
    [InlineData("enum Kind ", "enum Kind @inaccessible ",
        "clients see `Filter.kind` and not the type `Kind` that it names")]
    [InlineData("part(filter: Filter): Part", "part: Nothing",
        "`Query.part` is of the type `Nothing`, which is not there")]
    public void What_it_names_is_there_and_once(string sound, string broken, string message)
    {
        var (supergraph, faults) = SupergraphReader.Read(Sound.Replace(sound, broken, StringComparison.Ordinal));

        Assert.Null(supergraph);
        Assert.Equal(
            [(SupergraphReader.BrokenReference, message + ": compose the subgraphs anew")],
            faults.Select(fault => (fault.Code, fault.Message)));
    }

    [Fact]
    public void A_supergraph_with_cache_tags_is_served()
    {
        var (supergraph, faults) = SupergraphReader.Read(Sound
            .Replace("{ query: Query }", """
                @link(url: "https://specs.apollo.dev/cacheTag/v0.1", for: EXECUTION) { query: Query }
                """, StringComparison.Ordinal)
            .Replace("{ id: ID! }", """
                @join__directive(graphs: [A], name: "federation__cacheTag", args: {format: "part"}) { id: ID! }
                """, StringComparison.Ordinal));

        Assert.Empty(faults);
        Assert.NotNull(supergraph!.Api.Type("Part"));
    }

    [Fact]
    public void A_directive_for_operations_that_no_subgraph_would_be_sent_is_not_offered_to_clients()
    {
        var (supergraph, faults) = SupergraphReader.Read(Sound + """

            directive @trace(level: Int, hidden: Kind @inaccessible) on FIELD | QUERY
            directive @skip(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
            directive @oneOf on INPUT_OBJECT
            """);

        Assert.Empty(faults);
        Assert.Equal(["skip", "oneOf"], supergraph!.Api.OrderedDirectives.Select(directive => directive.Name));
        Assert.Contains("trace", supergraph.Types.Directives.Keys);
    }
}
