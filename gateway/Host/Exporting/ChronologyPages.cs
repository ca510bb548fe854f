using System.Text.Json;
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
    /// <exception cref="AskException">The gateway refuses, a page is not there, or there are too many.</exception>
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
            if (more?["nodes"] is not JsonArray nodes || AnswerJson.RegisterOf(next) is not null)
            {
                var why = AnswerJson.Unanswered(next);
                throw new AskException(
                    $"page {page + 1} of the chronology could not be read, so nothing is passed on to "
                        + $"{access.Recipient}: {(why.Length > 0 ? why : "the child is not there any longer")}: "
                        + "ask again");
            }

            var all = list!["nodes"]!.AsArray();
            var before = all.Count;
            foreach (var node in nodes)
            {
                all.Add(node?.DeepClone());
            }

            Append(list["missing"], more["missing"]);
            AppendDisclosure(answer, next, before);
            after = AnswerJson.NextOf(more);
        }
    }

    private static JsonNode? ListOf(JsonNode answer) => answer["data"]?["child"]?["chronology"];

    private static void AppendDisclosure(JsonNode answer, JsonNode next, int before)
    {
        var (all, disclosure) = (AnswerJson.Disclosure(answer), AnswerJson.Disclosure(next));
        Append(all["withheld"], Shifted(disclosure["withheld"], before));
        Append(all["sources"], disclosure["sources"]);
        all["auditId"] = $"{all["auditId"]}, {disclosure["auditId"]}";
        if (disclosure["moreWithheld"] is { } more)
        {
            all["moreWithheld"] = (int)more + ((int?)all["moreWithheld"] ?? 0);
        }

        if (next["errors"] is { } errors)
        {
            answer["errors"] ??= new JsonArray();
            Append(answer["errors"], Shifted(errors, before));
        }
    }

    // What is said of an event says which of all it is; the rest, such as of the list as a whole, stays as it is.
    private static JsonArray Shifted(JsonNode? said, int before)
    {
        var shifted = said?.DeepClone().AsArray() ?? [];
        foreach (var path in shifted.Select(each => each?["path"]).OfType<JsonArray>())
        {
            var place = path.ToList().FindIndex(part => part?.ToString() == "nodes") + 1;
            if (place > 0 && place < path.Count && path[place]!.GetValueKind() == JsonValueKind.Number)
            {
                path[place] = (int)path[place]! + before;
            }
        }

        return shifted;
    }

    // What was said with an earlier page already is said once.
    private static void Append(JsonNode? list, JsonNode? more)
    {
        if (list is not JsonArray all)
        {
            return;
        }

        var known = all.Select(item => item?.ToJsonString()).ToHashSet();
        foreach (var item in AnswerJson.Items(more).Where(item => known.Add(item.ToJsonString())))
        {
            all.Add(item.DeepClone());
        }
    }
}
