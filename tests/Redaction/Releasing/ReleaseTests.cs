using System.Text.Json.Nodes;
using Aggregator.Policy;
using Snapshooter.Xunit;
using Xunit;

namespace Aggregator.Redaction.Tests;

public class ReleaseTests
{
    private const string ChildView = """
        {
          child(id: "P1") {
            id name dateOfBirth nhsNumber
            circle { relation person { id name } }
            residences { kind address { id postcode } }
            incidents {
              nodes { id agency contact { team } incidentType narrative itemsFound subjects { part person { id name }
                } }
            }
            consultations {
              nodes {
                __typename id agency headline
                ... on TherapySession { narrative childImpact { code } measures { instrument score band } }
              }
            }
          }
        }
        """;

    private static readonly string[] Case = ["P1", "P2", "P3"];

    [Fact]
    public async Task Health_visitor_with_the_child_on_caseload_gets_the_record_and_not_its_content()
    {
        var world = new CaseWorld();
        world.Register.Link("CASELOAD", "P1", Case);

        var answer = await world.AskAsync(HealthVisitor, ChildView);

        Assert.DoesNotContain("CANARY", answer, StringComparison.Ordinal);
        Pretty(answer).MatchSnapshot();
    }

    [Theory]
    [InlineData("ANALYST", "HUB", "SAFEGUARD_ENQUIRY")]
    [InlineData("DECISION_MAKER", "HUB", "SAFEGUARD_ENQUIRY")]
    [InlineData("SOCIAL_WORKER", "CSC", "SAFEGUARD_ENQUIRY")]
    [InlineData("POLICE_DESK", "POL", "SAFEGUARD_ENQUIRY")]
    [InlineData("EMERGENCY", "ED", "DIRECT_CARE")]
    public async Task Each_role_gets_its_row_of_the_table(string role, string agency, string purpose)
    {
        var world = new CaseWorld();
        world.Register.Link("OPEN_ENQUIRY", "P1", Case);

        var answer = await world.AskAsync(CallerOf(role, agency, purpose), ChildView);

        Pretty(answer).MatchSnapshot(Snapshooter.SnapshotNameExtension.Create(role));
    }

    [Fact]
    public async Task Auditor_gets_masks_and_that_records_exist()
    {
        var world = new CaseWorld();
        world.Register.Link("OPEN_ENQUIRY", "P1", Case);

        var answer = await world.AskAsync(
            CallerOf("AUDITOR", "HUB", "AUDIT"),
            "{ child(id: \"P1\") { name nhsNumber incidents { nodes { id agency headline narrative } } } }");

        Pretty(answer).MatchSnapshot();
    }

    [Fact]
    public async Task Page_that_cannot_be_null_and_is_not_given_to_the_role_refuses_the_operation()
    {
        var world = new CaseWorld();
        world.Register.Link("CASELOAD", "P1", Case);

        var answer = await world.AskAsync(
            HealthVisitor, "{ child(id: \"P1\") { safeguardingFacts { nodes { id category } } } }");

        Assert.Contains("FIELD_NOT_PERMITTED", answer, StringComparison.Ordinal);
        Assert.Empty(world.Agencies.Requests);
    }

    [Fact]
    public async Task List_that_cannot_be_null_and_is_not_given_to_the_role_is_empty_and_not_asked()
    {
        var world = new CaseWorld();
        world.Register.Link("OPEN_ENQUIRY", "P1", Case);

        var answer = await world.AskAsync(
            CallerOf("DPO", "HUB", "SUBJECT_RIGHTS"), "{ child(id: \"P1\") { markers { code } } }");

        Assert.StartsWith("{\"data\":{\"child\":{\"markers\":[]}}", answer, StringComparison.Ordinal);
        Assert.Contains("\"coordinate\":\"Child.markers\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Agencies.Requests, request => request.Agency == "police");
    }

    [Fact]
    public async Task Everything_denied_leaves_nulls_with_their_markers_and_asks_nobody()
    {
        var world = new CaseWorld();

        var answer = await world.AskAsync(
            CallerOf("DASHBOARD", "HUB", "SERVICE_PLANNING"), "{ child(id: \"P1\") { name circle { relation } } }");

        Assert.StartsWith("{\"data\":{\"child\":null}", answer, StringComparison.Ordinal);
        Assert.Contains("\"coordinate\":\"Query.child\"", answer, StringComparison.Ordinal);
        Assert.Empty(world.Agencies.Requests);
    }

    [Fact]
    public async Task What_is_below_a_withheld_object_is_not_looked_at()
    {
        // Were it ruled on by itself, that it cannot be null would refuse the operation.
        var answer = await new CaseWorld().AskAsync(
            CallerOf("DASHBOARD", "HUB", "SERVICE_PLANNING"),
            "{ child(id: \"P1\") { safeguardingFacts { nodes { id } } } }");

        Assert.StartsWith("{\"data\":{\"child\":null}", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_role_is_never_given_is_never_asked()
    {
        var world = new CaseWorld();
        world.Register.Link("CASELOAD", "P1", Case);

        _ = await world.AskAsync(HealthVisitor, ChildView);

        var asked = string.Join('\n', world.Agencies.Requests.Select(request => request.Body));
        Assert.DoesNotContain(" itemsFound", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("narrative ", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("score", asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agency_that_could_give_only_what_is_hidden_from_the_role_is_not_asked()
    {
        var world = new CaseWorld();
        world.Register.Link("OPEN_ENQUIRY", "P1", Case);

        var answer = await world.AskAsync(CallerOf("POLICE_DESK", "POL", "SAFEGUARD_ENQUIRY"), ChildView);

        Assert.DoesNotContain(world.Agencies.Requests, request => request.Agency == "talking-therapies");
        Assert.DoesNotContain("THX", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("THERAPY", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Person_whom_the_caller_has_no_link_to_is_asked_about_nowhere()
    {
        var world = new CaseWorld();
        world.Register.Link("CASELOAD", "P1", Case);

        _ = await world.AskAsync(HealthVisitor, ChildView);

        Assert.DoesNotContain(world.Agencies.Requests, request => request.Body.Contains("\"P5\"",
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task Child_without_a_link_looks_like_a_child_that_is_not_there()
    {
        var known = await new CaseWorld().AskAsync(HealthVisitor, "{ child(id: \"P1\") { id name } }");
        var unknown = await new CaseWorld().AskAsync(HealthVisitor, "{ child(id: \"P9\") { id name } }");

        Assert.Equal(known, unknown);
        Assert.Contains("NO_RELATIONSHIP", known, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Person_of_concern_who_refuses_everything_changes_nobodys_view()
    {
        var before = new CaseWorld();
        before.Register.Link("CASELOAD", "P1", Case);
        var after = new CaseWorld();
        after.Register.Link("CASELOAD", "P1", Case);
        after.Register.Facts["P3"] = after.Register.Facts["P3"] with
        {
            Consents = [new ConsentFact("C9", "REFUSED", [], null)],
        };

        Assert.Equal(await before.AskAsync(HealthVisitor, ChildView), await after.AskAsync(HealthVisitor, ChildView));
    }

    [Fact]
    public async Task Link_through_the_other_parent_opens_that_person_and_an_alerts_category_only()
    {
        var world = new CaseWorld();
        world.Register.Link("PATIENT", "P3", "P3");
        foreach (var person in new[] { "P1", "P2" })
        {
            world.Register.Facts[person] = new PersonFacts
            {
                Links = [new RegisterLink("PATIENT", "P3", LinkReach.AlertOnly, null, null)],
            };
        }

        var answer = await world.AskAsync(
            CallerOf("GP", "GP", "SAFEGUARD_OWN_CASELOAD"),
            """
            {
              child(id: "P1") {
                name residences { kind } consultations { nodes { agency } }
                alerts { rule severity show { categories parties } }
              }
            }
            """);

        Pretty(answer).MatchSnapshot();
    }

    [Theory]
    [InlineData("DECISION_MAKER", "HUB", "SAFEGUARD_ENQUIRY")]
    [InlineData("GP", "GP", "SAFEGUARD_OWN_CASELOAD")]
    public async Task Who_is_linked_through_the_other_parent_is_not_told_that_a_record_is_withheld(
        string role, string agency, string purpose)
    {
        var world = new CaseWorld();
        foreach (var person in Case)
        {
            world.Register.Facts[person] = new PersonFacts
            {
                Links = [new RegisterLink("PATIENT", "P3", LinkReach.AlertOnly, null, null)],
            };
        }

        var answer = JsonNode.Parse(await world.AskAsync(
            CallerOf(role, agency, purpose),
            "{ child(id: \"P1\") { incidents { nodes { agency } } consultations { nodes { agency } } } }"))!;

        Assert.Empty(answer["data"]!["child"]!["incidents"]!["nodes"]!.AsArray());
        Assert.Empty(answer["data"]!["child"]!["consultations"]!["nodes"]!.AsArray());
    }

    [Theory]
    [InlineData(LinkReach.AlertOnly, 0)]
    [InlineData(LinkReach.View, 1)]
    public async Task Record_that_came_with_another_persons_stands_only_for_whom_its_own_person_is_open(
        LinkReach reach, int count)
    {
        var world = new CaseWorld();
        var incident = world.Family["police"]!["Person"]!["P3"]!["incidents"]!["nodes"]![0]!;
        incident["personOfConcern"]!["id"] = "P1";
        world.Family["people"]!["Query"]!["person"] =
            JsonNode.Parse("""{ "P3": { "id": "P3" } }""");
        world.Register.Link("PATIENT", "P3", "P3");
        world.Register.Facts["P1"] = new PersonFacts
        {
            Links = [new RegisterLink("PATIENT", "P3", reach, null, null)],
        };

        var answer = JsonNode.Parse(await world.AskAsync(
            CallerOf("GP", "GP", "SAFEGUARD_OWN_CASELOAD"),
            "{ person(id: \"P3\") { incidents { nodes { agency } } } }"))!;

        Assert.Equal(count, answer["data"]!["person"]!["incidents"]!["nodes"]!.AsArray().Count);
    }

    [Fact]
    public async Task Marker_of_an_aliased_field_uses_the_alias()
    {
        var world = new CaseWorld();
        world.Register.Link("CASELOAD", "P1", Case);

        var answer = await world.AskAsync(
            HealthVisitor, "{ child(id: \"P1\") { incidents { nodes { story: narrative } } } }");

        Assert.Contains("\"path\":[\"child\",\"incidents\",\"nodes\",\"story\"]", answer, StringComparison.Ordinal);
        Assert.Contains("\"story\":null", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claimed_stage_above_the_recorded_one_is_refused()
    {
        var world = new CaseWorld();
        world.Register.Link("OPEN_ENQUIRY", "P1", Case);
        var caller = CallerOf("SOCIAL_WORKER", "CSC", "S47_ENQUIRY") with { Stage = Stage.S47, StatesStage = true };

        var answer = await world.AskAsync(caller, ChildView);

        Assert.Contains("STAGE_NOT_RECORDED", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Marlow", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operation_on_labelled_data_without_a_purpose_is_refused_and_no_other()
    {
        var caller = HealthVisitor with { Purpose = null };

        Assert.Contains("PURPOSE_REQUIRED", await new CaseWorld().AskAsync(caller, ChildView),
            StringComparison.Ordinal);
        Assert.Equal(
            "{\"data\":{\"__typename\":\"Query\"}",
            (await new CaseWorld().AskAsync(caller, "{ __typename }")).Split(",\"extensions")[0]);
    }

    [Fact]
    public async Task Argument_that_probes_what_the_caller_may_not_see_is_refused()
    {
        var answer = await new CaseWorld().AskAsync(
            CallerOf("POLICE_DESK", "POL", "SAFEGUARD_ENQUIRY"), "{ child(nhsNumber: \"9990001006\") { id } }");

        Assert.Contains("ARGUMENT_NOT_PERMITTED", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_entry_names_coordinates_by_person_and_never_a_value()
    {
        var world = new CaseWorld();
        world.Register.Link("CASELOAD", "P1", Case);

        _ = await world.AskAsync(HealthVisitor, "{ child(id: \"P1\") { name incidents { nodes { id narrative } } } }");

        world.Outcomes.Select(outcome => new
        {
            Subjects = outcome.Subjects.Select(access => new
            {
                access.Subject,
                access.Coordinates.Delivered,
                access.Coordinates.Withheld,
                access.ReliedOn,
            }),
            outcome.Refused,
        }).MatchSnapshot();
    }

    [Fact]
    public async Task Register_that_cannot_be_reached_leaves_nothing_about_persons()
    {
        var world = new CaseWorld();
        world.Register.Link("CASELOAD", "P1", Case);
        world.Register.State = RegisterState.Unavailable;

        var answer = await world.AskAsync(HealthVisitor, "{ child(id: \"P1\") { id name } }");

        Assert.StartsWith("{\"data\":{\"child\":null}", answer, StringComparison.Ordinal);
        Assert.Contains("REGISTER_UNAVAILABLE", answer, StringComparison.Ordinal);
    }

    private static Caller HealthVisitor => CallerOf("HEALTH_VISITOR", "HV", "SAFEGUARD_OWN_CASELOAD");

    private static Caller CallerOf(string role, string agency, string purpose) => new()
    {
        Role = role,
        Agency = agency,
        Subject = "caller-1",
        Recipient = "desk",
        Purpose = purpose,
        AsAt = CaseWorld.Now,
    };

    private static string Pretty(string json) => JsonNode.Parse(json)!.ToJsonString(
        new System.Text.Json.JsonSerializerOptions
        {
            WriteIndented = true,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
}
