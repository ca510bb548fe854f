using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>
/// The variables of one request after coercion: each a slice of UTF-8 JSON, ready to be written into another request.
/// Immutable.
/// </summary>
public sealed class CoercedVariables
{
    /// <summary>No variables at all.</summary>
    public static readonly CoercedVariables None = new(FrozenDictionary<string, ReadOnlyMemory<byte>>.Empty);

    private readonly FrozenDictionary<string, ReadOnlyMemory<byte>> _json;

    internal CoercedVariables(FrozenDictionary<string, ReadOnlyMemory<byte>> json) => _json = json;

    /// <summary>Names of the variables that have a value (given or by default; null counts as a value).</summary>
    public ImmutableArray<string> Names => _json.Keys;

    /// <summary>True when the variable has a value; false when it was left out and has no default.</summary>
    /// <param name="name">Without the dollar sign.</param>
    public bool Has(string name) => _json.ContainsKey(name);

    /// <summary>
    /// The value as UTF-8 JSON with defaults applied; custom scalars byte for byte as sent. False when it has none.
    /// </summary>
    /// <param name="name">Without the dollar sign.</param>
    /// <param name="json">The slice.</param>
    public bool TryGetJson(string name, out ReadOnlyMemory<byte> json) => _json.TryGetValue(name, out json);

    /// <summary>True when the variable has a value that is not null: an argument bound to it asks for
    /// something.</summary>
    /// <param name="name">Without the dollar sign.</param>
    public bool IsGiven(string name) =>
        _json.TryGetValue(name, out var json) && !json.Span.SequenceEqual("null"u8);

    /// <summary>True when the variable is the Boolean <c>true</c>: for <c>@skip</c> and <c>@include</c>.</summary>
    /// <param name="name">Without the dollar sign.</param>
    public bool IsTrue(string name) =>
        _json.TryGetValue(name, out var json) && json.Span.SequenceEqual("true"u8);

    /// <summary>
    /// The value in the document model: strings for enums too, for JSON does not tell them apart. Null when the
    /// variable has no value.
    /// </summary>
    /// <param name="name">Without the dollar sign.</param>
    public Value? Value(string name)
    {
        if (!_json.TryGetValue(name, out var json))
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        return ValueJson.Read(document.RootElement);
    }

    /// <summary>All of them as one JSON object.</summary>
    /// <param name="names">Which, in order; those without a value are left out.</param>
    /// <param name="output">Where to.</param>
    public void WriteObject(IEnumerable<string> names, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(output);
        var first = true;
        output.Write("{"u8);
        foreach (var name in names)
        {
            if (_json.TryGetValue(name, out var json))
            {
                output.Write(first ? "\""u8 : ",\""u8);
                _ = Encoding.UTF8.GetBytes(name, output);
                output.Write("\":"u8);
                output.Write(json.Span);
                first = false;
            }
        }

        output.Write("}"u8);
    }
}

/// <summary>Either the variables or why they do not fit.</summary>
/// <param name="Variables">The variables, or null.</param>
/// <param name="Errors">Why not; empty when there are variables.</param>
public sealed record VariableOutcome(CoercedVariables? Variables, ImmutableArray<OperationError> Errors);
