using System.Text;
using System.Text.Json.Nodes;
using Aggregator.Policy;

namespace Aggregator.Host.Exporting;

/// <summary>One entry of a draft.</summary>
/// <param name="What">What the person would be told it is; null where that stays out.</param>
/// <param name="Proposal">The proposed decision.</param>
internal sealed record DraftEntry(string? What, ReleaseProposal Proposal);

/// <summary>
/// A draft of what a person is told of their data, for the data protection officer: every entry that the officer's role
/// is shown, each with a proposed decision. An entry that is not to be released stands without its content.
/// </summary>
/// <param name="person">The person's id.</param>
/// <param name="entries">The entries.</param>
/// <param name="logEntries">The access log's ids of the requests that made the draft.</param>
internal sealed class SubjectAccessDraft(
    string person, IReadOnlyList<DraftEntry> entries, IReadOnlyList<string> logEntries)
{
    private const string Records = """
        query SubjectAccessRecords($person: ID!) {
          person(id: $person) {
            chronology(first: 200) { nodes { __typename agency sortAt headline } missing { agency state } }
            consents { __typename agency sortAt state }
            sharingDecisions { __typename agency sortAt decision }
          }
        }
        """;

    private const string Accesses = """
        query SubjectAccessRecipients($person: ID!) {
          accesses(subject: $person, first: 500) {
            nodes { at agency role purpose delivered } hasMore logs { origin state } }
        }
        """;

    /// <summary>The entries.</summary>
    public IReadOnlyList<DraftEntry> Entries => entries;

    /// <summary>Asks the gateway and proposes.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="rules">What proposes.</param>
    /// <param name="person">The person's id.</param>
    /// <param name="access">The purpose.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="AskException">The gateway refuses.</exception>
    public static async Task<SubjectAccessDraft> MakeAsync(
        GatewayClient gateway,
        ReleaseProposals rules,
        string person,
        AskedAccess access,
        CancellationToken cancellation)
    {
        var records = await gateway.AskAsync(Records, new { person }, access, cancellation);
        var accesses = await gateway.AskAsync(Accesses, new { person }, access, cancellation);
        var found = records["data"]!["person"];
        var lists = new[] { found?["chronology"]?["nodes"], found?["consents"], found?["sharingDecisions"] };
        return new SubjectAccessDraft(
            person,
            [
                .. lists.SelectMany(Items).Select(node => OfRecord(rules, node)),
                .. Items(accesses["data"]!["accesses"]?["nodes"])
                    // Whoever asked and was shown nothing was given nothing.
                    .Where(node => node["delivered"] is JsonArray { Count: > 0 })
                    .Select(node => OfAccess(rules, node)).Distinct(),
            ],
            [AuditId(records), AuditId(accesses)]);
    }

    /// <summary>The draft as a document.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        _ = text.Append($"# Draft for the data protection officer: subject access by {person}\n\n")
            .Append("Not for release. Each line is a proposal to decide on; what is not to be released is not shown.\n")
            .Append($"Requests in the access log: {string.Join(", ", logEntries)}.\n\n")
            .Append("| no. | entry | decision | ground |\n|---|---|---|---|\n");
        for (var i = 0; i < entries.Count; i++)
        {
            _ = text.Append($"| {i + 1} | {entries[i].What ?? "not shown"} | {entries[i].Proposal.Decision} | ")
                .Append($"{entries[i].Proposal.Ground} |\n");
        }

        return text.ToString();
    }

    /// <summary>The draft for tools.</summary>
    public JsonNode ToJson() => new JsonObject
    {
        ["person"] = person,
        ["accessLog"] = new JsonArray([.. logEntries.Select(id => (JsonNode)id)]),
        ["entries"] = new JsonArray([.. entries.Select(entry => new JsonObject
        {
            ["entry"] = entry.What,
            ["decision"] = entry.Proposal.Decision,
            ["ground"] = entry.Proposal.Ground,
        })]),
    };

    // What the officer is not shown in clear has a source that the officer cannot see.
    private static DraftEntry OfRecord(ReleaseProposals rules, JsonNode node)
    {
        var type = node["__typename"]!.ToString();
        var content = node["headline"] ?? node["state"] ?? node["decision"];
        var proposal = rules.OfRecord(type, isSourceShown: content is not null);
        return new DraftEntry(
            proposal.Decision == ReleaseProposal.Redact ? null : $"{Day(node["sortAt"])} {node["agency"]}: {type}",
            proposal);
    }

    private static DraftEntry OfAccess(ReleaseProposals rules, JsonNode node)
    {
        var proposal = rules.OfRecipient(node["agency"]?.ToString(), node["role"]?.ToString());
        return new DraftEntry(
            proposal.Decision == ReleaseProposal.Redact
                ? null
                : $"{Day(node["at"])}: data was given to {node["agency"]} for {node["purpose"]}",
            proposal);
    }

    private static string AuditId(JsonNode answer) => answer["extensions"]!["disclosure"]!["auditId"]!.ToString();

    private static string Day(JsonNode? instant) =>
        instant?.ToString() is { Length: > 9 } text ? text[..10] : "undated";

    private static IEnumerable<JsonNode> Items(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonNode>();
}
