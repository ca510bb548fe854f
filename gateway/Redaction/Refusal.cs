using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aggregator.Execution;
using Aggregator.Schema;

namespace Aggregator.Redaction;

/// <summary>One error of a refused request.</summary>
/// <param name="Code">A code of <c>docs/errors.md</c>.</param>
/// <param name="Message">What is wrong and what to change, in the caller's terms.</param>
/// <param name="Locations">Where in the document; may be empty.</param>
/// <param name="Details">What else belongs under <c>extensions</c>, such as the rule that is broken; may be
/// empty.</param>
public sealed record RefusalError(
    string Code,
    string Message,
    ImmutableArray<Location> Locations,
    ImmutableArray<KeyValuePair<string, string>> Details);

/// <summary>Answers requests that are refused before anything is executed.</summary>
public static class Refusal
{
    private static readonly JsonWriterOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>An answer with one error.</summary>
    /// <param name="code">A code of <c>docs/errors.md</c>.</param>
    /// <param name="message">What is wrong and what to change.</param>
    /// <param name="status">How far the request came.</param>
    public static Answer Of(string code, string message, AnswerStatus status = AnswerStatus.Refused) =>
        Of([new RefusalError(code, message, [], [])], status);

    /// <summary>An answer with errors and no data.</summary>
    /// <param name="errors">The errors, at least one.</param>
    /// <param name="status">How far the request came.</param>
    public static Answer Of(IEnumerable<RefusalError> errors, AnswerStatus status = AnswerStatus.Refused)
    {
        ArgumentNullException.ThrowIfNull(errors);
        var bytes = new PooledBytes(512);
        using var json = new Utf8JsonWriter(bytes, Plain);
        json.WriteStartObject();
        json.WriteStartArray("errors");
        foreach (var error in errors)
        {
            Write(json, error);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return new Answer(bytes, status);
    }

    private static void Write(Utf8JsonWriter json, RefusalError error)
    {
        json.WriteStartObject();
        json.WriteString("message", error.Message);
        if (!error.Locations.IsEmpty)
        {
            json.WriteStartArray("locations");
            foreach (var at in error.Locations)
            {
                json.WriteStartObject();
                json.WriteNumber("line", at.Line);
                json.WriteNumber("column", at.Column);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteStartObject("extensions");
        json.WriteString("code", error.Code);
        foreach (var (name, value) in error.Details)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
