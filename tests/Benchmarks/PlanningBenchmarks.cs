using System.Text;
using Aggregator.Composition;
using Aggregator.Engine;
using Aggregator.Execution;
using Aggregator.Planning;
using Aggregator.Schema;
using Aggregator.Validation;
using BenchmarkDotNet.Attributes;

namespace Aggregator.Benchmarks;

/// <summary>
/// An operation of fifty fields over ten subgraphs: an entity with five fields in each of ten, chained by a reference
/// from each to the next. Reading, validating and planning it for the first time, and finding it again.
/// </summary>
[MemoryDiagnoser]
public class PlanningBenchmarks
{
    private const int Subgraphs = 10;
    private const int FieldsEach = 5;

    private readonly Supergraph _supergraph = Compose();
    private readonly PlanningGraph _graph;
    private readonly string _text = Operation();
    private readonly ValidOperation _valid;
    private readonly QueryPlan _plan;
    private readonly GatewayRequest _request;
    private readonly PlainPipeline _pipeline;

    /// <summary>Composes the supergraph.</summary>
    public PlanningBenchmarks()
    {
        _graph = new PlanningGraph(_supergraph);
        _valid = Validate();
        _plan = PlanCold();
        _pipeline = new PlainPipeline(_supergraph, new EngineOptions(), new Nobody(), TimeProvider.System);
        _request = new GatewayRequest
        {
            Document = Encoding.UTF8.GetBytes(_text + " query Other { __typename }"),
            RequestId = "",
            OperationName = "Other",
        };
    }

    /// <summary>Text to model.</summary>
    [Benchmark]
    public OperationDocument Parse() => DocumentReader.ReadOperations(_text).Document!;

    /// <summary>Text to valid operation: reading, every rule, limits.</summary>
    [Benchmark]
    public ValidOperation Validate() =>
        OperationValidator.Validate(_text, null, _supergraph.Api, OperationLimits.Default).Operation!;

    /// <summary>Valid operation to plan.</summary>
    [Benchmark]
    public QueryPlan PlanCold() => Planner.Plan(OpenScreen.Permit(_valid, _supergraph), _graph).Plan!;

    /// <summary>The proof that every plan gets before it is kept.</summary>
    [Benchmark]
    public int Check() => PlanChecker.Check(_plan, _supergraph).Length;

    /// <summary>
    /// A request whose plan is kept: found by the same document, of which the operation without fetches is run.
    /// </summary>
    [Benchmark]
    public async Task<int> PlanCached()
    {
        using var answer = await _pipeline.AnswerAsync(_request, null, CancellationToken.None);
        return answer.Body.Length;
    }

    private static string Operation()
    {
        var text = new StringBuilder("query Fifty { start ");
        for (var level = 0; level < Subgraphs; level++)
        {
            _ = text.Append("{ id ");
            for (var field = 0; field < FieldsEach - 1; field++)
            {
                _ = text.Append($"s{(level + field) % Subgraphs}f{field} ");
            }

            _ = text.Append(level < Subgraphs - 1 ? $"next{level} " : "");
        }

        return text.Append('}', Subgraphs + 1).ToString();
    }

    private static Supergraph Compose()
    {
        var sources = Enumerable.Range(0, Subgraphs).Select(number => new SubgraphSource($"s{number}", "",
            "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.5\", import: [\"@key\"])\n"
            + (number == 0 ? "type Query { start: Thing }\n" : "")
            + "type Thing @key(fields: \"id\") { id: ID! "
            + string.Concat(Enumerable.Range(0, FieldsEach).Select(field => $"s{number}f{field}: String "))
            + $"next{number}: Thing }}"));
        return SupergraphReader.Read(Composer.Compose([.. sources]).SupergraphSdl!).Supergraph!;
    }

    private sealed class Nobody : IAgencyClient
    {
        public ValueTask<AgencyResponse> SendAsync(AgencyRequest request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("nobody is asked");
    }
}
