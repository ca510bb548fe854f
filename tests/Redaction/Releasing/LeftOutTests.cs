using System.Text.Json.Nodes;
using Aggregator.Policy;
using Xunit;

namespace Aggregator.Redaction.Tests;

/// <summary>Records that a role is not granted are left out of a list, and the answer says so of everybody
/// alike.</summary>
public class LeftOutTests
{
    private static readonly Caller PoliceDesk = new()
    {
        Role = "POLICE_DESK",
        Agency = "POL",
        Subject = "caller-1",
        Recipient = "desk",
        Purpose = CaseGraph.Table.Purposes.First(purpose => purpose.Roles.Contains("POLICE_DESK")).Code,
        AsAt = CaseWorld.Now,
    };

    [Theory]
    [InlineData("consultations { nodes { id headline } }")]
    [InlineData("registrations { agency practice } consultations { nodes { id headline } }")]
    public async Task Whether_there_is_such_a_record_and_whether_its_agency_was_asked_the_marker_is_the_same(
        string fields)
    {
        var (with, asked) = await AskAsync(fields, hasRecord: true);
        var (without, _) = await AskAsync(fields, hasRecord: false);

        Assert.Equal(without, with);
        Assert.DoesNotContain("CANARY", with, StringComparison.Ordinal);
        Assert.DoesNotContain("GP-C1", with, StringComparison.Ordinal);
        Assert.DoesNotContain(asked, body => body.Contains("consultations", StringComparison.Ordinal));
        var marker = Assert.Single(
            JsonNode.Parse(with)!["extensions"]!["disclosure"]!["withheld"]!.AsArray(),
            marker => marker!["class"]?.ToString() == "HEALTH_CONTACT")!;
        Assert.Equal("CareContactConnection.nodes OMIT", $"{marker["coordinate"]} {marker["effect"]}");
        Assert.Contains("GP", marker["contact"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_marker_tells_of_a_class_that_is_hidden()
    {
        var (answer, _) = await AskAsync("consultations { nodes { id } }", hasRecord: true);

        Assert.DoesNotContain("THERAPY", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("THX", answer, StringComparison.Ordinal);
    }

    private static async Task<(string Answer, IReadOnlyList<string> Asked)> AskAsync(string fields, bool hasRecord)
    {
        var world = new CaseWorld();
        world.Register.Link("OPEN_ENQUIRY", "P1", "P1", "P2", "P3");
        world.Family["primary-care"] = JsonNode.Parse("""
            {
              "Person": {
                "P2": {
                  "registrations": [
                    { "agency": "GP", "practice": "Surgery", "patient": { "__typename": "Person", "id": "P2" } }
                  ],
                  "consultations": {
                    "nodes": [
                      {
                        "__typename": "Consultation", "id": "GP-C1", "sortAt": "2025-07-01T09:00:00.0000000Z",
                        "agency": "GP", "kind": "CONSULTATION", "contact": { "agency": "GP", "team": "Surgery" },
                        "headline": "CANARY-HEADLINE", "patient": { "__typename": "Person", "id": "P2" }
                      }
                    ]
                  }
                }
              }
            }
            """);
        if (!hasRecord)
        {
            world.Family["primary-care"]!["Person"]!["P2"]!["consultations"]!["nodes"] = new JsonArray();
        }

        var answer = await world.AskAsync(
            PoliceDesk, $"{{ child(id: \"P1\") {{ circle {{ person {{ id {fields} }} }} }} }}");
        return (answer,
        [
            .. world.Agencies.Requests.Where(sent => sent.Agency == "primary-care").Select(sent => sent.Body),
        ]);
    }
}
