using System.Text.Json.Nodes;
using Aggregator.Policy;
using Xunit;

namespace Aggregator.Redaction.Tests;

public class RecordsKeptBackTests
{
    // The agency does not say which record the registration is, so nobody can tell that it is not the one kept back.
    [Theory]
    [InlineData("consultations { nodes { id headline } } registrations { agency practice }")]
    [InlineData("registrations { agency practice } consultations { nodes { id headline } }")]
    public async Task What_cannot_be_told_from_a_record_that_is_kept_back_is_kept_back_wherever_it_stands(string fields)
    {
        var world = new CaseWorld();
        world.Register.Link("OPEN_ENQUIRY", "P1", "P1", "P2", "P3");
        world.Register.Facts["P2"] = world.Register.Facts["P2"] with
        {
            Sharing =
            [
                new SharingFact(
                    "D1", "DO_NOT_SHARE", ["HUB"], ["HEALTH_CONTACT", "UNIVERSAL_INVOLVEMENT"], "", null)
                {
                    Records = ["GP-C1"],
                },
            ],
        };
        world.Family["primary-care"] = JsonNode.Parse("""
            {
              "Person": {
                "P2": {
                  "registrations": [
                    { "agency": "GP", "practice": "CANARY-PRACTICE", "patient": { "__typename": "Person", "id": "P2" } }
                  ],
                  "consultations": {
                    "nodes": [
                      {
                        "__typename": "Consultation", "id": "GP-C1", "sortAt": "2025-07-01T09:00:00.0000000Z",
                        "agency": "GP", "kind": "CONSULTATION", "contact": { "agency": "GP", "team": "Surgery" },
                        "headline": "CANARY-KEPT-BACK", "patient": { "__typename": "Person", "id": "P2" }
                      },
                      {
                        "__typename": "Consultation", "id": "GP-C2", "sortAt": "2025-07-02T09:00:00.0000000Z",
                        "agency": "GP", "kind": "CONSULTATION", "contact": { "agency": "GP", "team": "Surgery" },
                        "headline": "Another visit", "patient": { "__typename": "Person", "id": "P2" }
                      }
                    ]
                  }
                }
              }
            }
            """);

        var answer = await world.AskAsync(
            new Caller
            {
                Role = "DECISION_MAKER",
                Agency = "HUB",
                Subject = "caller-1",
                Recipient = "desk",
                Purpose = "SAFEGUARD_ENQUIRY",
                AsAt = CaseWorld.Now,
            },
            $"{{ child(id: \"P1\") {{ circle {{ person {{ id {fields} }} }} }} }}");

        Assert.Contains("Another visit", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", answer, StringComparison.Ordinal);
    }
}
