using Aggregator.Police;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

public sealed class PoliceTests(AgencyFixture<PoliceAgency> fixture) : CaseAgencyContractTests<PoliceAgency>(fixture)
{
    [Fact]
    public async Task Incidents_of_the_father_come_in_order_with_their_grade_and_marker()
    {
        var person = await Agency.PersonAsync(
            "P3",
            """
            incidents { nodes { id incidentType gradings { scheme grade } markersRaised { id person { id } addressId }
              reviews { id outcome } roleDecisions { unit decision } subjects { part match { state } person { id } } } }
            """,
            "D+2 18:00");

        person.MatchSnapshot();
    }
}
