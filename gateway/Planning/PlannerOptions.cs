namespace Aggregator.Planning;

/// <summary>What planning may cost.</summary>
public sealed record PlannerOptions
{
    /// <summary>The defaults.</summary>
    public static readonly PlannerOptions Default = new();

    /// <summary>
    /// How often a place may be looked at while a plan is improved; default 2,000. 0: the first plan.
    /// </summary>
    public int NodeBudget { get; init; } = 2_000;

    /// <summary>How many places a plan may have; default 5,000.</summary>
    public int MaxPositions { get; init; } = 5_000;

    /// <summary>How many steps a plan may have; default 500.</summary>
    public int MaxSteps { get; init; } = 500;
}
