using System.Buffers;
using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text.Json;
using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>Coerces the variables of a request (September 2025 specification, sections 6.1.2, 3.5 to 3.12).</summary>
public static class VariableCoercion
{
    private const int MaxJsonDepth = 64;

    private static readonly JsonDocumentOptions Reading = new()
    {
        MaxDepth = MaxJsonDepth,
        AllowDuplicateProperties = false,
    };

    private static readonly OperationError HalfCharacter =
        Bad("the variables hold a character that is not whole", default);

    /// <summary>Coerces variables given as UTF-8 JSON, nested at most 64 levels deep.</summary>
    /// <param name="operation">The operation that declares them.</param>
    /// <param name="variables">A JSON object or null; empty for none. Extra members are ignored.</param>
    public static VariableOutcome Coerce(ValidOperation operation, ReadOnlyMemory<byte> variables)
    {
        ArgumentNullException.ThrowIfNull(operation);
        if (variables.IsEmpty)
        {
            return Coerce(operation, (JsonElement?)null);
        }

        if (variables.Length > operation.Limits.MaxVariablesBytes)
        {
            return Refused(TooLarge(operation));
        }

        if (!JsonCharacters.AreWhole(variables.Span))
        {
            return Refused(HalfCharacter);
        }

        try
        {
            using var document = JsonDocument.Parse(variables, Reading);
            return CoerceWhole(operation, document.RootElement);
        }
        catch (JsonException)
        {
            return Refused(Bad("the variables are not valid JSON, nest too deep or repeat a name", default));
        }
    }

    /// <summary>Coerces variables given as a JSON element.</summary>
    /// <param name="operation">The operation that declares them.</param>
    /// <param name="variables">A JSON object, JSON null, or null for none. Extra members are ignored.</param>
    public static VariableOutcome Coerce(ValidOperation operation, JsonElement? variables)
    {
        ArgumentNullException.ThrowIfNull(operation);
        var given = variables is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } some
            ? some
            : (JsonElement?)null;
        if (given is { } json && JsonMarshal.GetRawUtf8Value(json) is var raw)
        {
            return raw.Length > operation.Limits.MaxVariablesBytes ? Refused(TooLarge(operation))
                : JsonCharacters.AreWhole(raw) ? CoerceWhole(operation, json)
                : Refused(HalfCharacter);
        }

        return CoerceWhole(operation, null);
    }

    private static VariableOutcome CoerceWhole(ValidOperation operation, JsonElement? given)
    {
        if (given is { ValueKind: JsonValueKind.Null })
        {
            given = null;
        }

        if (given is { ValueKind: not JsonValueKind.Object })
        {
            return Refused(Bad("the variables have to be a JSON object", default));
        }

        if (operation.Variables.IsEmpty)
        {
            return new VariableOutcome(CoercedVariables.None, []);
        }

        var types = ExecutableTypes.Of(operation.Api);
        var check = new InputCheck(types, operation.Limits.MaxErrors);
        var coerced = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var variable in operation.Variables)
        {
            if (Coerce(variable, given, check, types) is { } slice)
            {
                coerced.Add(variable.Name, slice);
            }
        }

        return check.Errors.Count > 0
            ? new VariableOutcome(null, [.. check.Errors])
            : new VariableOutcome(new CoercedVariables(coerced.ToFrozenDictionary(StringComparer.Ordinal)), []);
    }

    // Null when the variable has no value, or a wrong one.
    private static ReadOnlyMemory<byte>? Coerce(
        VariableDefinition variable, JsonElement? given, InputCheck check, ExecutableTypes types)
    {
        if (given is not { } all || !all.TryGetProperty(variable.Name, out var value))
        {
            if (variable.Default is { } byDefault)
            {
                return Written(writer => new InputWriter(types, writer).Literal(byDefault, variable.Type));
            }

            if (variable.Type.IsNonNull)
            {
                check.Missing(variable);
            }

            return null;
        }

        return !check.Run(variable, value) ? null
            : check.IsCanonical ? JsonMarshal.GetRawUtf8Value(value).ToArray()
            : Written(writer => new InputWriter(types, writer).Json(value, variable.Type));
    }

    private static ReadOnlyMemory<byte> Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return buffer.WrittenMemory;
    }

    internal static OperationError Bad(string message, Location at) => new(
        OperationErrorCodes.BadUserInput, message, at == Location.None ? [] : [at]);

    private static OperationError TooLarge(ValidOperation operation) => WrittenLimits.Exceeded(
        $"the variables are larger than {operation.Limits.MaxVariablesBytes} bytes", default);

    private static VariableOutcome Refused(OperationError error) => new(null, [error]);
}
