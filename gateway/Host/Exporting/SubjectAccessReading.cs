using System.Text.Json.Nodes;

namespace Aggregator.Host.Exporting;

/// <summary>
/// What the gateway says of a person's data and of who was given it, read to the end, with what could not be read.
/// </summary>
/// <param name="gateway">The gateway.</param>
/// <param name="person">The person's id.</param>
/// <param name="access">The purpose.</param>
internal sealed class SubjectAccessReading(GatewayClient gateway, string person, AskedAccess access)
{
    /// <summary>The most pages of each list: beyond it the draft says that it has an end.</summary>
    public const int MaxPages = 50;

    private const string Records = """
        query SubjectAccessRecords($person: ID!) {
          person(id: $person) {
            consents { __typename agency sortAt state }
            sharingDecisions { __typename agency sortAt decision }
          }
        }
        """;

    private const string Chronology = """
        query SubjectAccessChronology($person: ID!, $after: String) {
          person(id: $person) {
            chronology(first: 200, after: $after) {
              nodes { __typename agency sortAt headline }
              pageInfo { hasNextPage endCursor }
              missing { agency state }
            }
          }
        }
        """;

    private const string Accesses = """
        query SubjectAccessRecipients($person: ID!, $before: DateTime) {
          accesses(subject: $person, before: $before, first: 500) {
            nodes { at agency role purpose onwardTo refused delivered }
            hasMore
            logs { origin state }
          }
        }
        """;

    private readonly List<string> _gaps = [];

    /// <summary>The person's records.</summary>
    public List<JsonNode> Found { get; } = [];

    /// <summary>Who was given the person's data.</summary>
    public List<JsonNode> Given { get; } = [];

    /// <summary>The access log's ids of the requests.</summary>
    public List<string> LogEntries { get; } = [];

    /// <summary>What was not read, each once: a draft without it is not complete.</summary>
    public IReadOnlyList<string> Gaps => [.. _gaps.Distinct()];

    /// <summary>Reads everything.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="AskException">The gateway refuses.</exception>
    public async Task ReadAsync(CancellationToken cancellation)
    {
        await ReadChronologyAsync(cancellation);
        var others = (await AskAsync(Records, new { person }, cancellation))?["person"];
        Found.AddRange(AnswerJson.Items(others?["consents"]).Concat(AnswerJson.Items(others?["sharingDecisions"])));
        await ReadAccessesAsync(cancellation);
    }

    private async Task ReadChronologyAsync(CancellationToken cancellation)
    {
        string? after = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var answer = await AskAsync(Chronology, new { person, after }, cancellation);
            var list = answer?["person"]?["chronology"];
            Found.AddRange(AnswerJson.Items(list?["nodes"]));
            _gaps.AddRange(AnswerJson.Items(list?["missing"])
                .Select(source => Silent(source["agency"], source["state"])));
            after = AnswerJson.NextOf(list);
            if (after is null)
            {
                return;
            }
        }

        _gaps.Add($"there are more than {Found.Count} records: the newest are not here");
    }

    private async Task ReadAccessesAsync(CancellationToken cancellation)
    {
        string? before = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var list = (await AskAsync(Accesses, new { person, before }, cancellation))?["accesses"];
            var nodes = AnswerJson.Items(list?["nodes"]).ToList();
            Given.AddRange(nodes);
            _gaps.AddRange(AnswerJson.Items(list?["logs"]).Where(log => log["state"]?.ToString() != "READ")
                .Select(log => $"the access log {log["origin"]} is {log["state"]}: "
                    + "who else was given data may be missing"));
            before = nodes.LastOrDefault()?["at"]?.ToString();
            if (before is null || !AnswerJson.IsTrue(list?["hasMore"]))
            {
                return;
            }
        }

        _gaps.Add($"there are more than {Given.Count} accesses: the earliest are not here");
    }

    private async Task<JsonNode?> AskAsync(string query, object variables, CancellationToken cancellation)
    {
        var answer = await gateway.AskAsync(query, variables, access, cancellation);
        var disclosure = answer["extensions"]!["disclosure"]!;
        LogEntries.Add(disclosure["auditId"]!.ToString());
        _gaps.AddRange(AnswerJson.Items(disclosure["sources"]).Where(source => source["state"]?.ToString() != "OK")
            .Select(source => Silent(source["agency"], source["state"])));
        // A list of the person that is withheld from the officer as a whole.
        _gaps.AddRange(AnswerJson.Items(disclosure["withheld"])
            .Where(marker => AnswerJson.Items(marker["path"]).Count() == 2)
            .Select(marker => $"{marker["coordinate"]} is withheld from you ({marker["reason"]}): "
                + "what it holds is not in the draft"));
        _gaps.AddRange(AnswerJson.Items(answer["errors"]).Select(error =>
            $"{string.Join('.', AnswerJson.Items(error["path"]))}: {error["extensions"]?["code"]}: "
            + error["message"]));
        return answer["data"];
    }

    private static string Silent(JsonNode? agency, JsonNode? state) =>
        $"{agency} is {state}: what it holds may be missing; ask again";
}
