using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>Why an operation or its variables are refused, in the caller's terms. Never repeats a value.</summary>
/// <param name="Code">One of <see cref="OperationErrorCodes"/>.</param>
/// <param name="Message">What is wrong and where, in lower case, names in backticks.</param>
/// <param name="Locations">Where in the document; empty when there is no such place.</param>
public sealed record OperationError(string Code, string Message, ImmutableArray<Location> Locations)
{
    /// <summary>The rule of the GraphQL specification that is broken, or null for another kind of error.</summary>
    public string? Rule { get; init; }

    /// <summary>Its section in the September 2025 specification, such as <c>5.3.1</c>, or null.</summary>
    public string? Section { get; init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        var rule = Rule is null ? "" : $" {Rule} ({Section})";
        var place = Locations.IsEmpty ? "" : $" at [{string.Join(", ", Locations)}]";
        return $"{Code}{rule}{place}: {Message}";
    }
}

/// <summary>One entry of an error catalogue.</summary>
/// <param name="Code">The code as clients see it.</param>
/// <param name="Meaning">When it is given.</param>
/// <param name="Cure">What to change.</param>
public sealed record OperationErrorEntry(string Code, string Meaning, string Cure);

/// <summary>The catalogue of this room's errors.</summary>
public static class OperationErrorCodes
{
    /// <summary>The document is not GraphQL.</summary>
    public const string ParseFailed = "GRAPHQL_PARSE_FAILED";

    /// <summary>The document breaks a rule of the specification; the error names rule and section.</summary>
    public const string ValidationFailed = "GRAPHQL_VALIDATION_FAILED";

    /// <summary>The operation to run cannot be told.</summary>
    public const string ResolutionFailure = "OPERATION_RESOLUTION_FAILURE";

    /// <summary>The document, its variables or its answer is larger than a limit allows.</summary>
    public const string LimitExceeded = "LIMIT_EXCEEDED";

    /// <summary>A variable does not fit its type.</summary>
    public const string BadUserInput = "BAD_USER_INPUT";

    /// <summary>Every code with its meaning and cure.</summary>
    public static readonly ImmutableArray<OperationErrorEntry> All =
    [
        new(ParseFailed, "the document is not GraphQL", "correct the syntax at the place given"),
        new(ValidationFailed, "the document breaks a rule of the GraphQL specification against this schema",
            "change what the message names; the error gives the rule and its section"),
        new(ResolutionFailure, "the document has no operation of the name given, or several and none is named",
            "send `operationName` with the name of one operation of the document"),
        new(LimitExceeded, "the document, its variables or its answer is larger than a limit allows",
            "ask for less at once, or have the limit the message names raised"),
        new(BadUserInput, "a variable is missing or does not fit its type",
            "send a value of the type that the operation declares for it"),
    ];
}
