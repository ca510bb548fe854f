using System.Text.Json.Nodes;

namespace Aggregator.Gateway.Tests;

/// <summary>Reads answers of the gateway.</summary>
internal static class Answers
{
    /// <summary>The node at a path of keys under <c>data</c>; lists are flattened.</summary>
    public static IReadOnlyList<JsonNode?> All(this JsonNode answer, string path)
    {
        IReadOnlyList<JsonNode?> nodes = [answer["data"]];
        foreach (var key in path.Split('.'))
        {
            nodes =
            [
                .. nodes.Select(node => (node as JsonObject)?[key])
                    .SelectMany(node => node is JsonArray list ? [.. list] : new[] { node }),
            ];
        }

        return nodes;
    }

    /// <summary>The texts at a path under <c>data</c>, without nulls.</summary>
    public static string[] Texts(this JsonNode answer, string path) =>
        [.. answer.All(path).OfType<JsonValue>().Select(value => value.ToString())];

    /// <summary>The error codes.</summary>
    public static string[] Codes(this JsonNode answer) =>
        [.. (answer["errors"] as JsonArray ?? []).Select(error => error!["extensions"]!["code"]!.ToString())];

    /// <summary>What the disclosure report says is withheld: <c>coordinate effect reason</c>, each once.</summary>
    public static string[] Withheld(this JsonNode answer) =>
        [.. answer["extensions"]!["disclosure"]!["withheld"]!.AsArray()
            .Select(marker => $"{marker!["coordinate"]} {marker["effect"]} {marker["reason"]}")
            .Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The state of each source by agency code, as the disclosure report says.</summary>
    public static IReadOnlyDictionary<string, string> Sources(this JsonNode answer) =>
        answer["extensions"]!["disclosure"]!["sources"]!.AsArray()
            .GroupBy(source => source!["agency"]!.ToString())
            .ToDictionary(group => group.Key, group => group.Last()!["state"]!.ToString());
}
