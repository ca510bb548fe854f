using System.Text.Json.Nodes;

namespace Aggregator.Host.Exporting;

/// <summary>Reads the gateway's answers, in which anything can be withheld.</summary>
internal static class AnswerJson
{
    /// <summary>The items of a list; none where there is no list.</summary>
    public static IEnumerable<JsonNode> Items(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonNode>();

    /// <summary>True for what says so.</summary>
    public static bool IsTrue(JsonNode? node) => node is JsonValue value && value.TryGetValue(out bool truth) && truth;

    /// <summary>Where the page after this one begins; null for the last.</summary>
    /// <param name="list">A page.</param>
    public static string? NextOf(JsonNode? list) =>
        IsTrue(list?["pageInfo"]?["hasNextPage"]) ? (string?)list!["pageInfo"]!["endCursor"] : null;
}
