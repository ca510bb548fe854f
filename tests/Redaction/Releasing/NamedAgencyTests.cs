using System.Text.Json.Nodes;
using Aggregator.Policy;
using Xunit;

namespace Aggregator.Redaction.Tests;

/// <summary>
/// Entries of a record name agencies, and a record answers one: they are left out for whom that agency is hidden from.
/// </summary>
public class NamedAgencyTests
{
    // Before a statutory stage a social worker may not know of the therapy service. The record is not their agency's.
    private static readonly Caller SocialWorker = new()
    {
        Role = "SOCIAL_WORKER",
        Agency = "CS2",
        Subject = "caller-1",
        Recipient = "desk",
        Purpose = "SAFEGUARD_ENQUIRY",
        AsAt = CaseWorld.Now,
    };

    [Fact]
    public async Task Whom_a_decision_maker_asked_is_told_but_for_agencies_that_are_hidden()
    {
        var checks = await ChecksAsync(SocialWorker, "POL", "THX", "CS2");

        Assert.Equal(["POL", "CS2"], checks);
    }

    [Fact]
    public async Task What_ones_own_agency_wrote_down_or_who_may_know_of_the_service_reads_it()
    {
        Assert.Equal(["POL", "THX"], await ChecksAsync(SocialWorker with { Agency = "CSC" }, "POL", "THX"));
        Assert.Equal(
            ["POL", "THX"],
            await ChecksAsync(SocialWorker with { Role = "DECISION_MAKER", Agency = "HUB" }, "POL", "THX"));
    }

    [Fact]
    public async Task An_entry_that_names_the_callers_agency_opens_nothing_of_it()
    {
        // To the police a rationale is open in their own referral only, however often they are named in it.
        var caller = SocialWorker with { Role = "POLICE_DESK", Agency = "POL" };

        Assert.Empty(await ChecksAsync(caller, "POL"));
    }

    [Theory]
    [InlineData("SOCIAL_WORKER", "CS2", "THX", false)]
    [InlineData("SOCIAL_WORKER", "CS2", "POL", true)]
    [InlineData("SOCIAL_WORKER", "CS2", "CSC", true)]
    [InlineData("SOCIAL_WORKER", "CSC", "THX", true)]
    [InlineData("DECISION_MAKER", "HUB", "THX", true)]
    public async Task A_record_that_answers_a_hidden_agency_is_left_out_but_for_whose_it_is(
        string role, string agency, string answered, bool given)
    {
        var nodes = await DecisionsAsync(SocialWorker with { Role = role, Agency = agency }, answered, []);

        Assert.Equal(given ? 1 : 0, nodes.Count);
    }

    // Whoever breaks the glass is given no more of a service that is hidden.
    [Theory]
    [InlineData("SOCIAL_WORKER", "CSC", false)]
    [InlineData("EMERGENCY", "ED", false)]
    [InlineData("HEALTH_VISITOR", "HV", true)]
    [InlineData("GP", "GP", true)]
    [InlineData("DECISION_MAKER", "HUB", true)]
    public async Task Whose_systems_could_read_an_entry_is_told_to_whom_no_service_is_hidden_from(
        string role, string agency, bool told)
    {
        var world = new CaseWorld();
        world.Register.Link("OPEN_ENQUIRY", "P1", "P1", "P2");
        world.Register.Facts["P2"] = world.Register.Facts["P2"] with
        {
            BreakGlass = new BreakGlassFact("glass", CaseWorld.Now.AddMinutes(5)),
        };
        world.Family["people"]!["Query"]!["person"] = JsonNode.Parse("""{ "P2": { "id": "P2" } }""");
        _ = world.Family.Remove("talking-therapies");
        world.Family["primary-care"] = JsonNode.Parse("""
            {
              "Person": {
                "P2": {
                  "consultations": {
                    "nodes": [
                      {
                        "__typename": "Consultation", "id": "GP-C1", "sortAt": "2025-06-13T09:00:00.0000000Z",
                        "agency": "GP", "kind": "CONSULTATION", "contact": { "agency": "GP", "team": "Desk" },
                        "patient": { "__typename": "Person", "id": "P2" },
                        "recordSharing": { "visibleTo": ["GP", "THX"], "notVisibleTo": ["HV"] }
                      }
                    ]
                  }
                }
              }
            }
            """);

        var answer = JsonNode.Parse(await world.AskAsync(
            SocialWorker with
            {
                Role = role,
                Agency = agency,
                Purpose = role is "EMERGENCY" ? "DIRECT_CARE"
                    : role is "GP" or "HEALTH_VISITOR" ? "SAFEGUARD_OWN_CASELOAD" : "SAFEGUARD_ENQUIRY",
                BreakGlass = "glass",
            },
            """
            {
              person(id: "P2") {
                consultations { nodes { id ... on Consultation { recordSharing { visibleTo notVisibleTo } } } }
              }
            }
            """))!["data"]!["person"]!["consultations"]!["nodes"]!.AsArray();

        var sharing = Assert.Single(answer)!["recordSharing"];
        Assert.Equal(told, sharing?["visibleTo"]?.AsArray().Any(code => code!.ToString() == "THX") == true);
        Assert.Equal(told, sharing?["notVisibleTo"] is not null);
    }

    private static async Task<IEnumerable<string>> ChecksAsync(Caller caller, params string[] asked)
    {
        var decision = (await DecisionsAsync(caller, "CSC", asked))[0]!;
        return decision["agencyChecks"]?.AsArray().Select(check => check!["result"]?.ToString().Split(' ')[1] ?? "")
            ?? [];
    }

    private static async Task<JsonArray> DecisionsAsync(Caller caller, string answered, string[] asked)
    {
        var world = new CaseWorld();
        world.Register.Link("OPEN_ENQUIRY", "P1", "P1", "P2", "P3");
        var checks = asked.Select(code => $$"""{ "agency": "{{code}}", "result": "asked {{code}}" }""");
        world.Family["social-care"] = JsonNode.Parse($$"""
            {
              "Person": {
                "P1": {
                  "chronology": {
                    "nodes": [
                      {
                        "__typename": "ScreeningDecision", "id": "CSC-D1", "sortAt": "2025-07-01T09:00:00.0000000Z",
                        "agency": "CSC", "kind": "SCREENING_DECISION", "contact": { "agency": "CSC", "team": "Desk" },
                        "answersTo": "{{answered}}",
                        "child": { "__typename": "Person", "id": "P1" },
                        "agencyChecks": [{{string.Join(',', checks)}}]
                      }
                    ]
                  }
                }
              }
            }
            """);

        var answer = await world.AskAsync(caller, """
            {
              child(id: "P1") {
                person { id chronology { nodes { id ... on ScreeningDecision { agencyChecks { result } } } } }
              }
            }
            """);
        Assert.Empty(world.PlanFaults);
        return JsonNode.Parse(answer)!["data"]!["child"]!["person"]!["chronology"]!["nodes"]!.AsArray();
    }
}
