using System.Text.Json;
using Aggregator.CommunityHealth;
using Aggregator.Kit;
using Aggregator.Police;
using Aggregator.PrimaryCare;
using Aggregator.SocialCare;
using Aggregator.TalkingTherapies;
using Aggregator.UrgentCare;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

/// <summary>Who knew what, from when: the coded facts of all agencies side by side, as the case was.</summary>
public sealed class KnowledgeOfTheCaseTests
{
    private const string Facts =
        "safeguardingFacts { nodes { id category agency presumed recordedAt receivedAt consideredAt } }";

    // First day held; considered later than received: `received/considered`; (p) presumed; ×n: how many.
    private static readonly string[] AsItWas =
    [
        "RELATIONSHIP_CRISIS: POL D+0, CSC D+1/D+2, GP D+11, THX D+11(p), ADV D+43(p)",
        "PARENT_SELF_HARM: POL D+0, AMB D+0, CSC D+1/D+2",
        "ITEMS_FOUND: POL D+0, CSC D+1/D+2",
        "DOMESTIC_ABUSE: POL D+0, CSC D+1/D+2, GP D+11, THX D+11(p), ADV D+43(p)",
        "PARENT_MENTAL_HEALTH: GP D+11, THX D+11(p), ADV D+43(p), CSC D+44/D+44",
        "PARENT_SUICIDAL_IDEATION: ADV D+43",
        "CHILD_HELD_DURING_ASSAULT: THX D+42, CSC D+44/D+44(p)",
        "LEFT_UNATTENDED: THX D+42, CSC D+44/D+44(p)",
        "MULTI_RESIDENCE: THX D+42, POL D+43(p), CSC D+43/D+44(p)",
        "HALF_SIBLING: POL D+0(p), CSC D+1/D+2(p), THX D+42(p)",
        "REFERRAL: POL D+1, CSC D+1/D+2, THX D+44",
    ];

    [Fact]
    public async Task Each_agency_held_what_it_held_from_the_day_it_did()
    {
        Agency[] agencies =
        [
            new PoliceAgency(), new SocialCareAgency(), new PrimaryCareAgency(), new CommunityHealthAgency(),
            new TalkingTherapiesAgency(), new UrgentCareAgency(),
        ];
        var facts = new List<JsonElement>();
        foreach (var agency in agencies)
        {
            facts.AddRange(await FactsAsync(agency));
        }

        var known = AsItWas.Select(row => row[..row.IndexOf(':', StringComparison.Ordinal)])
            .Select(concern => $"{concern}: {string.Join(", ", Cells(facts, concern))}");

        Assert.Equal(AsItWas, known);
        Assert.All(
            facts.Where(fact => Text(fact, "agency") is "HV" or "MID" or "HST"),
            fact => Assert.True(Text(fact, "category") is "UNIVERSAL_CONTACT" or "BIRTH"));
    }

    private static IEnumerable<string> Cells(IEnumerable<JsonElement> facts, string concern) => facts
        .Where(fact => Text(fact, "category") == concern)
        .GroupBy(fact => Text(fact, "agency"))
        .Select(held => held.MinBy(HeldFrom))
        .OrderBy(HeldFrom)
        .Select(first =>
        {
            var considered = Text(first, "consideredAt") is { } at ? "/" + Day(at) : "";
            var presumed = first.GetProperty("presumed").ValueKind == JsonValueKind.True ? "(p)" : "";
            return $"{Text(first, "agency")} {Day(HeldFrom(first))}{considered}{presumed}";
        });

    private static string HeldFrom(JsonElement fact) => Text(fact, "receivedAt") ?? Text(fact, "recordedAt")!;

    private static string Day(string instant) =>
        LondonTime.TryInstant(instant, out var at)
            ? $"D+{LondonTime.DateOf(at).DayNumber - RunningAgency.Anchor.DayNumber}"
            : instant;

    private static string? Text(JsonElement fact, string field) => fact.GetProperty(field).GetString();

    private static async Task<IEnumerable<JsonElement>> FactsAsync(Agency agency)
    {
        await using var running = await RunningAgency.StartAsync(agency);
        var facts = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var person in new[] { "P1", "P2", "P3" })
        {
            var answer = await running.PersonAsync(person, Facts);
            foreach (var fact in answer.GetProperty("safeguardingFacts").GetProperty("nodes").EnumerateArray())
            {
                facts[Text(fact, "id")!] = fact;
            }
        }

        return facts.Values;
    }
}
