using System.Collections.Immutable;

namespace Aggregator.Validation;

/// <summary>Either the operation or why there is none.</summary>
/// <param name="Operation">The operation to plan, or null.</param>
/// <param name="Errors">Why not, in the order of the document; empty when there is an operation.</param>
public sealed record ValidationOutcome(ValidOperation? Operation, ImmutableArray<OperationError> Errors);
