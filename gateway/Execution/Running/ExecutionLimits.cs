namespace Aggregator.Execution;

/// <summary>
/// What one request may cost. Reaching a limit is an error of the part that reached it, never a cut in silence.
/// </summary>
public sealed record ExecutionLimits
{
    /// <summary>The defaults.</summary>
    public static readonly ExecutionLimits Default = new();

    /// <summary>Requests to subgraphs. Default 200.</summary>
    public int MaxFetches { get; init; } = 200;

    /// <summary>Different entities asked about in one fetch. Default 1,000.</summary>
    public int MaxRepresentations { get; init; } = 1_000;

    /// <summary>
    /// Different values that arguments of one entity fetch may take from contexts. Default 100.
    /// </summary>
    public int MaxContexts { get; init; } = 100;

    /// <summary>Bytes of all representations of one fetch. Default 4 MiB.</summary>
    public int MaxRepresentationBytes { get; init; } = 4 << 20;

    /// <summary>
    /// Fields and list items of merged data, before and after merging; what places share counts at each of them.
    /// Default 2,000,000 (20 bytes each).
    /// </summary>
    public int MaxValues { get; init; } = 2_000_000;

    /// <summary>How deep a response may nest, from 1 to 512. Default 128.</summary>
    public int MaxDepth { get; init; } = 128;

    /// <summary>Errors that are kept for the answer; the rest are counted. Default 100.</summary>
    public int MaxErrors { get; init; } = 100;

    /// <summary>Places named for one fetch that failed as a whole; the rest are counted. Default 10.</summary>
    public int MaxPlacesOfFailure { get; init; } = 10;

    /// <summary>The page size when the client gives none and the field has no default. Default 50.</summary>
    public int DefaultPageSize { get; init; } = 50;

    /// <summary>
    /// The largest page, and where a policy decides what each contributor of a page is asked for: no more than every
    /// subgraph gives at once. Default 200.
    /// </summary>
    public int MaxPageSize { get; init; } = 200;

    /// <summary>Items of one merged list, over all contributors. Default 50,000.</summary>
    public int MaxMergedItems { get; init; } = 50_000;
}
