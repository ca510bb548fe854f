using Aggregator.Composition;
using Aggregator.Planning;
using Aggregator.Redaction;
using Aggregator.Schema;
using Aggregator.Validation;

namespace Aggregator.Execution.Tests;

/// <summary>Subgraphs composed into one graph, whose operations are planned and made ready.</summary>
internal sealed class ComposedGraph
{
    private const string Link = "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.9\","
        + " import: [\"@key\", \"@shareable\", \"@external\", \"@requires\"])\n";

    private readonly Supergraph _supergraph;

    public ComposedGraph(params (string Name, string Sdl)[] subgraphs)
    {
        var result = Composer.Compose([.. subgraphs.Select(one => new SubgraphSource(one.Name, "", Link + one.Sdl))]);
        _supergraph = SupergraphReader.Read(
            result.SupergraphSdl ?? throw new InvalidOperationException(string.Join('\n', result.Errors))).Supergraph!;
    }

    public Runnable Plan(string operation)
    {
        var valid = OperationValidator.Validate(operation, null, _supergraph.Api, OperationLimits.Default);
        var permitted = OpenScreen.Permit(
            valid.Operation ?? throw new InvalidOperationException(string.Join('\n', valid.Errors)), _supergraph);
        var planned = Planner.Plan(permitted, _supergraph);
        var plan = CompiledPlan.Compile(
            planned.Plan ?? throw new InvalidOperationException(string.Join('\n', planned.Errors)), _supergraph.Types);
        return new Runnable(plan, CompiledResponse.Compile(plan, _supergraph.Api));
    }
}
