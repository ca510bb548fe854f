using System.Text.Json;
using Aggregator.Kit;

namespace Aggregator.TalkingTherapies;

/// <summary>Talking therapies: sessions, measures with bands, disclosures, and the referrals they sent.</summary>
public sealed class TalkingTherapiesAgency : Agency
{
    /// <inheritdoc/>
    public override string Name => "talking-therapies";

    /// <inheritdoc/>
    public override int DefaultPort => 5150;

    /// <inheritdoc/>
    public override IReadOnlyList<AgencySource> Sources { get; } =
    [
        new(
            "THX",
            "Talking therapies",
            new AgencyContact("Counselling service desk", "01632 960150", "weekdays 09:00-17:00"),
            new SourceCoverage(
                new DateOnly(2018, 1, 1),
                "whole community health area",
                "adults referred for counselling",
                "therapists' own working notes are not in it"))
        {
            TellsFreshness = false,
        },
    ];

    /// <inheritdoc/>
    public override void Resolve(FieldResolvers fields) => fields
        .Add("OutcomeMeasure.band", call => OutcomeBands.Of((JsonElement)call.Source!))
        .Add("OutcomeMeasure.bandScheme", call => OutcomeBands.SchemeOf((JsonElement)call.Source!));

    /// <inheritdoc/>
    public override IEnumerable<PopulationEntry> Population(int families, DateOnly anchor) =>
        GeneratedSessions.Of(families, anchor);
}
