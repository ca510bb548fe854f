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
/// <param name="gaps">What could not be read, so that the draft lacks it.</param>
/// <param name="logEntries">The access log's ids of the requests that made the draft.</param>
/// <param name="isFound">False when no record was read: who was given data does not show that there is any.</param>
internal sealed class SubjectAccessDraft(
    string person, IReadOnlyList<DraftEntry> entries, IReadOnlyList<string> gaps, IReadOnlyList<string> logEntries,
    bool isFound)
{
    /// <summary>What whoever made the draft has to know of it, one a line: what is missing, and that nothing was found.
    /// </summary>
    public IReadOnlyList<string> Notes =>
    [
        .. gaps.Select(gap => $"not complete: {gap}"),
        .. Nothing,
    ];

    private IEnumerable<string> Nothing => isFound ? [] : [$"nothing found about {person}"];

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
        var reading = new SubjectAccessReading(gateway, person, access);
        await reading.ReadAsync(cancellation);
        return new SubjectAccessDraft(
            person,
            [
                .. reading.Found.Select(node => OfRecord(rules, node)),
                // Whoever asked and was shown nothing was given nothing.
                .. reading.Given.Where(node => node["delivered"] is JsonArray { Count: > 0 })
                    .SelectMany(node => OfAccess(rules, node)).Distinct(),
            ],
            reading.Gaps,
            reading.LogEntries,
            reading.Found.Count > 0);
    }

    /// <summary>The draft as a document.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        _ = text.Append($"# Draft for the data protection officer: subject access by {person}\n\n")
            .Append("Not for release. Each line is a proposal to decide on; what is not to be released is not shown.\n")
            .Append($"Requests in the access log: {string.Join(", ", logEntries)}.\n\n")
            .Append(string.Concat(Notes.Select(note => $"- **{note}**\n")))
            .Append(Notes.Count > 0 ? "\n" : "")
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
        ["incomplete"] = new JsonArray([.. gaps.Concat(Nothing).Select(gap => (JsonNode)gap)]),
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
        var proposal = rules.OfRecord(type, node["agency"]?.ToString(), isSourceShown: content is not null);
        return Entry(proposal, $"{Day(node["sortAt"])} {node["agency"]}: {type}");
    }

    // Who asked was given the data; so was the agency that it was asked for to be passed on to, whatever role read it.
    private static IEnumerable<DraftEntry> OfAccess(ReleaseProposals rules, JsonNode node)
    {
        var (day, purpose) = (Day(node["at"]), node["purpose"]);
        yield return Entry(
            rules.OfRecipient(node["agency"]?.ToString(), node["role"]?.ToString()),
            $"{day}: data was given to {node["agency"]} for {purpose}");
        if (node["onwardTo"]?.ToString() is { } recipient && node["refused"] is null)
        {
            yield return Entry(
                rules.OfRecipient(recipient, role: ""), $"{day}: data was passed on to {recipient} for {purpose}");
        }
    }

    private static DraftEntry Entry(ReleaseProposal proposal, string what) =>
        new(proposal.Decision == ReleaseProposal.Redact ? null : what, proposal);

    private static string Day(JsonNode? instant) =>
        instant?.ToString() is { Length: > 9 } text ? text[..10] : "undated";
}
