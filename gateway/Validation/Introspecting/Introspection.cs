namespace Aggregator.Validation;

/// <summary>Answers <c>__schema</c> and <c>__type</c> (September 2025 specification, section 4).</summary>
public static class Introspection
{
    /// <summary>
    /// A JSON object with the response keys of <see cref="ValidOperation.IntrospectionFields"/> that the variables
    /// select, in order. Equal to graphql-js 16 on the same schema.
    /// </summary>
    /// <param name="operation">The operation.</param>
    /// <param name="variables">Its variables.</param>
    public static IntrospectionOutcome Execute(ValidOperation operation, CoercedVariables variables) =>
        throw new NotImplementedException();
}

/// <summary>Either the data or why there is none.</summary>
/// <param name="Data">A JSON object in UTF-8; empty when there is an error.</param>
/// <param name="Error">The limit that was exceeded, or null.</param>
public sealed record IntrospectionOutcome(ReadOnlyMemory<byte> Data, OperationError? Error);
