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

    private const string Person = "person";

    private static readonly string[] Lists = ["nodes", "consents", "sharingDecisions"];

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
        var others = await AskAsync(Records, new { person }, cancellation);
        Found.AddRange(ListAt(others, "person", "consents") ?? []);
        Found.AddRange(ListAt(others, "person", "sharingDecisions") ?? []);
        await ReadAccessesAsync(cancellation);
    }

    private async Task ReadChronologyAsync(CancellationToken cancellation)
    {
        string? after = null;
        for (var page = 1; page <= MaxPages; page++)
        {
            var answer = await AskAsync(Chronology, new { person, after }, cancellation);
            var list = answer["data"]!["person"]?["chronology"];
            if (ListAt(answer, "person", "chronology", "nodes") is not { } nodes)
            {
                AddLostPage(page, "records: the newest are not here");
                return;
            }

            Found.AddRange(nodes);
            _gaps.AddRange(AnswerJson.Items(list?["missing"])
                .Select(source => Silent($"{source["agency"]} is {source["state"]}")));
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
        for (var page = 1; page <= MaxPages; page++)
        {
            var answer = await AskAsync(Accesses, new { person, before }, cancellation);
            var list = answer["data"]!["accesses"];
            if (ListAt(answer, "accesses", "nodes") is not { } nodes)
            {
                AddLostPage(page, "accesses: the earliest are not here");
                return;
            }

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

    private async Task<JsonNode> AskAsync(string query, object variables, CancellationToken cancellation)
    {
        var answer = await gateway.AskAsync(query, variables, access, cancellation);
        var disclosure = AnswerJson.Disclosure(answer);
        LogEntries.Add(disclosure["auditId"]!.ToString());
        List<string> unanswered =
        [
            .. AnswerJson.RegisterOf(answer) is { } register
                ? [$"the hub's register is {register}: whom you have a link to was not known; ask again"]
                : Array.Empty<string>(),
            .. AnswerJson.Silent(answer).Select(Silent),
            .. AnswerJson.Errors(answer),
        ];
        if (unanswered.Count == 0 && !AnswerJson.IsTrue(disclosure["complete"]))
        {
            unanswered.Add("the gateway calls its answer not complete: ask again");
        }

        _gaps.AddRange(unanswered);
        // Without links nobody has one to the person: what did not answer is said instead.
        _gaps.AddRange(AnswerJson.Items(disclosure["withheld"])
            .Where(marker => !IsOfEntry(marker) && (unanswered.Count == 0 || AnswerJson.PathOf(marker) != Person))
            .Select(Withheld));
        if (disclosure["moreWithheld"] is { } more)
        {
            _gaps.Add($"{more} more markers of what is withheld from you were not given: lists may lack entries");
        }

        return answer;
    }

    // What is withheld of an entry leaves the entry in the draft, where it is not shown. Of who was given data nothing
    // is withheld from whoever makes a draft; else it could count as nothing that was given.
    private static bool IsOfEntry(JsonNode marker)
    {
        var path = AnswerJson.Items(marker["path"]).Select(part => part.ToString()).ToList();
        var list = path.FindIndex(Lists.Contains);
        return path[0] == Person && list >= 0 && path.Skip(list + 1).Any(part => !part.All(char.IsAsciiDigit));
    }

    // Without classes and contacts: a copy is made from the draft, and they can tell of a service.
    private static string Withheld(JsonNode marker) => AnswerJson.PathOf(marker) switch
    {
        Person => $"no such person, or none that you have a link to ({marker["reason"]}): check the id",
        var path => $"{path} holds what is withheld from you ({marker["reason"]}): it is not in the draft",
    };

    // A list of the answer; where it is missing, and nothing says why, that is said.
    private List<JsonNode>? ListAt(JsonNode answer, params string[] path)
    {
        var told = AnswerJson.Items(AnswerJson.Disclosure(answer)["withheld"])
            .Concat(AnswerJson.Items(answer["errors"])).Select(AnswerJson.PathOf).ToHashSet();
        var at = answer["data"];
        for (var i = 0; i < path.Length; i++)
        {
            at = at?[path[i]];
            if (at is null)
            {
                var place = string.Join('.', path[..(i + 1)]);
                if (!told.Contains(place))
                {
                    _gaps.Add($"{place} was not given: what it holds is not in the draft");
                }

                return null;
            }
        }

        return [.. AnswerJson.Items(at)];
    }

    private void AddLostPage(int page, string what)
    {
        if (page > 1)
        {
            _gaps.Add($"there is no page {page} of the {what}");
        }
    }

    private static string Silent(string what) => $"{what}: what it holds may be missing; ask again";
}
