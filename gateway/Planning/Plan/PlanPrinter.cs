namespace Aggregator.Planning;

/// <summary>Prints plans as people read them.</summary>
public static class PlanPrinter
{
    /// <summary>The plan, step by step.</summary>
    /// <param name="plan">What to print.</param>
    public static string Print(QueryPlan plan) => string.Join('\n', plan.Steps.Select(step => step.Id));
}
