using System.Diagnostics.CodeAnalysis;
using Aggregator.Engine;
using Aggregator.Execution;
using Aggregator.Redaction;
using Aggregator.Schema;

namespace Aggregator.Host.Serving;

/// <summary>
/// Answers a made-up operation over a made-up supergraph while the process still starts. What planning and execution
/// need compiled is compiled beside the rest, on another processor, and not within the first request.
/// </summary>
internal static class WarmUp
{
    private const string Graph = """
        schema
          @link(url: "https://specs.apollo.dev/link/v1.0")
          @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION)
        { query: Query }
        enum join__Graph {
          A @join__graph(name: "a", url: "") B @join__graph(name: "b", url: "") C @join__graph(name: "c", url: "")
        }
        type Query @join__type(graph: A) { books(first: Int, kinds: [Kind!]): [Book!] @join__field(graph: A) }
        enum Kind @join__type(graph: A) { NEW @join__enumValue(graph: A) OLD @join__enumValue(graph: A) }
        interface Item @join__type(graph: A) { id: ID! }
        type Book implements Item @join__implements(graph: A, interface: "Item")
          @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") @join__type(graph: C, key: "id")
        {
          id: ID!
          title: String @join__field(graph: A)
          parts: [Part!] @join__field(graph: A)
          like: [Item] @join__field(graph: A)
          price: Int @join__field(graph: B)
          weight: Float @join__field(graph: B) @join__field(graph: C, external: true)
          postage: String @join__field(graph: C, requires: "weight")
          next: Book @join__field(graph: B)
        }
        type Film implements Item @join__implements(graph: A, interface: "Item") @join__type(graph: A) {
          id: ID! length: Int
        }
        type Part @join__type(graph: A) { name: String tags: [String!] }
        """;

    private const string Operation = """
        query($n: Int = 2, $kinds: [Kind!], $with: Boolean = true) {
          books(first: $n, kinds: $kinds) {
            ...Whole price @include(if: $with) postage next { title parts { name } }
            like { __typename ... on Book { id title } ... on Film { id length } }
          }
        }
        fragment Whole on Book { key: id title parts { name tags } }
        """;

    private static readonly Dictionary<string, byte[]> Answers = new(StringComparer.Ordinal)
    {
        ["a"] = """
            {"data":{"books":[
              {"__typename":"Book","id":"1","key":"1","title":"one","parts":[{"name":"p","tags":["t"]}],
               "like":[{"__typename":"Film","id":"9","length":90},{"__typename":"Book","id":"2","title":"two"}]},
              {"__typename":"Book","id":"2","key":"2","title":"two","parts":[],"like":[null]}],
             "_entities":[{"__typename":"Book","id":"2","title":"two","parts":[{"name":"p"}]}]}}
            """u8.ToArray(),
        ["b"] = """
            {"data":{"_entities":[
              {"__typename":"Book","price":1,"weight":0.5,"next":{"__typename":"Book","id":"2"}},
              {"__typename":"Book","price":2,"weight":1.5,"next":null}]}}
            """u8.ToArray(),
        ["c"] = """
            {"data":{"_entities":[{"__typename":"Book","postage":"3"},{"__typename":"Book","postage":"4"}]}}
            """u8.ToArray(),
    };

    /// <summary>Begins, where there is a processor to spare; nobody has to wait for it.</summary>
    public static void Begin()
    {
        if (Environment.ProcessorCount > 1)
        {
            _ = Task.Run(async () => (await AnswerAsync()).Dispose());
        }
    }

    /// <summary>Answers the operation.</summary>
    public static async Task<Answer> AnswerAsync()
    {
        var pipeline = new PlainPipeline(
            SupergraphReader.Read(Graph).Supergraph!, new EngineOptions(), new Canned(), TimeProvider.System);
        return await pipeline.AnswerAsync(
            new GatewayRequest
            {
                Document = System.Text.Encoding.UTF8.GetBytes(Operation),
                Variables = """{"kinds":["NEW"]}"""u8.ToArray(),
                RequestId = "warm-up",
            },
            null,
            CancellationToken.None);
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "responses belong to the caller")]
    private sealed class Canned : IAgencyClient
    {
        public ValueTask<AgencyResponse> SendAsync(AgencyRequest request, CancellationToken cancellationToken) => new(
            new AgencyResponse(AgencyOutcome.Answered, Answers[request.Subgraph.Name], null, 200, null));
    }
}
