using System.Text.Json;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>
/// What a refused request says of itself, so that every answer to a known caller has <c>extensions.disclosure</c>:
/// nothing was withheld and nobody's data given, because nothing was decided.
/// </summary>
public static class RefusalReport
{
    /// <summary>Adds the report to a refusal; an answer that was executed has its own.</summary>
    /// <param name="answer">An answer; the same object is given back.</param>
    /// <param name="row">The caller.</param>
    /// <param name="auditId">The request's intent in the access log; null when it did not come that far.</param>
    public static Answer Add(Answer answer, CallerRow row, string? auditId = null)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(row);
        if (answer.Status == AnswerStatus.Executed)
        {
            return answer;
        }

        var bytes = answer.Bytes;
        bytes.Length--;
        bytes.Add(",\"extensions\":{\"disclosure\":"u8);
        using (var json = new Utf8JsonWriter(bytes, DisclosureReport.Plain))
        {
            json.WriteStartObject();
            DisclosureReport.WriteHead(json, row, null, auditId);
            json.WriteBoolean("complete", false);
            json.WriteStartArray("withheld");
            json.WriteEndArray();
            json.WriteStartArray("sources");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        bytes.Add("}}"u8);
        return answer;
    }
}
