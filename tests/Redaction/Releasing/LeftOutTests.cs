using System.Text.Json.Nodes;
using Aggregator.Audit;
using Aggregator.Policy;
using Xunit;

namespace Aggregator.Redaction.Tests;

/// <summary>Records that a role is not granted are left out of a list, and the answer says so of everybody
/// alike.</summary>
public class LeftOutTests
{
    private static readonly Caller PoliceDesk = new()
    {
        Role = "POLICE_DESK",
        Agency = "POL",
        Subject = "caller-1",
        Recipient = "desk",
        Purpose = CaseGraph.Table.Purposes.First(purpose => purpose.Roles.Contains("POLICE_DESK")).Code,
        AsAt = CaseWorld.Now,
    };

    [Theory]
    [InlineData("consultations { nodes { id headline } }")]
    [InlineData("registrations { agency practice } consultations { nodes { id headline } }")]
    public async Task Whether_there_is_such_a_record_and_whether_its_agency_was_asked_the_marker_is_the_same(
        string fields)
    {
        var (with, asked) = await AskAsync(fields, hasRecord: true);
        var (without, _) = await AskAsync(fields, hasRecord: false);

        Assert.Equal(without, with);
        Assert.DoesNotContain("CANARY", with, StringComparison.Ordinal);
        Assert.DoesNotContain("GP-C1", with, StringComparison.Ordinal);
        Assert.DoesNotContain(asked, body => body.Contains("consultations", StringComparison.Ordinal));
        var marker = Assert.Single(
            JsonNode.Parse(with)!["extensions"]!["disclosure"]!["withheld"]!.AsArray(),
            marker => marker!["class"]?.ToString() == "HEALTH_CONTACT")!;
        Assert.Equal("CareContactConnection.nodes OMIT", $"{marker["coordinate"]} {marker["effect"]}");
        Assert.Contains("GP", marker["contact"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_marker_tells_of_a_class_that_is_hidden()
    {
        var (answer, _) = await AskAsync("consultations { nodes { id } }", hasRecord: true);

        Assert.DoesNotContain("THERAPY", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("THX", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("consultations { nodes { id headline } }")]
    [InlineData("registrations { agency practice } consultations { nodes { id headline } }")]
    public async Task Whether_there_is_a_record_that_is_omitted_for_its_person_only_the_marker_is_the_same(
        string fields)
    {
        var (with, _) = await AskAsync(fields, hasRecord: true, HealthDesk, ThroughAnotherHousehold);
        var (without, _) = await AskAsync(fields, hasRecord: false, HealthDesk, ThroughAnotherHousehold);

        Assert.Equal(without, with);
        Assert.DoesNotContain("GP-C1", with, StringComparison.Ordinal);
        Assert.Equal(
            [
                "child.circle.1.person.consultations.nodes CareContactConnection.nodes HEALTH_CONTACT OMIT WITHHELD "
                + "GP, HST, HV, MID",
                "child.circle.1.person.consultations.nodes CareContactConnection.nodes URGENT_CONTACT OMIT WITHHELD "
                + "ADV, AMB, ED",
            ],
            Markers(with).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_a_kind_of_which_nothing_was_selected_no_marker_tells()
    {
        var (answer, _) = await AskAsync(
            "consultations { nodes { ... on Consultation { id } } }", hasRecord: true, HealthDesk,
            ThroughAnotherHousehold);

        Assert.Equal("HEALTH_CONTACT", Assert.Single(Markers(answer)).Split(' ')[2]);
    }

    [Fact]
    public async Task Of_what_is_open_only_where_the_own_agency_holds_it_the_others_are_named()
    {
        var (answer, _) = await AskAsync(
            "consultations { nodes { id } }", hasRecord: true, HealthDesk with { Role = "AMBULANCE", Agency = "AMB" },
            world => world.Register.Link("PATIENT", "P1", "P1").Link("PATIENT", "P2", "P2"));

        Assert.Contains(Markers(answer), marker =>
            marker.EndsWith(".nodes URGENT_CONTACT OMIT WITHHELD ADV, ED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_the_register_cannot_be_asked_every_list_says_what_it_leaves_out()
    {
        var (answer, _) = await AskAsync(
            "consultations { nodes { id } } involvements { id }", hasRecord: true, HealthDesk, world =>
            {
                world.Register.Link("OPEN_ENQUIRY", "P1", "P1", "P2", "P3");
                world.Register.State = RegisterState.LastKnown;
            });

        var markers = Markers(answer).Where(marker => marker.Contains("consultations", StringComparison.Ordinal));
        Assert.Equal(
            ["HEALTH_CONTACT", "URGENT_CONTACT"],
            markers.Select(marker => marker.Split(' ')[2]).Distinct().Order(StringComparer.Ordinal));
        Assert.All(markers, marker => Assert.Contains("REGISTER_UNAVAILABLE", marker, StringComparison.Ordinal));
        Assert.DoesNotContain(Markers(answer), marker => marker.Contains("involvements", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("POLICE_DESK", "HEALTH_CONTACT")]
    [InlineData("HEALTH_DESK", "URGENT_CONTACT")]
    public async Task The_log_names_every_class_that_is_left_out_of_a_list_for_the_person_whose_list_it_is(
        string role, string cls)
    {
        var (world, caller) = (new CaseWorld(), HealthDesk);
        if (role == "POLICE_DESK")
        {
            caller = PoliceDesk;
            world.Register.Link("OPEN_ENQUIRY", "P1", "P1", "P2", "P3");
        }
        else
        {
            ThroughAnotherHousehold(world);
        }

        var answer = await world.AskAsync(caller, Query("consultations { nodes { id } }"));

        var person = Assert.Single(world.Outcomes[^1].Subjects, subject => subject.Subject == "#P2");
        Assert.Contains(
            new WithheldCoordinate("CareContactConnection.nodes", "OMIT", $"{cls}:WITHHELD"),
            person.Coordinates.Withheld);
        Assert.Equal(
            Markers(answer).Select(marker => marker.Split(' ')[2]).Order(StringComparer.Ordinal),
            person.Coordinates.Withheld.Where(withheld => withheld.Coordinate == "CareContactConnection.nodes")
                .Select(withheld => withheld.Rule.Split(':')[0]));
    }

    private static Caller HealthDesk { get; } = PoliceDesk with
    {
        Role = "HEALTH_DESK",
        Agency = "HST",
        Purpose = CaseGraph.Table.Purposes.First(purpose =>
            purpose.Roles.Contains("HEALTH_DESK") && purpose.Roles.Contains("AMBULANCE")).Code,
    };

    private static void ThroughAnotherHousehold(CaseWorld world)
    {
        world.Register.Link("OPEN_ENQUIRY", "P1", "P1", "P3");
        world.Register.Facts["P2"] = new PersonFacts
        {
            Stage = Stage.Contact,
            Links = [new RegisterLink("OPEN_ENQUIRY", "P1", LinkReach.OtherHousehold, null, null)],
        };
    }

    private static IEnumerable<string> Markers(string answer) =>
        JsonNode.Parse(answer)!["extensions"]!["disclosure"]!["withheld"]!.AsArray().Select(marker =>
            $"{string.Join('.', marker!["path"]!.AsArray())} {marker["coordinate"]} {marker["class"]} "
            + $"{marker["effect"]} {marker["reason"]} {marker["contact"]}")
            .Where(marker => marker.Contains(".nodes ", StringComparison.Ordinal));

    private static string Query(string fields) =>
        $"{{ child(id: \"P1\") {{ circle {{ person {{ id {fields} }} }} }} }}";

    private static Task<(string Answer, IReadOnlyList<string> Asked)> AskAsync(string fields, bool hasRecord) =>
        AskAsync(fields, hasRecord, PoliceDesk, world => world.Register.Link("OPEN_ENQUIRY", "P1", "P1", "P2", "P3"));

    private static async Task<(string Answer, IReadOnlyList<string> Asked)> AskAsync(
        string fields, bool hasRecord, Caller caller, Action<CaseWorld> prepare)
    {
        var world = new CaseWorld();
        prepare(world);
        world.Family["primary-care"] = JsonNode.Parse("""
            {
              "Person": {
                "P2": {
                  "registrations": [
                    { "agency": "GP", "practice": "Surgery", "patient": { "__typename": "Person", "id": "P2" } }
                  ],
                  "consultations": {
                    "nodes": [
                      {
                        "__typename": "Consultation", "id": "GP-C1", "sortAt": "2025-07-01T09:00:00.0000000Z",
                        "agency": "GP", "kind": "CONSULTATION", "contact": { "agency": "GP", "team": "Surgery" },
                        "headline": "CANARY-HEADLINE", "patient": { "__typename": "Person", "id": "P2" }
                      }
                    ]
                  }
                }
              }
            }
            """);
        if (!hasRecord)
        {
            world.Family["primary-care"]!["Person"]!["P2"]!["consultations"]!["nodes"] = new JsonArray();
        }

        var answer = await world.AskAsync(caller, Query(fields));
        return (answer,
        [
            .. world.Agencies.Requests.Where(sent => sent.Agency == "primary-care").Select(sent => sent.Body),
        ]);
    }
}
