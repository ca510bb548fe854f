using System.Text.Json.Nodes;
using Aggregator.Redaction;
using Aggregator.Schema;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>Attempts to reach a withheld value by the shape of the selection.</summary>
public class SelectionShapeTests
{
    private static readonly string[] Declared = ["$yes: Boolean = true", "$no: Boolean = false"];

    [Fact]
    public async Task An_alias_does_not_free_a_withheld_field_and_its_marker_names_the_alias()
    {
        await using var gateway = FamilyGraph.Gateway();

        var answer = await gateway.AskAsync(
            LabCaller.HealthVisitor,
            """{ child(id: "P1") { events { nodes { ... on Incident { name: detail } } } number: nhsNumber } }""");

        Assert.DoesNotContain("CANARY-police", answer, StringComparison.Ordinal);
        Assert.Contains("\"name\":null", answer, StringComparison.Ordinal);
        Assert.Contains("\"path\":[\"child\",\"events\",\"nodes\",\"name\"]", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("found")]
    [InlineData("... on Event { found }")]
    [InlineData("... on Incident { found }")]
    [InlineData("... on Visit { found } ... on Incident { other: found }")]
    [InlineData("...F")]
    public async Task A_label_on_the_interface_holds_whichever_fragment_leads_to_the_field(string selection)
    {
        await using var gateway = FamilyGraph.Gateway();
        var fragment = selection == "...F" ? " fragment F on Incident { found }" : "";

        var answer = await gateway.AskAsync(
            LabCaller.HealthVisitor,
                $"query Q {{ child(id: \"P1\") {{ events {{ nodes {{ {selection} }} }} }} }}{fragment}");

        Assert.DoesNotContain("CANARY", answer, StringComparison.Ordinal);
        Assert.All(gateway.TakeRequests(), body => Assert.DoesNotContain("found", body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_the_labelled_implementer_of_an_interface_field_is_redacted_and_not_asked()
    {
        await using var gateway = FamilyGraph.Gateway();

        var answer = JsonNode.Parse(await gateway.AskAsync(
            LabCaller.HealthVisitor, """{ child(id: "P1") { events { nodes { __typename detail } } } }"""))!;

        Assert.Equal(
            """[{"__typename":"Visit","detail":"all well"},{"__typename":"Incident","detail":null},"""
            + """{"__typename":"Session","detail":"A contact with a talking therapy; talk to the service"}]""",
            answer["data"]!["child"]!["events"]!["nodes"]!.ToJsonString());
        Assert.All(gateway.TakeRequests("police"), body => Assert.DoesNotContain("detail", body,
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_union_the_permitted_member_survives_under_the_same_response_key()
    {
        await using var gateway = FamilyGraph.Gateway();

        var answer = JsonNode.Parse(await gateway.AskAsync(
            LabCaller.SocialWorker with { Roles = ["ANALYST"], Agency = "HUB" },
            """{ person(id: "P2") { findings { ... on Marker { text } ... on Weapon { text } } } }"""))!;

        Assert.Equal(
            """[{"text":"marker text"},{"text":"Items found that matter for a home visit; talk to the desk"}]""",
            answer["data"]!["person"]!["findings"]!.ToJsonString());
    }

    [Fact]
    public async Task A_union_member_that_the_role_never_gets_is_not_asked()
    {
        await using var gateway = FamilyGraph.Gateway();

        var answer = await gateway.AskAsync(
            LabCaller.HealthVisitor,
            """{ person(id: "P2") { findings { __typename ... on Marker { text } ... on Weapon { text } } } }""");

        Assert.DoesNotContain("CANARY", answer, StringComparison.Ordinal);
        Assert.All(gateway.TakeRequests("police"), body =>
            Assert.DoesNotContain("on Weapon{text", body.Replace(" ", "", StringComparison.Ordinal),
                StringComparison.Ordinal));
    }

    [Fact]
    public async Task Named_fragments_nested_and_reused_redact_as_what_they_stand_for()
    {
        await using var gateway = FamilyGraph.Gateway();
        const string Expanded = """
            { child(id: "P1") { name nhsNumber mother { name postcode }
                events { nodes { headline detail } } } person(id: "P2") { name postcode } }
            """;
        const string Nested = """
            fragment Who on Person { ...Name postcode }
            query Q { child(id: "P1") { ...Child } person(id: "P2") { ...Who } }
            fragment Child on Child { name nhsNumber mother { ...Who } events { nodes { ...Said } } }
            fragment Said on Event { headline ...More }
            fragment More on Event { detail }
            fragment Name on Person { name }
            """;

        Assert.Equal(
            await gateway.AskAsync(LabCaller.HealthVisitor, Expanded),
            await gateway.AskAsync(LabCaller.HealthVisitor, Nested));
    }

    [Fact]
    public async Task Of_two_operations_only_the_one_that_is_named_is_decided()
    {
        await using var gateway = FamilyGraph.Gateway();
        const string Two = """
            query Harmless { __typename } query Deep { child(id: "P1") { events { nodes { detail } } } }
            """;

        var harmless = await gateway.SendAsync(LabCaller.PoliceDesk, Two, operationName: "Harmless");
        var deep = await gateway.SendAsync(LabCaller.HealthVisitor, Two, operationName: "Deep");
        var unknown = await gateway.SendAsync(LabCaller.HealthVisitor, Two, operationName: "Other");
        var unnamed = await gateway.SendAsync(LabCaller.HealthVisitor, Two);

        Assert.StartsWith("{\"data\":{\"__typename\":\"Query\"}", harmless.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", deep.Body, StringComparison.Ordinal);
        Assert.Contains("OPERATION_RESOLUTION_FAILURE", unknown.Body, StringComparison.Ordinal);
        Assert.Contains("OPERATION_RESOLUTION_FAILURE", unnamed.Body, StringComparison.Ordinal);
        Assert.Equal(AnswerStatus.Refused, unnamed.Status);
    }

    [Theory]
    [InlineData("nhsNumber @include(if: false)", false)]
    [InlineData("nhsNumber @skip(if: true)", false)]
    [InlineData("nhsNumber @include(if: $no)", false)]
    [InlineData("nhsNumber @skip(if: $yes)", false)]
    [InlineData("... @include(if: $no) { nhsNumber }", false)]
    [InlineData("nhsNumber @include(if: true)", true)]
    [InlineData("nhsNumber @skip(if: $no)", true)]
    [InlineData("... @include(if: $yes) { nhsNumber @skip(if: $no) }", true)]
    public async Task An_excluded_field_leaves_no_marker_and_an_included_one_is_redacted(string selection,
        bool isIncluded)
    {
        await using var gateway = FamilyGraph.Gateway();
        var declared = string.Join(' ', Declared
            .Where(variable => selection.Contains(variable[..variable.IndexOf(':', StringComparison.Ordinal)],
                StringComparison.Ordinal)));

        var answer = await gateway.AskAsync(
            LabCaller.PoliceDesk,
            $"query Q{(declared.Length == 0 ? "" : $"({declared})")} {{ child(id: \"P1\") {{ name {selection} }} }}");

        Assert.DoesNotContain("CANARY", answer, StringComparison.Ordinal);
        Assert.Equal(isIncluded, answer.Contains("Child.nhsNumber", StringComparison.Ordinal));
        Assert.Equal(isIncluded, gateway.LogText.Contains("[\"Child.nhsNumber\",", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_selection_of_type_names_alone_and_one_emptied_by_the_policy_are_answered()
    {
        await using var gateway = FamilyGraph.Gateway();

        Assert.StartsWith(
            "{\"data\":{\"__typename\":\"Query\"}",
            await gateway.AskAsync(LabCaller.Auditor, "{ __typename }"), StringComparison.Ordinal);
        Assert.Empty(gateway.TakeRequests());
        var emptied = await gateway.AskAsync(
            LabCaller.PoliceDesk, """{ child(id: "P1") { nhsNumber } }""");

        Assert.StartsWith("{\"data\":{\"child\":{\"nhsNumber\":null}}", emptied, StringComparison.Ordinal);
        Assert.All(gateway.TakeRequests(), body => Assert.DoesNotContain("nhsNumber", body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Everything_denied_is_nulls_with_markers_and_no_error()
    {
        await using var gateway = FamilyGraph.Gateway();

        var (status, body) = await gateway.SendAsync(
            new LabCaller("DASHBOARD", "HUB", "SERVICE_PLANNING"),
            """{ child(id: "P1") { name events { nodes { id } } } }""");

        Assert.Equal(AnswerStatus.Executed, status);
        Assert.StartsWith("{\"data\":{\"child\":null},\"extensions\":{\"disclosure\"", body, StringComparison.Ordinal);
        Assert.Contains("\"coordinate\":\"Query.child\"", body, StringComparison.Ordinal);
        Assert.Empty(gateway.TakeRequests());
    }

    [Fact]
    public async Task Conflicting_arguments_under_one_response_key_are_the_same_error_for_every_role()
    {
        await using var gateway = FamilyGraph.Gateway();
        const string Conflict = """{ x: child(id: "P1") { id } x: child(id: "P9") { id } }""";

        var answers = new List<string>();
        foreach (var caller in new[] { LabCaller.DecisionMaker, LabCaller.PoliceDesk, LabCaller.Auditor })
        {
            answers.Add(JsonNode.Parse(await gateway.AskAsync(caller, Conflict))!["errors"]!.ToJsonString());
        }

        Assert.Contains("GRAPHQL_VALIDATION_FAILED", Assert.Single(answers.Distinct()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("_r0_s0")]
    [InlineData("_r0_id")]
    [InlineData("_r1_agency")]
    [InlineData("constructor")]
    [InlineData("hasOwnProperty")]
    [InlineData("prototype")]
    [InlineData("_id")]
    public async Task An_alias_that_looks_internal_is_a_plain_property(string alias)
    {
        await using var gateway = FamilyGraph.Gateway();

        // An alias that passed for the way to the person would make P5's name a subject's id.
        var answer = JsonNode.Parse(await gateway.AskAsync(
            LabCaller.DecisionMaker,
            $$"""
            { child(id: "P1") {
                {{alias}}: name mother { {{alias}}: name } events { nodes { {{alias}}: headline } } } }
            """))!;

        Assert.Equal("Ash", (string?)answer["data"]!["child"]![alias]);
        Assert.Equal("Jo", (string?)answer["data"]!["child"]!["mother"]![alias]);
        Assert.Equal(
            ["Visit", "Dispute", "CANARY-session"], answer.Texts("child.events.nodes." + alias));
        Assert.All(
            gateway.Register.Questions.SelectMany(question => question.Persons),
            person => Assert.Matches("^P[1-3]$", person));
    }

    [Fact]
    public async Task Aliases_that_are_those_of_the_release_are_given_what_they_name()
    {
        await using var gateway = FamilyGraph.Gateway();

        var answer = JsonNode.Parse(await gateway.AskAsync(LabCaller.DecisionMaker, """
            { child(id: "P1") { _r0_s0: id events { nodes {
                _r0_id: id _r0_agency: agency _r0_s0: about { _r0_p: id name } } } } }
            """))!;

        Assert.Equal(["V1", "I1", "T1", "S1"], answer.Texts("child.events.nodes._r0_id"));
        Assert.Equal(["HV", "POL", "POL", "THX"], answer.Texts("child.events.nodes._r0_agency"));
        Assert.Equal(["P1", "P1", "P2"], answer.Texts("child.events.nodes._r0_s0._r0_p"));
        Assert.Equal(["Ash", "Ash", "Jo"], answer.Texts("child.events.nodes._r0_s0.name"));
    }

    [Fact]
    public async Task Introspection_tells_every_role_the_same_and_nothing_of_the_policy()
    {
        await using var gateway = FamilyGraph.Gateway();
        const string Query = """
            { __schema { types { name description fields { name description } } directives { name } }
              __type(name: "Incident") { fields { name } } }
            """;

        var answers = new List<string>();
        foreach (var caller in new[]
            { LabCaller.DecisionMaker, LabCaller.PoliceDesk, new LabCaller("DASHBOARD", "HUB", "SERVICE_PLANNING") })
        {
            answers.Add(JsonNode.Parse(await gateway.AskAsync(caller, Query))!["data"]!.ToJsonString());
        }

        var answer = Assert.Single(answers.Distinct());
        Assert.DoesNotContain("sensitive", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("POLICE_NARRATIVE", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("join__", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ _entities(representations: []) { __typename } }""")]
    [InlineData("""{ _service { sdl } }""")]
    public async Task The_protocol_between_gateway_and_agencies_is_no_field_of_the_gateway(string query)
    {
        await using var gateway = FamilyGraph.Gateway();

        Assert.Contains(
            "GRAPHQL_VALIDATION_FAILED", await gateway.AskAsync(LabCaller.DecisionMaker, query),
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""import: ["@agency", { name: "@sensitive", as: "@secret" }, "@subject"]""", "@secret", "@agency")]
    [InlineData("""as: "dis", import: ["@agency"]""", "@dis__sensitive", "@agency")]
    [InlineData("""as: "dis" """, "@dis__sensitive", "@dis__agency")]
    public async Task A_label_imported_under_another_name_is_enforced(string import, string label, string agency)
    {
        var sdl = $$"""
            extend schema
              @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
              @link(url: "https://specs.aggregator.example/disclosure/v1.0", {{import}})
              {{agency}}(id: "one", codes: ["POL"], defaultClass: SERVICE_FACT)
            type Query { secret: String {{label}}(class: [INTELLIGENCE]) open: String }
            """;
        var world = JsonNode.Parse("""{ "one": { "Query": { "secret": "CANARY", "open": "open" } } }""")!.AsObject();
        await using var gateway = new LabGateway(LabGraph.Compose(("one", sdl)), world);

        var answer = await gateway.AskAsync(LabCaller.HealthVisitor, "{ secret open }");

        Assert.StartsWith("{\"data\":{\"secret\":null,\"open\":\"open\"}", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://specs.example/guard/v1.0", "SECURITY")]
    [InlineData("https://specs.example/guard/v1.0", "EXECUTION")]
    [InlineData("https://specs.aggregator.example/disclosure/v1.9", "SECURITY")]
    [InlineData("https://specs.apollo.dev/requiresScopes/v0.2", "SECURITY")]
    [InlineData("https://specs.apollo.dev/policy/v1.0", "SECURITY")]
    [InlineData("https://specs.apollo.dev/join/v0.6", "EXECUTION")]
    [InlineData("https://specs.aggregator.example/disclosure/v2.0", "SECURITY")]
    public void A_supergraph_that_needs_a_feature_nobody_here_knows_is_not_loaded(string url, string purpose)
    {
        var composed = Composition.Composer.Compose(
            [.. FamilyGraph.Agencies.Select(each => new Composition.SubgraphSource(each.Name, "",
                each.Sdl))]).SupergraphSdl!;
        var other = composed.Replace("schema\n", $"schema\n  @link(url: \"{url}\", for: {purpose})\n",
            StringComparison.Ordinal);

        Assert.NotEqual(composed, other);
        Assert.Null(SupergraphReader.Read(other).Supergraph);
    }
}
