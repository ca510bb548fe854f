using System.Text.Json;
using Aggregator.Host.LocalHub;
using Aggregator.Kit;

namespace Aggregator.Gateway.Tests;

/// <summary>Writes people and places into a hub's index of people.</summary>
internal static class PeopleIndex
{
    /// <summary>When entries are recorded unless a test says otherwise: before the demonstration's now.</summary>
    public static readonly DateTimeOffset RecordedAt = HubClock.Demonstration.AddDays(-9);

    /// <summary>An entry about persons.</summary>
    public static FactDraft Draft(string id, string kind, string[] persons, object content) => new(
        id, kind, "PPL", FuzzyTime.At(RecordedAt), RecordedAt, JsonSerializer.Serialize(content),
        persons.ToDictionary(person => person, _ => "MENTIONED"));

    /// <summary>An entry about persons in an agency's records. What is null is not written, as its recorder writes it.
    /// </summary>
    public static FactDraft Record(string agency, string kind, string id, string[] persons, object content) =>
        Draft(id, kind, persons, ContractJson.Element(content)) with { Agency = agency };

    /// <summary>Makes persons known, then writes entries.</summary>
    public static Task WriteAsync(LocalHubFixture hub, IEnumerable<string> persons, params FactDraft[] facts) =>
        hub.Hub.Agencies.Find("people")!.Writer.WriteAsync(
            [
                .. persons.Select(person => new LinkDraft(
                    person, person, MatchState.Confirmed, "person index", RecordedAt)),
            ],
            facts,
            default);
}
