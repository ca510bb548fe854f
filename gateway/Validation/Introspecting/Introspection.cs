using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>Answers <c>__schema</c> and <c>__type</c> (September 2025 specification, section 4).</summary>
public static class Introspection
{
    private static readonly JsonWriterOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>
    /// A JSON object with the response keys of <see cref="ValidOperation.IntrospectionFields"/> that the variables
    /// select, in order. Equal to graphql-js 16 on the same schema.
    /// </summary>
    /// <param name="operation">The operation.</param>
    /// <param name="variables">Its variables.</param>
    public static IntrospectionOutcome Execute(ValidOperation operation, CoercedVariables variables)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(variables);
        var buffer = new ArrayBufferWriter<byte>();
        var schema = SchemaView.Of(operation.Api);
        using var json = new Utf8JsonWriter(buffer, Plain);
        var writer = new IntrospectionWriter(schema, variables, json, operation.Limits.MaxIntrospectionBytes);
        return writer.Write(operation.IntrospectionFields)
            ? new IntrospectionOutcome(buffer.WrittenMemory, null)
            : new IntrospectionOutcome(default, WrittenLimits.Exceeded(
                $"the answer to introspection is larger than {operation.Limits.MaxIntrospectionBytes} bytes",
                Location.None));
    }
}

/// <summary>Either the data or why there is none.</summary>
/// <param name="Data">A JSON object in UTF-8; empty when there is an error.</param>
/// <param name="Error">The limit that was exceeded, or null.</param>
public sealed record IntrospectionOutcome(ReadOnlyMemory<byte> Data, OperationError? Error);
