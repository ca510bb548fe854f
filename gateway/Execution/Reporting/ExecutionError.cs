using System.Collections.Immutable;

namespace Aggregator.Execution;

/// <summary>One element of an error's path: a response key or an index.</summary>
/// <param name="Key">The key; null for an index.</param>
/// <param name="Index">The index; 0 for a key.</param>
public readonly record struct PathItem(string? Key, int Index)
{
    /// <inheritdoc/>
    public override string ToString() => Key ?? Index.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>An error of the answer. Holds nobody's data.</summary>
/// <param name="Code">One of <see cref="ExecutionErrorCodes"/>.</param>
/// <param name="Message">What is wrong, in the caller's terms.</param>
/// <param name="Path">Where in the client's answer; null when it is about the whole.</param>
/// <param name="Agency">The subgraph's name; null when the gateway itself is meant.</param>
public sealed record ExecutionError(string Code, string Message, ImmutableArray<PathItem>? Path, string? Agency)
{
    /// <summary>Further places with the same failure that are not listed.</summary>
    public int MorePlaces { get; init; }

    /// <summary>The code that the subgraph itself gave; null when it gave none or may not speak.</summary>
    public string? SubgraphCode { get; init; }

    /// <summary>For people: code, path and message.</summary>
    public override string ToString() => $"{Code} at {(Path is { } path ? string.Join('/', path) : "-")}: {Message}";
}

/// <summary>One entry of the error catalogue.</summary>
/// <param name="Code">The code as clients see it.</param>
/// <param name="Meaning">When it is given.</param>
/// <param name="Cure">What to do.</param>
public sealed record ExecutionErrorEntry(string Code, string Meaning, string Cure);

/// <summary>The catalogue of this room's errors.</summary>
public static class ExecutionErrorCodes
{
    /// <summary>A subgraph answered with an error.</summary>
    public const string SubgraphError = "SUBGRAPH_ERROR";

    /// <summary>A subgraph could not be reached.</summary>
    public const string SubgraphUnavailable = "SUBGRAPH_UNAVAILABLE";

    /// <summary>A subgraph did not answer in its own time limit.</summary>
    public const string SubgraphTimeout = "SUBGRAPH_TIMEOUT";

    /// <summary>The answer was given before the subgraph's arrived.</summary>
    public const string SubgraphPending = "SUBGRAPH_PENDING";

    /// <summary>A subgraph's answer breaks the GraphQL or federation protocol.</summary>
    public const string SubgraphInvalidResponse = "SUBGRAPH_INVALID_RESPONSE";

    /// <summary>A subgraph's answer is over the size limit.</summary>
    public const string SubgraphTooLarge = "SUBGRAPH_TOO_LARGE";

    /// <summary>A subgraph cannot answer as at an earlier instant.</summary>
    public const string SubgraphNotCovered = "SUBGRAPH_NOT_COVERED";

    /// <summary>The request costs more than a limit allows.</summary>
    public const string ExecutionLimit = "EXECUTION_LIMIT_EXCEEDED";

    /// <summary>A page size out of range.</summary>
    public const string BadPageSize = "BAD_PAGE_SIZE";

    /// <summary>A cursor that is not one of this list's.</summary>
    public const string BadCursor = "BAD_CURSOR";

    /// <summary>What is given as an NHS number is none.</summary>
    public const string BadNhsNumber = "BAD_NHS_NUMBER";

    /// <summary>A field that is never null has no value.</summary>
    public const string NonNullViolation = "NON_NULL_VIOLATION";

    /// <summary>A value that its type does not allow.</summary>
    public const string InvalidValue = "INVALID_VALUE";

    /// <summary>Every code with its meaning and cure.</summary>
    public static readonly ImmutableArray<ExecutionErrorEntry> All =
    [
        new(SubgraphError, "an agency answered with an error for this part", "try again later, or ask the agency"),
        new(SubgraphUnavailable, "an agency could not be reached", "try again later; the rest of the answer stands"),
        new(SubgraphTimeout, "an agency did not answer in its time limit", "try again, or raise its `timeout`"),
        new(SubgraphPending, "the answer was given before the agency's arrived", "ask again for this part"),
        new(SubgraphInvalidResponse, "an agency's answer breaks the protocol", "have the agency's service corrected"),
        new(SubgraphTooLarge, "an agency's answer is over the size limit", "ask for less, or raise `maxResponseBytes`"),
        new(SubgraphNotCovered, "an agency cannot answer as at an earlier instant", "ask without `asAt`"),
        new(ExecutionLimit, "the request costs more than a limit allows", "ask for less at once, or raise the limit"),
        new(BadPageSize, "the page size is out of range", "give a number in the range the message names"),
        new(BadCursor, "the cursor is not one that this list gave this caller", "start again without a cursor"),
        new(
            BadNhsNumber,
            "what is given as an NHS number is none",
            "give ten digits of which the last checks the rest"),
        new(NonNullViolation, "a field that is never null has no value", "the other errors say why, if it is known"),
        new(InvalidValue, "a value is not one that its type allows", "have the agency's service corrected"),
    ];
}
