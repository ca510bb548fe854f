using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>Turns a text into a <see cref="ValidOperation"/>.</summary>
public static class OperationValidator
{
    /// <summary>
    /// Reads the document, applies limits and every rule of the September 2025 specification, chooses the operation and
    /// normalises it. Never throws on bad input; the cost is bounded by <paramref name="limits"/>.
    /// </summary>
    /// <param name="text">The document.</param>
    /// <param name="operationName">Which operation; null or empty when the document has one.</param>
    /// <param name="api">The schema that callers see.</param>
    /// <param name="limits">What the operation may cost.</param>
    public static ValidationOutcome Validate(
        string text, string? operationName, TypeSystem api, OperationLimits limits) =>
        throw new NotImplementedException();
}
