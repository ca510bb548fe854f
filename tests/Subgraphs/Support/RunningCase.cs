using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aggregator.CommunityHealth;
using Aggregator.Hub;
using Aggregator.Kit;
using Aggregator.People;
using Aggregator.Police;
using Aggregator.PrimaryCare;
using Aggregator.SocialCare;
using Aggregator.TalkingTherapies;
using Aggregator.UrgentCare;

namespace Aggregator.Subgraphs.Tests;

/// <summary>
/// All agencies with the demonstration case, asked as the gateway would ask them for a child's view: facts gathered
/// over the circle, in order, and handed to the hub's rules.
/// </summary>
public sealed class RunningCase : IAsyncDisposable
{
    private const string Facts = """
        safeguardingFacts { nodes {
          id sortAt agency recordId recordKind category certainty accountOf at recordedAt receivedAt consideredAt about
          recordOf childImpact { person code } informed { agency at acknowledgedAt }
          presumed grade gradeScheme addressId
          referral { referralId person from to intent sentAt receivedAt ackDueAt acknowledgedAt chaseFrom decidedAt
            outcome closed gaps contacts { person closes opens } feedbackAt }
          intention { to statedBy statedAt outcome outcomeAt }
          marker { markerId code person addressId from reviewDate } } }
        """;

    private const string Child = """
        query($r: [_Any!]!) { _entities(representations: $r) { ... on Child {
          id dateOfBirth unborn { expectedDate }
          circle { relation parentalResponsibility isCarer
            person { id dateOfBirth sex homes { addressId from to pattern } } }
          halfSiblings { id relation expectedDate dateOfBirth } } } }
        """;

    private readonly List<RunningAgency> _agencies = [];
    private RunningAgency _people = null!;
    private RunningAgency _hub = null!;

    private RunningCase()
    {
    }

    public static async Task<RunningCase> StartAsync()
    {
        var running = new RunningCase { _people = await RunningAgency.StartAsync(new PeopleAgency()) };
        running._hub = await RunningAgency.StartAsync(new HubAgency());
        Agency[] agencies =
        [
            new PoliceAgency(), new SocialCareAgency(), new PrimaryCareAgency(), new CommunityHealthAgency(),
            new TalkingTherapiesAgency(), new UrgentCareAgency(),
        ];
        foreach (var agency in agencies)
        {
            running._agencies.Add(await RunningAgency.StartAsync(agency));
        }

        return running;
    }

    /// <summary>Asks the hub about a child, as its own worker does, as at a moment.</summary>
    public async Task<JsonElement> AskHubAsync(string child, string selection, string asAt)
    {
        var representation = JsonNode.Parse((await EntityAsync(_people, Child, "Child", child, asAt)).GetRawText())!;
        representation["__typename"] = "Child";
        representation["safeguardingFacts"] = new JsonObject
        {
            ["nodes"] = await FactsAsync((JsonObject)representation, asAt),
            ["missing"] = new JsonArray(),
        };
        using var answer = await _hub.SendAsync(
            $"query($r: [_Any!]!) {{ _entities(representations: $r) {{ ... on Child {{ {selection} }} }} }}",
            new { r = new[] { representation } },
            _hub.Token(asAt, "HUB_RULES"));
        return Entity(await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var agency in _agencies.Append(_people).Append(_hub))
        {
            await agency.DisposeAsync();
        }
    }

    private static async Task<JsonElement> EntityAsync(
        RunningAgency agency, string query, string type, string id, string asAt) =>
        Entity(await agency.AskAsync(query, new { r = new[] { new { __typename = type, id } } }, asAt));

    private static JsonElement Entity(JsonElement answer) => answer.TryGetProperty("errors", out var errors)
        ? throw new InvalidOperationException(errors.ToString())
        : answer.GetProperty("data").GetProperty("_entities")[0];

    private async Task<JsonArray> FactsAsync(JsonObject child, string asAt)
    {
        var facts = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var circle = child["circle"]!.AsArray().Select(member => member!["person"]!["id"]!.GetValue<string>());
        foreach (var person in circle.Distinct())
        {
            foreach (var agency in _agencies)
            {
                var answer = await agency.PersonAsync(person, Facts, asAt);
                foreach (var fact in answer.GetProperty("safeguardingFacts").GetProperty("nodes").EnumerateArray())
                {
                    facts[fact.GetProperty("id").GetString()!] = fact;
                }
            }
        }

        return new JsonArray([.. facts.Values
            .OrderBy(fact => fact.GetProperty("sortAt").GetString(), StringComparer.Ordinal)
            .ThenBy(fact => fact.GetProperty("id").GetString(), StringComparer.Ordinal)
            .Select(fact => JsonNode.Parse(fact.GetRawText()))]);
    }
}
