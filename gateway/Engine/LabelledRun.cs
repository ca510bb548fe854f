using Aggregator.Execution;
using Aggregator.Redaction;
using Aggregator.Schema;

namespace Aggregator.Engine;

/// <summary>
/// Asks the agencies and decides on what came. How often they are asked does not depend on what is hidden.
/// </summary>
/// <param name="parts">What the pipeline reaches the world through.</param>
/// <param name="access">The caller's access.</param>
/// <param name="variableIsTrue">Whether a boolean variable of the client is true.</param>
internal sealed class LabelledRun(PipelineParts parts, PolicyAccess access, Func<string, bool> variableIsTrue)
{
    /// <summary>Runs a plan. The caller disposes the data.</summary>
    /// <param name="plan">What to ask whom.</param>
    /// <param name="input">What the request brings.</param>
    /// <param name="occurred">The event of a subscription; null for a query or mutation.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<DecidedRelease> DecideAsync(
        CompiledPlan plan, ExecutionInput input, AgencyResponse? occurred, CancellationToken cancellationToken)
    {
        var data = await FetchAsync(plan, input with { LooksAhead = true }, occurred, cancellationToken);
        var isKept = false;
        try
        {
            var decided = await LabelledRelease.DecideAsync(access, data, variableIsTrue, cancellationToken);
            isKept = true;
            return decided;
        }
        finally
        {
            if (!isKept)
            {
                data.Dispose();
            }
        }
    }

    private async ValueTask<FetchedData> FetchAsync(
        CompiledPlan plan, ExecutionInput input, AgencyResponse? occurred, CancellationToken cancellationToken)
    {
        try
        {
            return occurred is null
                ? await Executor.RunAsync(plan, input, parts.Agencies, TimeProvider.System, cancellationToken)
                : await Executor.RunEventAsync(
                    plan, input, occurred, parts.Agencies, TimeProvider.System, cancellationToken);
        }
        finally
        {
            // Whatever became of a mutation, nothing that was known before it is relied on.
            if (plan.Plan.Kind == OperationKind.Mutation)
            {
                parts.Register.Forget();
            }
        }
    }
}
