using Aggregator.Kit;

namespace Aggregator.UrgentCare;

/// <summary>Ambulance, telephone advice line and emergency department.</summary>
public sealed class UrgentCareAgency : Agency
{
    /// <inheritdoc/>
    public override string Name => "urgent-care";

    /// <inheritdoc/>
    public override int DefaultPort => 5160;

    /// <inheritdoc/>
    public override IReadOnlyList<AgencySource> Sources { get; } =
    [
        new(
            "AMB",
            "Ambulance service",
            new AgencyContact("Ambulance safeguarding team", "01632 960160", "weekdays 09:00-17:00"),
            new SourceCoverage(
                new DateOnly(2021, 1, 1), "whole region", "patients attended", "many records name no next of kin")),
        new(
            "ADV",
            "Telephone advice line",
            new AgencyContact("Clinical duty manager", "01632 960161", "at all hours"),
            new SourceCoverage(
                new DateOnly(2022, 1, 1), "whole region", "callers who gave a name",
                "calls without a name are not in it")),
        new(
            "ED",
            "Emergency department",
            new AgencyContact("Hospital safeguarding office", "01632 960162", "every day 08:00-20:00"),
            new SourceCoverage(
                new DateOnly(2017, 1, 1), "one hospital", "patients who attended", "other hospitals are not in it")),
    ];

    /// <inheritdoc/>
    public override IEnumerable<PopulationEntry> Population(int families, DateOnly anchor) =>
        GeneratedAttendances.Of(families, anchor);
}
