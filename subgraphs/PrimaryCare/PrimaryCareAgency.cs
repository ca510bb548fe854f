using Aggregator.Kit;

namespace Aggregator.PrimaryCare;

/// <summary>General practice: registration, consultations, unmet requests, immunisations, onward referrals.</summary>
public sealed class PrimaryCareAgency : Agency
{
    /// <inheritdoc/>
    public override string Name => "primary-care";

    /// <inheritdoc/>
    public override int DefaultPort => 5130;

    /// <inheritdoc/>
    public override IReadOnlyList<AgencySource> Sources { get; } =
    [
        new(
            "GP",
            "General practice",
            new AgencyContact("Practice safeguarding lead", "01632 960130", "weekdays 08:00-18:30"),
            new SourceCoverage(
                new DateOnly(2012, 1, 1),
                "practices that share their records here, with their walk-in clinics",
                "registered patients and walk-in patients",
                "entries a practice keeps private are not in it")),
    ];

    /// <inheritdoc/>
    public override IEnumerable<PopulationEntry> Population(int families, DateOnly anchor) =>
        GeneratedPatients.Of(families, anchor);
}
