using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aggregator.Execution;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>Attempts to infer a withheld value from what an answer depends on.</summary>
public partial class InferenceTests
{
    [Theory]
    [InlineData("""search(narrative: "knife")""")]
    [InlineData("""search(where: { narrative: "knife" })""")]
    [InlineData("""search(where: { and: [{ name: "x" }, { and: [{ narrative: "k" }] }] })""")]
    [InlineData("search(order: [NARRATIVE])")]
    [InlineData("search(order: [NAME, NARRATIVE])")]
    public async Task A_filter_or_order_by_what_the_role_does_not_see_in_full_is_refused(string field)
    {
        await using var gateway = FamilyGraph.Gateway();

        var answer = await gateway.AskAsync(LabCaller.HealthVisitor, $"{{ {field} {{ id }} }}");

        Assert.Contains("ARGUMENT_NOT_PERMITTED", answer, StringComparison.Ordinal);
        Assert.Empty(gateway.TakeRequests());
    }

    [Fact]
    public async Task A_filter_by_what_the_role_sees_in_general_is_refused()
    {
        // Before an enquiry the social worker is given the narrative's category: a filter would tell its words.
        await using var gateway = FamilyGraph.Gateway();

        var answer = await gateway.AskAsync(LabCaller.SocialWorker, """{ search(narrative: "knife") { id } }""");

        Assert.Contains("ARGUMENT_NOT_PERMITTED", answer, StringComparison.Ordinal);
        Assert.Empty(gateway.TakeRequests());
    }

    [Theory]
    [InlineData("query Q($v: Filter) { search(where: $v) { id } }", """{ "v": { "narrative": "k" } }""")]
    [InlineData("query Q($v: Filter) { search(where: $v) { id } }", """{ "v": { "name": "k" } }""")]
    [InlineData("query Q($v: [Order!]) { search(order: $v) { id } }", """{ "v": ["NARRATIVE"] }""")]
    [InlineData("query Q($v: Order!) { search(order: [$v]) { id } }", """{ "v": "NAME" }""")]
    [InlineData("query Q($v: String) { search(where: { narrative: $v }) { id } }", """{ "v": "k" }""")]
    [InlineData("query Q($v: String = \"k\") { search(narrative: $v) { id } }", "{}")]
    public async Task What_a_variable_could_ask_for_counts_as_asked(string query, string variables)
    {
        await using var gateway = FamilyGraph.Gateway();

        var answer = await gateway.AskAsync(LabCaller.HealthVisitor, query, JsonNode.Parse(variables));

        Assert.Contains("ARGUMENT_NOT_PERMITTED", answer, StringComparison.Ordinal);
        Assert.Empty(gateway.TakeRequests());
    }

    [Theory]
    [InlineData("query Q($v: String) { search(narrative: $v) { id } }", "{}")]
    [InlineData("query Q($v: String) { search(narrative: $v) { id } }", """{ "v": null }""")]
    [InlineData("query Q($v: Filter) { search(where: $v) { id } }", "{}")]
    public async Task An_argument_bound_to_a_variable_without_a_value_asks_for_nothing(string query, string variables)
    {
        await using var gateway = FamilyGraph.Gateway();

        var answer = await gateway.AskAsync(LabCaller.HealthVisitor, query, JsonNode.Parse(variables));
        Assert.DoesNotContain("\"errors\"", answer, StringComparison.Ordinal);
        var asked = gateway.TakeRequests();

        // That the operation was prepared without a value does not let a value through.
        var probing = await gateway.AskAsync(
            LabCaller.HealthVisitor,
            query,
            JsonNode.Parse(query.Contains("Filter", StringComparison.Ordinal)
                ? """{ "v": { "narrative": "k" } }""" : """{ "v": "k" }"""));
        Assert.NotEmpty(asked);
        Assert.Contains("ARGUMENT_NOT_PERMITTED", probing, StringComparison.Ordinal);
        Assert.Empty(gateway.TakeRequests());
    }

    [Theory]
    [InlineData("""search(name: "A", startsWith: "x") { id }""", null)]
    [InlineData("""search(where: { name: "A", regex: "x" }) { id }""", null)]
    [InlineData("""search(where: $v) { id }""", """{ "v": { "name": "A", "startsWith": "x" } }""")]
    [InlineData("""search(where: $v) { id }""", """{ "v": { "and": [{ "name": "A", "in": ["x"] }] } }""")]
    public async Task An_argument_or_input_key_that_the_schema_does_not_know_is_refused(string field, string? variables)
    {
        await using var gateway = FamilyGraph.Gateway();
        var query = variables is null ? $"{{ {field} }}" : $"query Q($v: Filter) {{ {field} }}";

        var answer = await gateway.AskAsync(
            LabCaller.DecisionMaker, query, variables is null ? null : JsonNode.Parse(variables));

        Assert.Matches("GRAPHQL_VALIDATION_FAILED|BAD_USER_INPUT", answer);
        Assert.Empty(gateway.TakeRequests());
    }

    [Theory]
    [InlineData("total")]
    [InlineData("hasKnife")]
    [InlineData("narratives { count }")]
    public async Task A_count_or_existence_over_a_class_needs_that_class_in_full(string selection)
    {
        // An agency's own counts say by `@derivedFrom` what they count.
        var sdl = LabGraph.Subgraph("police", "POL", "SERVICE_FACT", """
            type Query {
              total: Int @sensitive(class: [SERVICE_FACT]) @derivedFrom(class: [POLICE_NARRATIVE])
              hasKnife: Boolean @derivedFrom(class: [POLICE_NARRATIVE])
              narratives: Group @derivedFrom(class: [POLICE_NARRATIVE])
            }
            type Group { count: Int }
            """);
        var world = JsonNode.Parse("""
            { "police": { "Query": { "total": 4711, "hasKnife": true, "narratives": { "count": 4711 } } } }
            """)!.AsObject();
        await using var gateway = new LabGateway(LabGraph.Compose(("police", sdl)), world);

        var generalised = await gateway.AskAsync(LabCaller.SocialWorker, $"{{ {selection} }}");

        Assert.DoesNotContain("4711", generalised, StringComparison.Ordinal);
        Assert.DoesNotContain("true,", generalised.Split("\"extensions\"")[0], StringComparison.Ordinal);
        Assert.Empty(gateway.TakeRequests());
    }

    [Fact]
    public async Task A_page_with_a_withheld_element_is_the_page_of_a_world_without_it()
    {
        var without = FamilyGraph.World();
        without["police"]!["Person"]!["P1"]!["events"]!["nodes"]!.AsArray().RemoveAt(1);
        const string Query = """
            { child(id: "P1") { events(first: 2) { nodes { id } pageInfo { hasNextPage endCursor } } } }
            """;
        await using var one = FamilyGraph.Gateway();
        await using var two = FamilyGraph.Gateway(without);

        Assert.Equal(
            await one.AskAsync(LabCaller.SocialWorker, Query), await two.AskAsync(LabCaller.SocialWorker, Query));
    }

    [Fact]
    public async Task A_full_page_hides_that_something_on_it_was_left_out()
    {
        await using var gateway = FamilyGraph.Gateway();
        var nodes = gateway.Agencies;
        Assert.NotNull(nodes);

        var answer = JsonNode.Parse(await gateway.AskAsync(
            LabCaller.HealthVisitor,
            """{ child(id: "P1") { events(first: 3) { nodes { id } pageInfo { hasNextPage } } } }"""))!;

        Assert.Equal(["V1", "I1", "S1"], answer.Texts("child.events.nodes.id"));
        Assert.Equal(["false"], answer.Texts("child.events.pageInfo.hasNextPage"));
    }

    [Fact]
    public async Task A_total_that_an_agency_adds_to_a_page_is_never_given()
    {
        const string WithTotal = "type Events @shareable { nodes: [Event!]! pageInfo: PageInfo! totalCount: Int }";
        var agencies = FamilyGraph.Agencies.Select(each => (each.Name, each.Sdl.Replace(
            "type Events @shareable { nodes: [Event!]! pageInfo: PageInfo! }", WithTotal, StringComparison.Ordinal)));
        await using var gateway = new LabGateway(LabGraph.Compose([.. agencies]), FamilyGraph.World());
        _ = gateway.Register.Link("OPEN_ENQUIRY", "P1", "P2", "P3");

        var answer = await gateway.AskAsync(
            LabCaller.HealthVisitor, """{ child(id: "P1") { events { totalCount nodes { id } } } }""");

        Assert.Contains("PLAN_NOT_MERGEABLE", answer, StringComparison.Ordinal);
        Assert.Empty(gateway.TakeRequests());
    }

    [Fact]
    public async Task A_page_of_one_agency_gives_no_count_of_what_was_left_out()
    {
        var sdl = LabGraph.Subgraph("police", "POL", "INTELLIGENCE", """
            type Query { person(id: ID!): Person @sensitive(class: [SERVICE_FACT]) }
            type Person @key(fields: "id") @subject(key: "id", role: CHILD) { id: ID! own: Owned }
            type Owned { nodes: [Tip!] totalCount: Int }
            type Tip @sensitive(class: [INTELLIGENCE]) { text: String }
            """);
        var world = JsonNode.Parse("""
            { "police": { "Query": { "person": { "P1": { "id": "P1",
              "own": { "nodes": [{ "text": "CANARY" }], "totalCount": 4711 } } } } } }
            """)!.AsObject();
        await using var gateway = new LabGateway(LabGraph.Compose(("police", sdl)), world);
        _ = gateway.Register.Link("OPEN_ENQUIRY", "P1");

        var answer = await gateway.AskAsync(
            LabCaller.HealthVisitor, """{ person(id: "P1") { own { totalCount nodes { text } } } }""");

        Assert.DoesNotContain("4711", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_withheld_person_searched_for_exactly_is_as_nobody()
    {
        var nobody = FamilyGraph.World();
        nobody["people"]!["Query"]!["search"] = new JsonArray();
        var stranger = FamilyGraph.World();
        stranger["people"]!["Query"]!["search"] = new JsonArray(new JsonObject { ["id"] = "P5" });
        await using var one = FamilyGraph.Gateway(nobody);
        await using var two = FamilyGraph.Gateway(stranger);
        const string Query = """{ search(name: "stranger") { id name } }""";

        var none = await one.AskAsync(LabCaller.DecisionMaker, Query);

        Assert.Equal(none, await two.AskAsync(LabCaller.DecisionMaker, Query));
        Assert.StartsWith("{\"data\":{\"search\":[]}", none, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DECISION_MAKER", "HUB")]
    [InlineData("POLICE_DESK", "POL")]
    public async Task Not_found_and_not_linked_by_id_have_one_shape(string role, string agency)
    {
        await using var gateway = FamilyGraph.Gateway();
        var caller = new LabCaller(role, agency, "SAFEGUARD_ENQUIRY");

        var known = await gateway.AskAsync(caller, """{ person(id: "P5") { id name postcode } }""");
        var unknown = await gateway.AskAsync(caller, """{ person(id: "P999") { id name postcode } }""");

        Assert.Equal(unknown, known);
        Assert.Contains("NO_RELATIONSHIP", known, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POLICE_DESK", "POL", "SAFEGUARD_ENQUIRY")]
    [InlineData("AUDITOR", "HUB", "AUDIT")]
    public async Task The_marker_of_a_value_does_not_depend_on_the_value(string role, string agency, string purpose)
    {
        var caller = new LabCaller(role, agency, purpose);
        var empty = FamilyGraph.World();
        empty["people"]!["Query"]!["child"]!["P1"]!["nhsNumber"] = null;
        await using var one = FamilyGraph.Gateway();
        await using var two = FamilyGraph.Gateway(empty);
        const string Query = """{ child(id: "P1") { nhsNumber } }""";

        Assert.Equal(
            Markers(await one.AskAsync(caller, Query)), Markers(await two.AskAsync(caller, Query)));
    }

    [Fact]
    public void A_label_on_a_field_that_is_never_null_does_not_compose() => Assert.Equal(
        ["LABEL_ON_NON_NULL"],
        LabGraph.Errors(("police", LabGraph.Subgraph(
            "police", "POL", "SERVICE_FACT", "type Query { secret: String! @sensitive(class: [INTELLIGENCE]) }"))));

    [Fact]
    public async Task An_agencys_error_text_stack_and_extensions_are_replaced_by_a_code()
    {
        await using var gateway = FamilyGraph.Gateway();
        gateway.Agencies.Tamper = (agency, answer) => agency != "police" ? answer : new JsonObject
        {
            ["data"] = answer["data"]!.DeepClone(),
            ["errors"] = JsonNode.Parse("""
                [{ "message": "CANARY no row for CANARY-police-narrative", "path": ["_entities", 0, "CANARY"],
                   "extensions": { "code": "CANARY", "exception": { "stacktrace": ["CANARY"] }, "CANARY": 1 } }]
                """),
            ["extensions"] = new JsonObject { ["debug"] = "CANARY" },
        };

        var answer = await gateway.AskAsync(
            LabCaller.HealthVisitor, """{ child(id: "P1") { events { nodes { id headline } } } }""");

        Assert.DoesNotContain("CANARY", answer.Replace("CANARY-session", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.Contains("SUBGRAPH_ERROR", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agencies_are_asked_the_same_whether_they_hold_something_withheld_or_nothing()
    {
        var empty = FamilyGraph.World();
        empty["police"]!["Person"]!["P1"]!["events"]!["nodes"] = new JsonArray();
        await using var one = FamilyGraph.Gateway();
        await using var two = FamilyGraph.Gateway(empty);
        const string Query = """
            { child(id: "P1") { name events { nodes { id headline detail about { name postcode } } } } }
            """;
        _ = await one.AskAsync(LabCaller.HealthVisitor, Query);
        _ = await two.AskAsync(LabCaller.HealthVisitor, Query);

        Assert.Equal(one.TakeRequests(), two.TakeRequests());
    }

    [Fact]
    public async Task The_only_extension_of_an_answer_is_the_disclosure_report()
    {
        await using var gateway = FamilyGraph.Gateway();

        var answer = JsonNode.Parse(await gateway.AskAsync(
            LabCaller.HealthVisitor, """{ child(id: "P1") { name events { nodes { id } } } }"""))!;

        Assert.Equal(["disclosure"], answer["extensions"]!.AsObject().Select(entry => entry.Key));
        Assert.Equal(
            ["policy", "purpose", "stage", "asAt", "auditId", "complete", "withheld", "sources"],
            answer["extensions"]!["disclosure"]!.AsObject().Select(entry => entry.Key));
    }

    [Fact]
    public async Task Nothing_of_the_variables_comes_back_in_the_answer()
    {
        await using var gateway = FamilyGraph.Gateway();

        foreach (var variables in new object[]
            { new { v = "REFLECTED" }, new { v = new { REFLECTED = 1 } }, new { v = "P1", REFLECTED = "REFLECTED" } })
        {
            var answer = await gateway.AskAsync(
                LabCaller.HealthVisitor, "query Q($v: ID!) { child(id: $v) { id name } }", variables);

            Assert.DoesNotContain("REFLECTED", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_name_of_the_schema_is_suggested_for_a_misspelt_one()
    {
        await using var gateway = FamilyGraph.Gateway();

        var answer = await gateway.AskAsync(
            LabCaller.HealthVisitor,
                """{ child(id: "P1") { nhsNumbr events { nodes { ... on Incidnt { detal } } } } }""");

        Assert.Contains("GRAPHQL_VALIDATION_FAILED", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("nhsNumber", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Incident", answer, StringComparison.Ordinal);
        Assert.DoesNotMatch(DidYouMean(), answer);
    }

    [Fact]
    public async Task A_marker_for_a_role_is_there_whether_a_record_is_or_not()
    {
        var empty = FamilyGraph.World();
        foreach (var (_, person) in empty["police"]!["Person"]!.AsObject())
        {
            person!["events"]!["nodes"] = new JsonArray();
        }

        await using var one = FamilyGraph.Gateway();
        await using var two = FamilyGraph.Gateway(empty);
        const string Query = """{ child(id: "P1") { name events { nodes { ... on Tip { detail } } } nhsNumber } }""";

        // Tips are hidden from the desk of social care: no marker either way.
        Assert.Equal(
            Markers(await one.AskAsync(LabCaller.SocialWorker, Query)),
            Markers(await two.AskAsync(LabCaller.SocialWorker, Query)));
    }

    [Fact]
    public async Task A_pseudonym_in_the_log_is_not_that_of_another_key()
    {
        await using var gateway = FamilyGraph.Gateway();
        _ = await gateway.AskAsync(LabCaller.HealthVisitor, """{ child(id: "P1") { name } }""");
        var other = new Audit.Pseudonyms(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 }, "lab");

        Assert.Contains(gateway.Pseudonyms.Of("P1"), gateway.LogText, StringComparison.Ordinal);
        Assert.DoesNotContain(other.Of("P1"), gateway.LogText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agency_that_refuses_and_one_that_holds_nothing_are_asked_as_often()
    {
        await using var gateway = FamilyGraph.Gateway();
        gateway.Agencies.Outcomes["police"] = AgencyOutcome.RefusedByStatus;
        const string Query = """{ child(id: "P1") { events { nodes { id headline about { name } } } } }""";
        _ = await gateway.AskAsync(LabCaller.HealthVisitor, Query);
        var refused = gateway.TakeRequests().Length;
        _ = gateway.Agencies.Outcomes.Remove("police");
        _ = await gateway.AskAsync(LabCaller.HealthVisitor, Query);

        Assert.Equal(refused, gateway.TakeRequests().Length);
    }

    private static string Markers(string answer) =>
        JsonNode.Parse(answer)!["extensions"]!["disclosure"]!["withheld"]!.ToJsonString();

    [GeneratedRegex("did you mean", RegexOptions.IgnoreCase)]
    private static partial Regex DidYouMean();
}
