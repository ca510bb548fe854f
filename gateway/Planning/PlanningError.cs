using System.Collections.Immutable;

namespace Aggregator.Planning;

/// <summary>Why an operation has no plan.</summary>
/// <param name="Code">One of <see cref="PlanningErrorCodes"/>.</param>
/// <param name="Coordinate">
/// The field that cannot be had, as in <c>Person.name</c>; empty for the whole operation.
/// </param>
/// <param name="Message">What is wrong and what to change, in lower case.</param>
public sealed record PlanningError(string Code, string Coordinate, string Message);

/// <summary>Either a plan or why there is none.</summary>
/// <param name="Plan">The plan, or null.</param>
/// <param name="Errors">Why not, by coordinate; empty when there is a plan.</param>
public sealed record PlanningOutcome(QueryPlan? Plan, ImmutableArray<PlanningError> Errors);

/// <summary>The catalogue of this room's errors.</summary>
public static class PlanningErrorCodes
{
    /// <summary>No way leads to a field.</summary>
    public const string NoPath = "PLAN_NO_PATH";

    /// <summary>The plan would be larger than a limit allows.</summary>
    public const string TooLarge = "PLAN_TOO_LARGE";

    /// <summary>A field of a merged list's value that the gateway cannot supply.</summary>
    public const string NotMergeable = "PLAN_NOT_MERGEABLE";

    /// <summary>Every code with its meaning and cure.</summary>
    public static readonly ImmutableArray<(string Code, string Meaning, string Cure)> All =
    [
        (NoPath, "no way leads to a selected field over the keys of the supergraph",
            "compose the supergraph anew: composition reports fields that cannot be reached; or leave the field out"),
        (TooLarge, "the plan would have more steps or places than the limits allow",
            "ask for less at once, or have the limit that the message names raised"),
        (NotMergeable, "a merged list has only `nodes`, `pageInfo` and `missing`", "leave the named field out"),
    ];
}
