using System.Diagnostics.CodeAnalysis;
using Aggregator.Schema;

namespace Aggregator.Execution;

/// <summary>Runs plans.</summary>
public static class Executor
{
    /// <summary>
    /// Runs a plan: each fetch starts as soon as the steps it depends on have ended. What a subgraph does wrong is an
    /// error of its part; the rest is given.
    /// </summary>
    /// <param name="plan">What to ask whom.</param>
    /// <param name="input">What the request brings.</param>
    /// <param name="client">The way to the subgraphs.</param>
    /// <param name="time">The clock that the answer-by time is measured with.</param>
    /// <param name="cancellationToken">Ends the request; the subgraphs see their connections closed.</param>
    /// <returns>The merged data. Dispose it when the answer is written.</returns>
    /// <exception cref="OperationCanceledException">The caller went away.</exception>
    public static async Task<FetchedData> RunAsync(
        CompiledPlan plan,
        ExecutionInput input,
        IAgencyClient client,
        TimeProvider time,
        CancellationToken cancellationToken) =>
        await RunAsync(plan, input, client, null, time, cancellationToken);

    /// <summary>The request that opens a subscription's stream of events.</summary>
    /// <param name="plan">A subscription's plan.</param>
    /// <param name="input">What the request brings.</param>
    /// <exception cref="ArgumentException">The plan is not a subscription's.</exception>
    public static AgencyRequest Subscription(CompiledPlan plan, ExecutionInput input)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(input);
        var fetch = plan.Steps.OfType<CompiledFetch>()
            .FirstOrDefault(fetch => fetch.Step.Kind == OperationKind.Subscription)
            ?? throw new ArgumentException("only the plan of a subscription has events", nameof(plan));
        using var tree = DataTree.Create(plan.Types);
        var conditions = plan.Conditions.Decide(input.Variables);
        using var prepared = PreparedFetch.Prepare(fetch, tree, tree.NewObject(), conditions, input.Limits);
        var body = prepared.Compose(input, conditions, Paging.None);
        return new AgencyRequest(fetch.Step.Subgraph, body.ToArray(), false, input.CallerContext?.Value);
    }

    /// <summary>
    /// Runs a subscription's plan for one event: the event is the first fetch's answer, the rest is asked.
    /// </summary>
    /// <param name="plan">The subscription's plan.</param>
    /// <param name="input">What the request brings; a fresh caller context for each event.</param>
    /// <param name="occurred">The event; disposed with the data.</param>
    /// <param name="client">The way to the subgraphs.</param>
    /// <param name="time">The clock that the answer-by time is measured with.</param>
    /// <param name="cancellationToken">Ends the work on the event.</param>
    public static async Task<FetchedData> RunEventAsync(
        CompiledPlan plan,
        ExecutionInput input,
        AgencyResponse occurred,
        IAgencyClient client,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(occurred);
        return await RunAsync(plan, input, client, occurred, time, cancellationToken);
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "the data that is returned owns the tree")]
    private static async Task<FetchedData> RunAsync(
        CompiledPlan plan,
        ExecutionInput input,
        IAgencyClient client,
        AgencyResponse? occurred,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(client);
        var conditions = plan.Conditions.Decide(input.Variables);
        var refusals = new List<ExecutionError>();
        var paging = Paging.Read(plan, input, conditions, refusals);
        var (cells, objects) = plan.LastSize;
        var tree = DataTree.Create(plan.Types, cells, objects);
        var root = tree.NewObject();
        if (refusals.Count > 0)
        {
            occurred?.Dispose();
            return new FetchedData(plan, tree, root, conditions) { IsRefused = true, Errors = [.. refusals] };
        }

        var run = new PlanRun(plan, input, client, conditions, paging, tree, root, occurred);
        try
        {
            await run.RunAsync(time, cancellationToken);
            plan.LastSize = (tree.CellCount, tree.ObjectCount);
            return run.Finish();
        }
        catch
        {
            tree.Dispose();
            throw;
        }
    }
}
