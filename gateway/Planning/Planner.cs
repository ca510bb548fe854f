using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>Makes plans.</summary>
public static class Planner
{
    /// <summary>
    /// Plans an operation. The same operation over the same graph with the same options gives the same plan, byte for
    /// byte. Never throws on what may be asked; the work is bounded by the options.
    /// </summary>
    /// <param name="operation">What may be asked.</param>
    /// <param name="graph">The supergraph, made ready for planning.</param>
    /// <param name="options">What planning may cost; the defaults when not given.</param>
    public static PlanningOutcome Plan(
        PermittedOperation operation, PlanningGraph graph, PlannerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(graph);
        var limits = options ?? PlannerOptions.Default;
        if (operation.IsTooLarge)
        {
            return new PlanningOutcome(null, [new PlanningError(PlanningErrorCodes.TooLarge, "",
                $"the operation has more than {PermittedBuilder.MaxFields} fields once fragments are resolved to "
                + "object types: ask for less at once")]);
        }

        var reader = new WantReader(graph);
        var wants = reader.Read(operation.Fields);
        var weaver = Improver.Weave(() => new Weaver(graph, limits, operation, reader.ResponseKeys), wants, limits);
        if (weaver.Errors.Count > 0)
        {
            return new PlanningOutcome(null,
                [.. weaver.Errors.OrderBy(error => error.Coordinate, StringComparer.Ordinal)]);
        }

        if (graph.Supergraph.IsLabelled)
        {
            KeysAskedBack.Add(graph.Supergraph, weaver.Steps);
        }

        var plan = new Assembler(graph, operation, weaver.Steps).Assemble(new ResponseWriter(graph, reader));
        return new PlanningOutcome(plan, []);
    }

    /// <summary>Plans one operation without keeping the graph: for verbs and tests.</summary>
    /// <param name="operation">What may be asked.</param>
    /// <param name="supergraph">The supergraph.</param>
    /// <param name="options">What planning may cost; the defaults when not given.</param>
    public static PlanningOutcome Plan(
        PermittedOperation operation, Supergraph supergraph, PlannerOptions? options = null) =>
        Plan(operation, new PlanningGraph(supergraph), options);
}
