using System.Collections.Immutable;
using Aggregator.Planning;
using Aggregator.Schema;

namespace Aggregator.Execution;

/// <summary>Sums up how a subgraph took part from how its fetches ended.</summary>
internal static class SourceSummary
{
    /// <summary>All subgraphs of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="results">How each of its steps ended.</param>
    public static ImmutableArray<SourceReport> Of(CompiledPlan plan, StepResult[] results) =>
    [
        .. plan.Subgraphs.Select(subgraph => Of(subgraph, plan.Plan.Steps
            .Where(step => step is FetchStep fetch && fetch.Subgraph.Index == subgraph.Index)
            .Select(step => results[step.Id]))),
    ];

    private static SourceReport Of(Subgraph subgraph, IEnumerable<StepResult> results)
    {
        var asked = results.Where(result => result.Outcome is not (StepOutcome.NotNeeded or StepOutcome.NotAsked))
            .ToArray();
        var since = asked.Select(result => result.Since).Where(since => since is not null).Min();
        return new SourceReport(subgraph, Outcome(asked), since);
    }

    private static SourceOutcome Outcome(StepResult[] asked)
    {
        if (asked.Length == 0)
        {
            return SourceOutcome.NotAsked;
        }

        var given = asked.Count(result => result.Outcome is StepOutcome.Ok or StepOutcome.Partial);
        return given == 0
            ? asked.Any(result => result.Outcome == StepOutcome.Failed) ? SourceOutcome.Unavailable
                : asked.Any(result => result.Outcome == StepOutcome.Pending) ? SourceOutcome.Pending
                : SourceOutcome.NotCovered
            : asked.All(result => result.Outcome == StepOutcome.Ok) ? SourceOutcome.Ok : SourceOutcome.Partial;
    }
}
