using System.Text.Json.Nodes;
using Aggregator.Policy;

namespace Aggregator.Host.Exporting;

/// <summary>What is exported for one recipient: what the gateway answered, asked for that recipient.</summary>
/// <param name="Recipient">The agency code.</param>
/// <param name="Answer">The whole answer, with every page of the chronology.</param>
internal sealed record RecipientExport(string Recipient, JsonNode Answer)
{
    /// <summary>The ids of the records in it.</summary>
    public IReadOnlyList<string> Records =>
    [
        .. AnswerJson.Items(Answer["data"]!["child"]!["chronology"]?["nodes"])
            .Select(node => (string?)node["id"]).OfType<string>(),
    ];
}

/// <summary>
/// The records of a child for a strategy meeting, for each recipient what the policy lets pass on to it. The gateway
/// decides and logs; here nothing is left out or added but why something is withheld, which it tells whoever asks.
/// </summary>
internal static class MeetingExport
{
    private const string Events = """
        nodes {
          __typename id agency sortAt kind headline
          contact { team phone }
          ... on PoliceIncident { incidentType gradings { scheme grade } narrative }
          ... on Consultation { narrative }
          ... on TherapySession { narrative }
          ... on Referral { from to intent decisions { outcome rationale } }
        }
        pageInfo { hasNextPage endCursor }
        missing { agency state since }
        """;

    private const string Query = $$"""
        query Export($child: ID!) {
          child(id: $child) {
            id
            name
            age { text }
            residences { kind pattern from to address { id lines postcode district doNotDiscloseTo { id } } }
            circle { relation parentalResponsibility isCarer person { id name } }
            chronology(first: 200) { {{Events}} }
          }
        }
        """;

    /// <summary>Asks for each recipient, to the end of the chronology.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="policy">The policy, which says what roles are told why something is withheld.</param>
    /// <param name="child">The child's id.</param>
    /// <param name="recipients">The agency codes.</param>
    /// <param name="access">Purpose and stage.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="AskException">The gateway refuses, or the child is not there for the caller.</exception>
    public static async Task<IReadOnlyList<RecipientExport>> AskAsync(
        GatewayClient gateway,
        PolicyModel policy,
        string child,
        IEnumerable<string> recipients,
        AskedAccess access,
        CancellationToken cancellation)
    {
        var exports = new List<RecipientExport>();
        var pages = new ChronologyPages(gateway, Events);
        foreach (var recipient in recipients)
        {
            var answer = await gateway.AskAsync(
                Query, new { child }, access with { Recipient = recipient }, cancellation);
            if (answer["data"]!["child"] is not JsonObject || AnswerJson.RegisterOf(answer) is not null)
            {
                var why = AnswerJson.Unanswered(answer);
                throw new AskException($"nothing of this child can be passed on to {recipient}: "
                    + (why.Length > 0 ? why + ": ask again" : "no such child, or no link to it"));
            }

            await pages.ReadOnAsync(answer, child, access with { Recipient = recipient }, cancellation);
            SayReasons(answer, policy, recipient);
            exports.Add(new RecipientExport(recipient, answer));
        }

        return exports;
    }

    // The caller may be told more of what was agreed and decided than the role that the document is for.
    private static void SayReasons(JsonNode answer, PolicyModel policy, string recipient)
    {
        var role = policy.Onward.GetValueOrDefault(recipient)?.Role;
        foreach (var marker in answer["extensions"]!["disclosure"]!["withheld"]!.AsArray())
        {
            var isTold = policy.Reasons.TryGetValue(marker!["reason"]?.ToString() ?? "", out var roles)
                && (roles.Contains("*") || (role is not null && roles.Contains(role)));
            marker["reason"] = isTold ? marker["reason"]!.DeepClone() : ReasonCodes.Withheld;
        }
    }
}
