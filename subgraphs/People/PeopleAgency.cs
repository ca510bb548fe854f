using System.Text.Json;
using Aggregator.Kit;

namespace Aggregator.People;

/// <summary>People: who the persons are, how they are related, where they live, and the circle of a child.</summary>
public sealed class PeopleAgency : Agency
{
    private static readonly string[] Gathered =
        ["chronology", "incidents", "consultations", "referrals", "involvements", "markers", "safeguardingFacts"];

    /// <inheritdoc/>
    public override string Name => "people";

    /// <inheritdoc/>
    public override int DefaultPort => 5100;

    /// <inheritdoc/>
    public override IReadOnlyList<AgencySource> Sources { get; } =
    [
        new(
            "PPL",
            "Person index",
            new AgencyContact("Person index desk", "01632 960100", "Mon-Fri 08:00-18:00"),
            new SourceCoverage(
                new DateOnly(2010, 1, 1),
                "whole area",
                "children and the adults around them",
                "people known to a connected agency")),
    ];

    /// <inheritdoc/>
    public override IEnumerable<string> Terms(string kind, JsonElement content) => SearchTerms.Of(kind, content);

    /// <inheritdoc/>
    public override void Resolve(FieldResolvers fields)
    {
        PersonFields.Add(fields);
        ChildFields.Add(fields);
        AddressFields.Add(fields);
        Searching.Add(fields);
        Shielded.Add(fields);
        foreach (var list in Gathered)
        {
            fields.Add($"Child.{list}", _ => throw new AgencyException(
                AgencyErrors.GatheredByGateway, "this list is put together by the gateway; ask the gateway for it"));
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<PopulationEntry> Population(int families, DateOnly anchor) =>
        GeneratedFamilies.Of(families, anchor);
}
