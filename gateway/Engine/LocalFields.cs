using System.Text.Json;
using Aggregator.Execution;
using Aggregator.Planning;
using Aggregator.Validation;

namespace Aggregator.Engine;

/// <summary>
/// The root fields that the gateway itself answers. An introspection that no variable changes is answered once and
/// kept, whoever asks: a schema is the same for every role.
/// </summary>
internal sealed class LocalFields
{
    // An introspection answer can be large; clients send few different ones.
    private const int MaxKept = 16;

    private readonly OperationCache<IntrospectionOutcome> _kept = new(MaxKept);

    /// <summary>Answers the operation's introspection fields, before anybody is asked.</summary>
    /// <param name="request">The request.</param>
    /// <param name="operation">Its operation.</param>
    /// <param name="variables">Its variables.</param>
    /// <returns>A writer, null when there are no such fields; or the limit that was exceeded.</returns>
    public (Action<ResponseField, PooledBytes>? Write, OperationError? Error) Of(
        GatewayRequest request, ValidOperation operation, CoercedVariables variables)
    {
        if (operation.IntrospectionFields.IsEmpty)
        {
            return (null, null);
        }

        var outcome = Answer(request, operation, variables);
        return outcome.Error is { } error
            ? (null, error)
            : ((field, output) => output.Add((Find(outcome.Data, field.ResponseKey) ?? "null"u8.ToArray()).Span), null);
    }

    private IntrospectionOutcome Answer(GatewayRequest request, ValidOperation operation, CoercedVariables variables)
    {
        if (!operation.UsedVariables.IsEmpty)
        {
            return Introspection.Execute(operation, variables);
        }

        var name = request.OperationName;
        if (!_kept.TryGet(request.Document.Span, name, "", out var outcome))
        {
            outcome = Introspection.Execute(operation, variables);
            _kept.Add(request.Document.Span, name, "", outcome);
        }

        return outcome;
    }

    private static ReadOnlyMemory<byte>? Find(ReadOnlyMemory<byte> json, string key)
    {
        var reader = new Utf8JsonReader(json.Span);
        _ = reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isFound = reader.ValueTextEquals(key);
            _ = reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isFound)
            {
                return json[start..(int)reader.BytesConsumed];
            }
        }

        return null;
    }
}
