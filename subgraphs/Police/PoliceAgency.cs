using Aggregator.Kit;

namespace Aggregator.Police;

/// <summary>Police: incidents, gradings, reviews, markers, role decisions, and the referrals they sent.</summary>
public sealed class PoliceAgency : Agency
{
    /// <inheritdoc/>
    public override string Name => "police";

    /// <inheritdoc/>
    public override int DefaultPort => 5110;

    /// <inheritdoc/>
    public override IReadOnlyList<AgencySource> Sources { get; } =
    [
        new(
            "POL",
            "Police",
            new AgencyContact("Safeguarding desk", "01632 960110", "every day 07:00-23:00"),
            new SourceCoverage(
                new DateOnly(2020, 6, 2),
                "whole force area",
                "people named in incidents and referrals",
                "incidents of the last five years; intelligence is named, never given")),
    ];

    /// <inheritdoc/>
    public override IEnumerable<PopulationEntry> Population(int families, DateOnly anchor) =>
        GeneratedIncidents.Of(families, anchor);
}
