namespace Aggregator.Execution;

/// <summary>How a fetch ended.</summary>
internal enum StepOutcome
{
    /// <summary>It was not needed: its condition does not hold.</summary>
    NotNeeded,

    /// <summary>There was nobody to ask about.</summary>
    NotAsked,

    /// <summary>A right answer arrived.</summary>
    Ok,

    /// <summary>An answer arrived of which something is missing.</summary>
    Partial,

    /// <summary>No usable answer arrived.</summary>
    Failed,

    /// <summary>The answer-by time came first.</summary>
    Pending,

    /// <summary>The subgraph cannot answer as at the instant asked.</summary>
    NotCovered,
}

/// <summary>How a fetch ended.</summary>
/// <param name="Outcome">How.</param>
/// <param name="Since">Since when the subgraph has not answered, when known.</param>
internal readonly record struct StepResult(StepOutcome Outcome, DateTimeOffset? Since)
{
    /// <summary>True when an answer arrived with values that are not of their types: what else it says, and does not
    /// say, cannot be relied on.</summary>
    public bool HasWrongTypes { get; init; }
}
