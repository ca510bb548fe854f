using System.Collections.Immutable;

namespace Aggregator.Composition;

/// <summary>What composing gave: a supergraph, or every reason why not; and in both cases hints.</summary>
/// <param name="SupergraphSdl">The supergraph in the join specification, or null when there are errors.</param>
/// <param name="Errors">All of them, in a stable order; empty when there is a supergraph.</param>
/// <param name="Hints">What is allowed and perhaps not meant, in a stable order.</param>
public sealed record CompositionResult(
    string? SupergraphSdl, ImmutableArray<CompositionFinding> Errors, ImmutableArray<CompositionFinding> Hints);
