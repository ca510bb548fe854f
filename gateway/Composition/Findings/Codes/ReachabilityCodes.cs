using System.Collections.Immutable;

namespace Aggregator.Composition;

/// <summary>Reachability.</summary>
internal static class ReachabilityCodes
{
    public static readonly CompositionCode Satisfiability = new(
        "SATISFIABILITY_ERROR",
        "A field can be asked for but never reached.",
        "give the type a key that the subgraph before it can give, or resolve the field where the path leads");

    public static readonly CompositionCode SatisfiabilityLimit = new(
        "MAX_VALIDATION_SUBGRAPH_PATHS_EXCEEDED",
        "The proof that every field can be reached is larger than its limit.",
        "raise `MaxSatisfiabilityStates`");

    public static readonly ImmutableArray<CompositionCode> All =
    [
        Satisfiability, SatisfiabilityLimit,
    ];
}
