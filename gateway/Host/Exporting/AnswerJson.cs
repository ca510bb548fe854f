using System.Text.Json.Nodes;

namespace Aggregator.Host.Exporting;

/// <summary>Reads the gateway's answers, in which anything can be withheld.</summary>
internal static class AnswerJson
{
    /// <summary>The items of a list; none where there is no list.</summary>
    public static IEnumerable<JsonNode> Items(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonNode>();

    /// <summary>True for what says so.</summary>
    public static bool IsTrue(JsonNode? node) => node is JsonValue value && value.TryGetValue(out bool truth) && truth;

    /// <summary>What the gateway says of an answer beside its data.</summary>
    public static JsonNode Disclosure(JsonNode answer) => answer["extensions"]!["disclosure"]!;

    /// <summary>What stands between the data and somebody who looks for it, as a path in one text.</summary>
    /// <param name="said">A marker of what is withheld, or an error.</param>
    public static string PathOf(JsonNode said) => string.Join('.', Items(said["path"]));

    /// <summary>The state of the hub's register, without which nobody knows what may be shown; null where it answered.
    /// </summary>
    public static string? RegisterOf(JsonNode answer) => Disclosure(answer)["register"]?.ToString();

    /// <summary>The agencies that did not answer as they should.</summary>
    public static IEnumerable<string> Silent(JsonNode answer) => Items(Disclosure(answer)["sources"])
        .Where(source => source["state"]?.ToString() != "OK")
        .Select(source => $"{source["agency"]} is {source["state"]}");

    /// <summary>What failed on the way.</summary>
    public static IEnumerable<string> Errors(JsonNode answer) => Items(answer["errors"]).Select(error =>
        $"{PathOf(error)}: {error["extensions"]?["code"]}: {error["message"]}");

    /// <summary>Why something is not in the answer, where somebody did not answer; empty where all did.</summary>
    public static string Unanswered(JsonNode answer) => string.Join("; ", [
        .. RegisterOf(answer) is { } register ? [$"the hub's register is {register}"] : Array.Empty<string>(),
        .. Silent(answer),
        .. Errors(answer),
    ]);

    /// <summary>Where the page after this one begins; null for the last.</summary>
    /// <param name="list">A page.</param>
    public static string? NextOf(JsonNode? list) =>
        IsTrue(list?["pageInfo"]?["hasNextPage"]) ? (string?)list!["pageInfo"]!["endCursor"] : null;
}
