using System.Text.Json.Nodes;

namespace Aggregator.Host.Exporting;

/// <summary>
/// The rest of a child's chronology, page after page, put behind what the first answer holds of it. What is withheld
/// from a page, which sources answered and the access log's entry are put there too.
/// </summary>
/// <param name="gateway">The gateway.</param>
/// <param name="events">What is selected of an event.</param>
internal sealed class ChronologyPages(GatewayClient gateway, string events)
{
    /// <summary>The most pages of 200 events. Beyond it nothing is exported: the newest would not be in it.</summary>
    public const int MaxPages = 50;

    private readonly string _query = $$"""
        query ExportChronology($child: ID!, $after: String) {
          child(id: $child) { id chronology(first: 200, after: $after) { {{events}} } }
        }
        """;

    /// <summary>Reads to the end.</summary>
    /// <param name="answer">The first answer.</param>
    /// <param name="child">The child's id.</param>
    /// <param name="access">Purpose, stage and recipient.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="AskException">The gateway refuses, or there are too many.</exception>
    public async Task ReadOnAsync(JsonNode answer, string child, AskedAccess access, CancellationToken cancellation)
    {
        for (var (page, list) = (1, ListOf(answer)); After(list) is { } after; page++)
        {
            if (page == MaxPages)
            {
                throw new AskException(
                    $"there are more than {MaxPages} pages of 200 events: the newest would not be in the document");
            }

            var next = await gateway.AskAsync(_query, new { child, after }, access, cancellation);
            list = ListOf(next);
            Append(ListOf(answer)?["nodes"], list?["nodes"]);
            Append(ListOf(answer)?["missing"], list?["missing"]);
            var (all, more) = (Disclosure(answer), Disclosure(next));
            Append(all["withheld"], more["withheld"]);
            Append(all["sources"], more["sources"]);
            all["auditId"] = $"{all["auditId"]}, {more["auditId"]}";
        }
    }

    private static JsonNode? ListOf(JsonNode answer) => answer["data"]?["child"]?["chronology"];

    private static JsonNode Disclosure(JsonNode answer) => answer["extensions"]!["disclosure"]!;

    private static string? After(JsonNode? list) =>
        list?["pageInfo"]?["hasNextPage"] is JsonValue more && more.TryGetValue(out bool isMore) && isMore
            ? (string?)list["pageInfo"]!["endCursor"] : null;

    // What was said of an earlier page already, such as of the list as a whole, is said once.
    private static void Append(JsonNode? list, JsonNode? more)
    {
        foreach (var item in (more as JsonArray ?? []).Where(item => item is not null && list is JsonArray))
        {
            var isThere = item!["path"] is null || !IsOfEvent(item)
                ? ((JsonArray)list!).Any(known => JsonNode.DeepEquals(known, item)) : false;
            if (!isThere)
            {
                ((JsonArray)list!).Add(item.DeepClone());
            }
        }
    }

    private static bool IsOfEvent(JsonNode marker) =>
        (marker["path"] as JsonArray ?? []).Any(part => part?.ToString() == "nodes");
}
