namespace Aggregator.Composition;

/// <summary>How to compose.</summary>
public sealed record CompositionOptions
{
    /// <summary>Whether to prove that every field can be reached. Default true.</summary>
    public bool ChecksSatisfiability { get; init; } = true;

    /// <summary>
    /// Most states the proof may visit before it gives up with an error, at least 1. Default 200,000.
    /// </summary>
    public int MaxSatisfiabilityStates { get; init; } = 200_000;

    /// <summary>Most subgraphs, at least 1. Default 200.</summary>
    public int MaxSubgraphs { get; init; } = 200;
}
