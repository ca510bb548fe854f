using System.Text.Json;
using System.Text.Json.Nodes;
using Aggregator.CommunityHealth;
using Aggregator.Hub.Evaluation;
using Aggregator.Hub.Rules;
using Aggregator.Kit;
using Aggregator.People;
using Aggregator.Police;
using Aggregator.PrimaryCare;
using Aggregator.SocialCare;
using Aggregator.Subgraphs.Tests;
using Aggregator.TalkingTherapies;
using Aggregator.UrgentCare;
using NodaTime;
using Xunit;

namespace Aggregator.Hub.Tests;

/// <summary>
/// The rules on what the real agencies publish of the demonstration case, gathered over the circle as the gateway does.
/// </summary>
public sealed class PartnershipTests : IAsyncLifetime
{
    private const string OfPeople = """
        dateOfBirth unborn { expectedDate }
        circle {
          relation parentalResponsibility isCarer
          person { id dateOfBirth sex homes { addressId from to pattern } }
        }
        halfSiblings { id relation expectedDate dateOfBirth throughPerson { id } person { id } }
        """;

    private const string OfAgencies = """
        safeguardingFacts { nodes {
          id sortAt agency recordId recordKind category certainty accountOf at recordedAt receivedAt consideredAt about
          recordOf childImpact { person code } informed { agency at acknowledgedAt }
          presumed grade gradeScheme addressId
          referral {
            referralId person from to intent sentAt receivedAt ackDueAt acknowledgedAt chaseFrom decidedAt
            outcome closed gaps contacts { person closes opens } feedbackAt
          }
          intention { to statedBy statedAt outcome outcomeAt }
          marker { markerId code person addressId from reviewDate }
        } }
        """;

    private readonly CaseFile _case = CaseFile.Read("demonstration");
    private readonly List<RunningAgency> _agencies = [];
    private RunningAgency _people = null!;

    public async Task InitializeAsync()
    {
        _people = await RunningAgency.StartAsync(new PeopleAgency());
        Agency[] others =
        [
            new PoliceAgency(), new SocialCareAgency(), new PrimaryCareAgency(), new CommunityHealthAgency(),
            new TalkingTherapiesAgency(), new UrgentCareAgency(),
        ];
        foreach (var agency in others)
        {
            _agencies.Add(await RunningAgency.StartAsync(agency));
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var agency in _agencies.Append(_people))
        {
            await agency.DisposeAsync();
        }
    }

    [Fact]
    public async Task Two_days_on_the_health_visitor_has_both_cards_and_the_matrix_says_who_was_not_told()
    {
        var evidence = await EvidenceAsync("P1", "D+2 18:00");
        var cards = AlertDesk.Cards(evidence).Where(card => card.Recipient == AgencyCode.HV).ToList();
        var row = KnowledgeMatrix.Read(evidence).Single(row => row.Concern == "K2");

        Assert.Contains(RuleCode.Under2DaNotify, cards.Select(card => card.Rule));
        Assert.Equal(["father"], cards.Single(card => card.Rule == RuleCode.ParentSelfHarm).Show.Parties);
        Assert.Equal([AgencyCode.GP, AgencyCode.HV], row.UninformedInvolved);
        Assert.NotNull(row.Cells.Single(cell => cell.Agency == AgencyCode.CSC).ConsideredAt);
    }

    [Fact]
    public async Task On_day_44_all_concerns_stand_and_the_cluster_has_its_certainties()
    {
        var evidence = await EvidenceAsync("P1", "D+44 18:00");
        var cards = AlertDesk.Cards(evidence).Where(card => card.Recipient == AgencyCode.HUB).ToList();
        var cluster = cards.Single(card => card.Rule == RuleCode.ClusterU2);

        Assert.Equal(
            Enumerable.Range(1, 11).Select(number => $"K{number}"),
            KnowledgeMatrix.Read(evidence).Select(row => row.Concern));
        Assert.Equal(
            ["POL-F1", "POL-F2", "THX-F3"],
            cards.Single(card => card.Rule == RuleCode.RepeatReferrals).Because.Select(record => record.RecordId));
        Assert.Equal(
            [Certainty.Recorded, Certainty.ScreenPositive, Certainty.Possible],
            cluster.Components.Select(component => component.Certainty!.Value));
        Assert.Equal([AgencyCode.POL, AgencyCode.GP, AgencyCode.THX], cluster.Components[0].Sources);
    }

    [Fact]
    public async Task Gravest_item_is_held_by_the_advice_line_alone()
    {
        var row = KnowledgeMatrix.Read(await EvidenceAsync("P1", "D+44 18:00")).Single(row => row.Concern == "K5");

        Assert.Equal(
            [AgencyCode.ADV],
            row.Cells.Where(cell => cell.State == KnowledgeState.Held).Select(cell => cell.Agency));
    }

    [Theory]
    [InlineData("D+21 12:00", "POL-I1, POL-I2, GP-C1")]
    [InlineData("D+101 12:00", "POL-I1, POL-I2, GP-C1, THX-S1, POL-I3, ADV-C1")]
    public async Task Health_visitor_sees_what_was_not_shared_before(string asAt, string records) =>
        Assert.Equal(
            records,
            string.Join(
                ", ",
                UnseenConcerns.For(await EvidenceAsync("P1", asAt), AgencyCode.HV).Select(one => one.RecordId)));

    [Fact]
    public async Task Marker_reaches_where_the_child_stays()
    {
        var markers = MarkerPaths.Find(await EvidenceAsync("P1", "D+43 20:00"));

        Assert.Equal(
            "A1 → P3 → P1 → A2",
            string.Join(" → ", markers.Single(marker => marker.AddressId == "A2").Path.Select(step => step.Id)));
    }

    [Fact]
    public async Task Other_child_of_the_father_gets_a_concern_and_a_desk()
    {
        var cards = AlertDesk.Cards(await EvidenceAsync("P4", "D+44 18:00"))
            .Where(card => card.Recipient == AgencyCode.HV).ToList();

        Assert.Equal([RuleCode.MarkerPropagate, RuleCode.UnbornLink], cards.Select(card => card.Rule));
        Assert.All(cards, card => Assert.Equal(AgencyCode.HST, card.Show.ContactAgency));
        Assert.All(cards, card => Assert.Empty(card.Because));
    }

    private async Task<Evidence> EvidenceAsync(string child, string asAt)
    {
        var whole = await AskAsync(_people, "Child", child, OfPeople, asAt);
        var nodes = new JsonArray();
        var circle = whole["circle"]!.AsArray().Select(member => member!["person"]!["id"]!.GetValue<string>());
        foreach (var person in circle)
        {
            foreach (var agency in _agencies)
            {
                var held = await AskAsync(agency, "Person", person, OfAgencies, asAt);
                foreach (var node in held["safeguardingFacts"]!["nodes"]!.AsArray())
                {
                    nodes.Add(node!.DeepClone());
                }
            }
        }

        whole["id"] = child;
        whole["safeguardingFacts"] = new JsonObject { ["nodes"] = nodes, ["missing"] = new JsonArray() };
        var instant = Instant.FromDateTimeOffset(RunningAgency.Day(asAt));
        var input = RepresentationReader.Read(JsonSerializer.SerializeToElement(whole), instant)!;
        return new Evidence(input with { Register = _case.At(asAt).Register });
    }

    private static async Task<JsonObject> AskAsync(
        RunningAgency agency, string type, string id, string selection, string asAt)
    {
        var answer = await agency.AskAsync(
            $"query($r: [_Any!]!) {{ _entities(representations: $r) {{ ... on {type} {{ {selection} }} }} }}",
            new { r = new[] { new { __typename = type, id } } },
            asAt);
        return answer.TryGetProperty("errors", out var errors)
            ? throw new InvalidOperationException($"{type} {errors}")
            : JsonNode.Parse(answer.GetProperty("data").GetProperty("_entities")[0].GetRawText())!.AsObject();
    }
}
