using System.Text.Json;

namespace Aggregator.Validation;

/// <summary>Coerces the variables of a request (September 2025 specification, sections 6.1.2 and 3.4 to 3.12).</summary>
public static class VariableCoercion
{
    /// <summary>Coerces variables given as a JSON element.</summary>
    /// <param name="operation">The operation that declares them.</param>
    /// <param name="variables">A JSON object, JSON null, or null for none. Extra members are ignored.</param>
    public static VariableOutcome Coerce(ValidOperation operation, JsonElement? variables) =>
        throw new NotImplementedException();

    /// <summary>Coerces variables given as UTF-8 JSON.</summary>
    /// <param name="operation">The operation that declares them.</param>
    /// <param name="variables">A JSON object or null; empty for none. Extra members are ignored.</param>
    public static VariableOutcome Coerce(ValidOperation operation, ReadOnlyMemory<byte> variables) =>
        throw new NotImplementedException();
}
