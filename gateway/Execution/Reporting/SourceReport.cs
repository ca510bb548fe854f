using Aggregator.Schema;

namespace Aggregator.Execution;

/// <summary>How a subgraph took part in a request.</summary>
public enum SourceOutcome
{
    /// <summary>It was not asked: nothing was needed of it.</summary>
    NotAsked,

    /// <summary>Everything that it was asked arrived.</summary>
    Ok,

    /// <summary>Something that it was asked is missing.</summary>
    Partial,

    /// <summary>Nothing that it was asked arrived.</summary>
    Unavailable,

    /// <summary>The answer was given before its own arrived.</summary>
    Pending,

    /// <summary>It cannot answer as at the instant asked.</summary>
    NotCovered,
}

/// <summary>How one subgraph took part in a request.</summary>
/// <param name="Subgraph">Which.</param>
/// <param name="Outcome">How.</param>
/// <param name="Since">Since when it has not answered, when known.</param>
public sealed record SourceReport(Subgraph Subgraph, SourceOutcome Outcome, DateTimeOffset? Since)
{
    /// <summary>The outcome as the <c>SourceState</c> enum of the shared vocabulary names it.</summary>
    /// <param name="outcome">How it took part.</param>
    public static string StateName(SourceOutcome outcome) => outcome switch
    {
        SourceOutcome.Partial => "PARTIAL",
        SourceOutcome.Unavailable => "UNAVAILABLE",
        SourceOutcome.Pending => "PENDING",
        SourceOutcome.NotCovered => "NOT_COVERED",
        _ => "OK",
    };
}
