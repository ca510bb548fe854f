using System.Net;
using Xunit;

namespace Aggregator.Gateway.Tests.CaseView;

/// <summary>Bad input gets an error with a code that names the place, and nothing else.</summary>
[Collection(LocalHubTests.Name)]
public class BadInputTests(LocalHubFixture hub)
{
    [Theory]
    [InlineData("""{ child(id: "P1") { incidents(first: 201) { nodes { id } } } }""", "BAD_PAGE_SIZE")]
    [InlineData("""{ child(id: "P1") { incidents(first: 0) { nodes { id } } } }""", "BAD_PAGE_SIZE")]
    [InlineData("""{ child(id: "P1") { incidents(after: "AAAA") { nodes { id } } } }""", "BAD_CURSOR")]
    [InlineData("""{ child(id: "P1") { nickname } }""", "GRAPHQL_VALIDATION_FAILED")]
    [InlineData("""{ child(id: "P1") { name }""", "GRAPHQL_PARSE_FAILED")]
    [InlineData("""mutation { changeStage(enquiry: "HUB-E-1", stage: S99) { id } }""", "GRAPHQL_VALIDATION_FAILED")]
    public async Task A_request_that_cannot_be_answered_says_why(string query, string code)
    {
        var answer = await hub.AskAsync("decision-maker", query);

        Assert.Equal([code], answer.Codes());
        Assert.Null(answer["data"]);
    }

    [Theory]
    [InlineData("2099-01-01")]
    [InlineData("2025-02-31")]
    [InlineData("2025-07-01T25:00:00Z")]
    [InlineData("yesterday")]
    public async Task As_at_that_is_in_the_future_or_no_instant_is_refused(string asAt)
    {
        var answer = await hub.AskAsync("decision-maker", """{ child(id: "P1") { name } }""", new Access(AsAt: asAt));

        Assert.Equal(["BAD_AS_AT"], answer.Codes());
        Assert.Null(answer["data"]);
    }

    [Theory]
    [InlineData(
        """{ searchPersons(name: "Ash Marlow", dateOfBirth: "2025-02-31") { name } }""", "2025-02-31", "BAD_ARGUMENT")]
    [InlineData("""{ child(nhsNumber: "12") { name } }""", "\"12\"", "BAD_NHS_NUMBER")]
    [InlineData("""{ child(nhsNumber: "9990001007") { name } }""", "9990001007", "BAD_NHS_NUMBER")]
    public async Task Value_that_cannot_be_is_refused_and_not_repeated(string query, string value, string code)
    {
        var answer = await hub.AskAsync("decision-maker", query);

        Assert.Equal([code], answer.Codes());
        Assert.DoesNotContain(value, answer["errors"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("health-visitor")]
    [InlineData("police-desk")]
    public async Task Roles_that_may_not_look_up_by_number_may_leave_its_variable_without_a_value(string user)
    {
        const string Query = "query($id: ID, $nhsNumber: String) { child(id: $id, nhsNumber: $nhsNumber) { name } }";

        var byId = await hub.AskAsync(user, Query, variables: new { id = "P1" });
        var byNumber = await hub.AskAsync(user, Query, variables: new { nhsNumber = "9990001006" });

        Assert.Equal(["Ash Marlow"], byId.Texts("child.name"));
        Assert.Equal(user == "police-desk" ? ["ARGUMENT_NOT_PERMITTED"] : [], byNumber.Codes());
    }

    [Fact]
    public async Task Cursor_that_was_changed_in_one_place_is_refused()
    {
        const string Query = """
            query($after: String) { child(id: "P1") {
                chronology(first: 5, after: $after) { nodes { id } pageInfo { endCursor } } } }
            """;
        var cursor = (await hub.AskAsync("decision-maker", Query)).Texts("child.chronology.pageInfo.endCursor")[0];
        var tampered = (cursor[0] == 'A' ? 'B' : 'A') + cursor[1..];

        var answer = await hub.AskAsync("decision-maker", Query, variables: new { after = tampered });

        Assert.Equal(["BAD_CURSOR"], answer.Codes());
    }

    [Fact]
    public async Task An_nhs_number_with_a_wrong_check_digit_is_named_as_such()
    {
        var answer = await hub.AskAsync("decision-maker", """{ child(nhsNumber: "9990001007") { name } }""");

        Assert.Single(answer.Codes());
        Assert.DoesNotContain("9990001007", answer["errors"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_nobody_knows_looks_like_one_the_caller_has_no_link_to()
    {
        const string Query = """query($id: ID!) { child(id: $id) { name incidents { nodes { id } } } }""";

        var unknown = await hub.AskAsync("health-visitor-3", Query, variables: new { id = "P987" });
        var strange = await hub.AskAsync("health-visitor-3", Query, variables: new { id = "P1" });

        Assert.Equal(unknown["data"]!.ToJsonString(), strange["data"]!.ToJsonString());
        Assert.Equal(unknown.Withheld(), strange.Withheld());
    }

    [Fact]
    public async Task A_cursor_of_one_caller_is_refused_for_another()
    {
        const string Query = """
            query($after: String) { child(id: "P1") {
                chronology(first: 5, after: $after) { nodes { id } pageInfo { endCursor } } } }
            """;
        var cursor = (await hub.AskAsync("decision-maker", Query)).Texts("child.chronology.pageInfo.endCursor")[0];

        var own = await hub.AskAsync("decision-maker", Query, variables: new { after = cursor });
        var other = await hub.AskAsync("analyst", Query, variables: new { after = cursor });

        Assert.NotEmpty(own.Texts("child.chronology.nodes.id"));
        Assert.Equal(["BAD_CURSOR"], other.Codes());
    }

    [Fact]
    public async Task Pages_one_after_another_give_the_whole_chronology_in_order()
    {
        const string Query = """
            query($first: Int!, $after: String) { child(id: "P1") {
                chronology(first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } } }
            """;
        var access = Access.On(48);
        var whole = await hub.AskAsync("decision-maker", Query, access, new { first = 200 });
        var paged = new List<string>();
        string? after = null;
        for (var page = 0; page < 40; page++)
        {
            var answer = await hub.AskAsync("decision-maker", Query, access, new { first = 4, after });
            paged.AddRange(answer.Texts("child.chronology.nodes.id"));
            if (answer.Texts("child.chronology.pageInfo.hasNextPage") is not ["true"])
            {
                break;
            }

            after = answer.Texts("child.chronology.pageInfo.endCursor")[0];
        }

        Assert.Equal(whole.Texts("child.chronology.nodes.id"), paged);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_answered()
    {
        using var response = await hub.SendAsync(null, """{ child(id: "P1") { name } }""");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.DoesNotContain("Marlow", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_purpose_labelled_data_is_refused()
    {
        var answer = await hub.AskAsync(
            "decision-maker", """{ child(id: "P1") { name } }""", new Access(Purpose: ""));

        Assert.Equal(["PURPOSE_REQUIRED"], answer.Codes());
    }

    [Fact]
    public async Task A_stage_beyond_the_recorded_one_is_refused()
    {
        var answer = await hub.AskAsync(
            "decision-maker",
            """{ child(id: "P1") { consultations { nodes { id ... on Consultation { narrative } } } } }""",
            new Access(Stage: "S47", Purpose: "S47_ENQUIRY"));

        Assert.Equal(["STAGE_NOT_RECORDED"], answer.Codes());
    }
}
