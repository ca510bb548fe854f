using System.Text.Json;
using Aggregator.Execution;

namespace Aggregator.Engine;

/// <summary>Tells the events of a subgraph's stream from what stands in their place when there is none.</summary>
internal static class SourceEvents
{
    /// <summary>
    /// True for the result of executing something, which always has <c>data</c>, be it null. A subscription that was
    /// refused or broke off has none.
    /// </summary>
    /// <param name="occurred">What the subgraph gave.</param>
    public static bool IsOne(AgencyResponse occurred)
    {
        if (occurred.Outcome != AgencyOutcome.Answered)
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(occurred.Body.Span);
            _ = reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("data"u8))
                {
                    return true;
                }

                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // What cannot be read is told as it is told of any answer.
        }

        return false;
    }
}
