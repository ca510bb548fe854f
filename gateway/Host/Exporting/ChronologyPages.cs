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
        var list = ListOf(answer);
        for (var (page, after) = (1, AnswerJson.NextOf(list)); after is not null; page++)
        {
            if (page == MaxPages)
            {
                throw new AskException(
                    $"there are more than {MaxPages} pages of 200 events: the newest would not be in the document");
            }

            var next = await gateway.AskAsync(_query, new { child, after }, access, cancellation);
            var more = ListOf(next);
            Append(list!["nodes"], more?["nodes"], isSaidOnce: _ => false);
            Append(list["missing"], more?["missing"], isSaidOnce: _ => true);
            var (all, disclosure) = (Disclosure(answer), Disclosure(next));
            Append(all["withheld"], disclosure["withheld"], isSaidOnce: marker => !IsOfEvent(marker));
            Append(all["sources"], disclosure["sources"], isSaidOnce: _ => true);
            all["auditId"] = $"{all["auditId"]}, {disclosure["auditId"]}";
            after = AnswerJson.NextOf(more);
        }
    }

    private static JsonNode? ListOf(JsonNode answer) => answer["data"]?["child"]?["chronology"];

    private static JsonNode Disclosure(JsonNode answer) => answer["extensions"]!["disclosure"]!;

    // What was said with an earlier page already, such as of the list as a whole, is said once.
    private static void Append(JsonNode? list, JsonNode? more, Func<JsonNode, bool> isSaidOnce)
    {
        if (list is not JsonArray all)
        {
            return;
        }

        foreach (var item in AnswerJson.Items(more))
        {
            if (!isSaidOnce(item) || !all.Any(known => JsonNode.DeepEquals(known, item)))
            {
                all.Add(item.DeepClone());
            }
        }
    }

    private static bool IsOfEvent(JsonNode marker) =>
        AnswerJson.Items(marker["path"]).Any(part => part.ToString() == "nodes");
}
