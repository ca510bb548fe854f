using Aggregator.Policy;
using Xunit;

namespace Aggregator.Redaction.Tests;

public class PlansOfEveryRoleTests
{
    private const string Everything = """
        {
          child(id: "P1") {
            name
            alerts { rule show { categories contact { team } } because { recordId kind } }
            knowledgeMatrix { concern cells { agency state } }
            referrals { nodes { id headline content contentCategory subjects { person { name } } } }
            chronology {
              nodes {
                id headline childImpact { code } informed { agency }
                ... on PoliceIncident { narrative itemsFound gradings { grade } personOfConcern { name dateOfBirth } }
                ... on TherapySession { narrative disclosures { __typename } measures { score band } }
                ... on Consultation { narrative }
              }
            }
            markers { code addressId person { name } }
          }
        }
        """;

    public static TheoryData<string> Roles =>
        [.. CaseGraph.Table.Roles.Select(role => role.Code).Where(role => role is not "HUB_RULES" and not "DASHBOARD")];

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task No_plan_asks_what_its_recipient_may_not_have(string role)
    {
        var world = new CaseWorld();
        world.Register.Link("OPEN_ENQUIRY", "P1", "P1", "P2", "P3");

        _ = await world.AskAsync(CallerOf(role), Everything);

        Assert.NotEmpty(world.Plan);
        Assert.Empty(world.PlanFaults.Select(fault => fault.ToString()));
    }

    private static Caller CallerOf(string role) => new()
    {
        Role = role,
        Agency = "X",
        Subject = "caller",
        Recipient = "desk",
        Purpose = CaseGraph.Table.Purposes.First(purpose => purpose.Roles.Contains(role)).Code,
        AsAt = CaseWorld.Now,
    };
}
