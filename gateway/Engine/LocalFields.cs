using System.Text.Json;
using Aggregator.Execution;
using Aggregator.Planning;
using Aggregator.Validation;

namespace Aggregator.Engine;

/// <summary>The root fields that the gateway itself answers.</summary>
internal static class LocalFields
{
    /// <summary>A writer of the operation's introspection fields; null when it has none.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="variables">Its variables.</param>
    public static Action<ResponseField, PooledBytes>? Of(ValidOperation operation, CoercedVariables variables)
    {
        if (operation.IntrospectionFields.IsEmpty)
        {
            return null;
        }

        var outcome = Introspection.Execute(operation, variables);
        return (field, output) =>
        {
            if (outcome.Error is not null || Find(outcome.Data, field.ResponseKey) is not { } value)
            {
                output.Add("null"u8);
                return;
            }

            output.Add(value.Span);
        };
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
