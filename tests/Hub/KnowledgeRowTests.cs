using Aggregator.Hub.Rules;
using NodaTime;
using Xunit;

namespace Aggregator.Hub.Tests;

/// <summary>What of a row of the knowledge matrix is for a service that treats somebody of the case.</summary>
public sealed class KnowledgeRowTests
{
    [Fact]
    public void Treating_service_gets_its_own_cell_as_it_is_and_of_others_whether_they_were_told()
    {
        var row = new KnowledgeRow
        {
            Concern = "K5",
            Title = "a concern",
            FirstKnown = Instant.MinValue,
            Facts = [],
            UninformedInvolved = [],
            Cells =
            [
                Cell(AgencyCode.THX, KnowledgeState.Acknowledged),
                Cell(AgencyCode.GP, KnowledgeState.Held),
                Cell(AgencyCode.POL, KnowledgeState.Shown),
                Cell(AgencyCode.CSC, KnowledgeState.Told),
                Cell(AgencyCode.HV, KnowledgeState.Acknowledged),
                Cell(AgencyCode.MID, KnowledgeState.Acted),
                Cell(AgencyCode.HST, KnowledgeState.NotTold),
                Cell(AgencyCode.ADV, KnowledgeState.NoInvolvementFound),
                Cell(AgencyCode.AMB, KnowledgeState.CannotTell),
            ],
        };

        var given = row.ForTreatingService(AgencyCode.THX);

        Assert.Equal(
            ["THX Acknowledged", "CSC Told", "HV Told", "MID Told", "HST NotTold"],
            given.Cells.Select(cell => $"{cell.Agency} {cell.State}"));
    }

    private static KnowledgeCell Cell(AgencyCode agency, KnowledgeState state) =>
        new() { Agency = agency, State = state };
}
