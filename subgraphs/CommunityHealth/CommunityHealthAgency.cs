using Aggregator.Kit;

namespace Aggregator.CommunityHealth;

/// <summary>Health visiting, midwifery and the health safeguarding desk.</summary>
public sealed class CommunityHealthAgency : Agency
{
    private const string Area = "whole community health area";

    /// <inheritdoc/>
    public override string Name => "community-health";

    /// <inheritdoc/>
    public override int DefaultPort => 5140;

    /// <inheritdoc/>
    public override IReadOnlyList<AgencySource> Sources { get; } =
    [
        new(
            "HV",
            "Health visiting",
            new AgencyContact("Health visiting duty line", "01632 960140", "weekdays 09:00-17:00"),
            new SourceCoverage(
                new DateOnly(2016, 9, 1), Area, "children under five on a caseload", "group sessions are not in it")),
        new(
            "MID",
            "Midwifery",
            new AgencyContact("Community midwives", "01632 960141", "every day 08:00-20:00"),
            new SourceCoverage(
                new DateOnly(2016, 9, 1), Area, "women booked here and their new-born babies",
                "bookings elsewhere are not in it")),
        new(
            "HST",
            "Health safeguarding desk",
            new AgencyContact("Health safeguarding desk", "01632 960142", "weekdays 09:00-17:00"),
            new SourceCoverage(
                new DateOnly(2019, 4, 1), Area, "children the desk was asked about",
                "advice by telephone is not in it")),
    ];

    /// <inheritdoc/>
    public override IEnumerable<PopulationEntry> Population(int families, DateOnly anchor) =>
        GeneratedCaseload.Of(families, anchor);
}
