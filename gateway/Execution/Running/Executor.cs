using System.Diagnostics.CodeAnalysis;

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
    [SuppressMessage("Reliability", "CA2000", Justification = "the data that is returned owns the tree")]
    public static async Task<FetchedData> RunAsync(
        CompiledPlan plan,
        ExecutionInput input,
        IAgencyClient client,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(client);
        var conditions = plan.Conditions.Decide(input.Variables);
        var refusals = new List<ExecutionError>();
        var paging = Paging.Read(plan, input, conditions, refusals);
        var tree = DataTree.Create(plan.Types);
        var root = tree.NewObject();
        if (refusals.Count > 0)
        {
            return new FetchedData(plan, tree, root, conditions) { IsRefused = true, Errors = [.. refusals] };
        }

        var run = new PlanRun(plan, input, client, conditions, paging, tree, root);
        try
        {
            await run.RunAsync(time, cancellationToken);
            return run.Finish();
        }
        catch
        {
            tree.Dispose();
            throw;
        }
    }
}
