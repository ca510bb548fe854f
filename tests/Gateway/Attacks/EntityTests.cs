using System.Text.Json.Nodes;
using Aggregator.Policy;
using Aggregator.Redaction;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>Attempts over keys, entities, caches and what agencies answer.</summary>
public class EntityTests
{
    private const string Events = """{ child(id: "P1") { events { nodes { id headline detail } } } }""";

    [Fact]
    public async Task A_withheld_key_is_used_inside_and_shows_nowhere()
    {
        const string First = """
            type Query { item: Item @sensitive(class: [SERVICE_FACT]) }
            type Item @key(fields: "number") { number: String @sensitive(class: [INTELLIGENCE]) }
            """;
        const string Second = """
            type Item @key(fields: "number") {
              number: String @sensitive(class: [INTELLIGENCE]) told: String @sensitive(class: [SERVICE_FACT])
            }
            """;
        var world = JsonNode.Parse("""
            { "one": { "Query": { "item": { "number": "CANARY" } } }, "two": { "Item": {} } }
            """)!.AsObject();
        await using var gateway = new LabGateway(
            LabGraph.Compose(
                ("one", LabGraph.Subgraph("one", "POL", "SERVICE_FACT", First)),
                ("two", LabGraph.Subgraph("two", "GP", "SERVICE_FACT", Second.Replace(
                    "number: String ", "number: String @shareable ", StringComparison.Ordinal)))),
            world);

        var answer = await gateway.AskAsync(LabCaller.HealthVisitor, "{ item { number told } }");

        Assert.Contains("CANARY", Assert.Single(gateway.TakeRequests("two")), StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", answer + gateway.LogText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_of_another_person_than_asked_about_is_dropped()
    {
        await using var gateway = FamilyGraph.Gateway();
        gateway.Agencies.Tamper = (agency, answer) => agency != "police" ? answer
            : JsonNode.Parse(answer.ToJsonString().Replace("\"P1\"", "\"P5\"", StringComparison.Ordinal))!.AsObject();

        var answer = JsonNode.Parse(await gateway.AskAsync(LabCaller.DecisionMaker, Events))!;

        Assert.DoesNotContain("I1", answer.Texts("child.events.nodes.id"));
        Assert.DoesNotContain("CANARY-police-narrative", answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agency_that_answers_in_another_order_gives_nobody_what_is_somebody_elses()
    {
        await using var gateway = FamilyGraph.Gateway();
        const string Findings =
            """{ child(id: "P1") { family { id findings { ... on Marker { text } ... on Weapon { text } } } } }""";
        var right = JsonNode.Parse(await gateway.AskAsync(LabCaller.DecisionMaker, Findings))!;
        gateway.Agencies.Tamper = (agency, answer) =>
        {
            var entities = agency == "police" ? answer["data"]?["_entities"]?.AsArray() : null;
            if (entities?.Count > 1)
            {
                var moved = entities.Skip(1).Append(entities[0]).Select(one => one?.DeepClone());
                answer["data"]!["_entities"] = new JsonArray([.. moved]);
            }

            return answer;
        };

        var answer = JsonNode.Parse(await gateway.AskAsync(LabCaller.DecisionMaker, Findings))!;

        Assert.NotEmpty(right.Texts("child.family.findings.text"));
        Assert.Empty(answer.Texts("child.family.findings.text"));
        Assert.All(answer["errors"]!.AsArray(), error => Assert.Equal(
            ("SUBGRAPH_INVALID_RESPONSE", "`police` gave an entity of another key than was asked for"),
            ((string?)error!["extensions"]!["code"], (string?)error["message"])));
        Assert.Contains("PARTIAL", answer["extensions"]!["disclosure"]!["sources"]!.AsArray()
            .Select(source => source!["state"]!.ToString()));
    }

    [Theory]
    [InlineData("""{ it: child(id: "P1") { name } }""")]
    [InlineData("""query($id: ID! = "P1") { it: child(id: $id) { id name } }""")]
    public async Task Another_person_than_was_asked_for_by_id_is_dropped_and_the_agency_named(string query)
    {
        await using var gateway = FamilyGraph.Gateway();
        var right = JsonNode.Parse(await gateway.AskAsync(LabCaller.DecisionMaker, query))!;
        gateway.Agencies.Tamper = (agency, answer) => agency != "people" ? answer
            : JsonNode.Parse(answer.ToJsonString().Replace("\"P1\"", "\"P2\"", StringComparison.Ordinal))!.AsObject();

        var answer = JsonNode.Parse(await gateway.AskAsync(LabCaller.DecisionMaker, query))!;

        Assert.Equal(["Ash"], right.Texts("it.name"));
        Assert.Null(answer["data"]!["it"]);
        Assert.Equal("""["it"]""", Assert.Single(answer["errors"]!.AsArray())!["path"]!.ToJsonString());
        Assert.Equal("SUBGRAPH_INVALID_RESPONSE", (string?)answer["errors"]![0]!["extensions"]!["code"]);
        Assert.Equal("PARTIAL", answer["extensions"]!["disclosure"]!["sources"]![0]!["state"]!.ToString());
    }

    [Fact]
    public async Task What_an_agency_adds_unasked_does_not_go_out()
    {
        await using var gateway = FamilyGraph.Gateway();
        gateway.Agencies.Tamper = (agency, answer) =>
        {
            Add(answer["data"]!);
            return answer;
        };

        var (status, body) = await gateway.SendAsync(LabCaller.DecisionMaker,
            """{ child(id: "P1") { name mother { id } } }""");

        Assert.Equal(AnswerStatus.Executed, status);
        Assert.StartsWith(
            "{\"data\":{\"child\":{\"name\":\"Ash\",\"mother\":{\"id\":\"P2\"}}},", body, StringComparison.Ordinal);

        static void Add(JsonNode node)
        {
            foreach (var (_, child) in node.AsObject().ToList())
            {
                if (child is JsonObject one)
                {
                    Add(one);
                }
            }

            node["extra"] = "CANARY-extra";
            node["__proto__"] = new JsonObject { ["admin"] = "CANARY-extra" };
            node["deep"] = JsonNode.Parse(new string('[', 60) + "\"CANARY-extra\"" + new string(']', 60));
        }
    }

    [Theory]
    [InlineData("Tip")]
    [InlineData("Query")]
    [InlineData("NoSuchType")]
    [InlineData("Session")]
    public async Task A_type_name_that_an_agency_lies_about_opens_nothing(string typeName)
    {
        await using var gateway = FamilyGraph.Gateway();
        gateway.Agencies.Tamper = (agency, answer) => agency != "police" ? answer : JsonNode.Parse(
            answer.ToJsonString().Replace("\"Incident\"", $"\"{typeName}\"", StringComparison.Ordinal))!.AsObject();

        var answer = await gateway.AskAsync(LabCaller.HealthVisitor, Events);

        Assert.DoesNotContain("CANARY-police", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY-tip", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "data": null }""")]
    [InlineData("""{ "data": { "child": [ { "name": "CANARY" }, { "name": "CANARY" } ] } }""")]
    [InlineData("""{ "data": { "child": "CANARY" } }""")]
    [InlineData("""{ "data": { "child": { "name": { "CANARY": 1 } } } }""")]
    [InlineData("""{ "CANARY": 1 }""")]
    public async Task An_answer_of_another_shape_than_asked_gives_nothing_of_itself(string answer)
    {
        await using var gateway = FamilyGraph.Gateway();
        gateway.Agencies.Tamper = (_, _) => JsonNode.Parse(answer)!.AsObject();

        var given = await gateway.AskAsync(LabCaller.DecisionMaker, """{ child(id: "P1") { name } }""");

        Assert.DoesNotContain("CANARY", given, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callers_one_after_another_and_at_once_each_get_their_own_answer()
    {
        await using var gateway = FamilyGraph.Gateway();
        LabCaller[] callers =
        [
            LabCaller.HealthVisitor, LabCaller.DecisionMaker, LabCaller.PoliceDesk, LabCaller.Analyst,
            LabCaller.DecisionMaker with { Purpose = "SERVICE_PLANNING" },
            LabCaller.HealthVisitor with { Purpose = "DIRECT_CARE" }, LabCaller.PoliceDesk with { Agency = "CSC" },
            LabCaller.Auditor, LabCaller.SocialWorker,
        ];
        var alone = new List<string>();
        foreach (var caller in callers)
        {
            await using var own = FamilyGraph.Gateway();
            alone.Add(await own.AskAsync(caller, Events));
        }

        for (var round = 0; round < 3; round++)
        {
            var together = await Task.WhenAll(callers.Select(caller => Task.Run(
                () => gateway.AskAsync(caller, Events))));

            Assert.Equal(alone, together);
        }
    }

    [Fact]
    public async Task A_policy_that_comes_in_mid_request_is_the_next_requests()
    {
        await using var gateway = FamilyGraph.Gateway();
        var before = await gateway.AskAsync(LabCaller.DecisionMaker, Events);
        var model = LabGraph.ShippedModel();
        var none = PolicyCompiler.Compile(model with { Grants = [], Version = "none", Hash = "none0000none" });
        gateway.Agencies.Before = agency =>
        {
            gateway.Rules.Replace(none);
            return Task.CompletedTask;
        };

        var during = await gateway.AskAsync(LabCaller.DecisionMaker, Events);
        var after = await gateway.AskAsync(LabCaller.DecisionMaker, Events);

        Assert.Equal(before, during);
        Assert.StartsWith("{\"data\":{\"child\":null}", after, StringComparison.Ordinal);
        Assert.Contains("none+none0000none", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_not_shared_over_variables_roles_or_policies()
    {
        await using var gateway = FamilyGraph.Gateway();
        const string Query = """
            query Q($with: Boolean!) { child(id: "P1") { name nhsNumber @include(if: $with) } }
            """;

        Assert.Contains("CANARY-nhs", await gateway.AskAsync(
            LabCaller.DecisionMaker, Query, new { with = true }), StringComparison.Ordinal);
        Assert.DoesNotContain("nhsNumber", (await gateway.AskAsync(
            LabCaller.DecisionMaker, Query, new { with = false })).Split("\"extensions\"")[0],
                StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY-nhs", await gateway.AskAsync(
            LabCaller.PoliceDesk, Query, new { with = true }), StringComparison.Ordinal);
        var model = LabGraph.ShippedModel();
        gateway.Rules.Replace(PolicyCompiler.Compile(model with
        {
            Hash = "other",
            Forbids = model.Forbids.Add(new Forbid([], ["NHS_NUMBER"], [], Effect.Omit, "test")),
        }));
        Assert.DoesNotContain("CANARY-nhs", await gateway.AskAsync(
            LabCaller.DecisionMaker, Query, new { with = true }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RegisterState.Unavailable)]
    [InlineData(RegisterState.LastKnown)]
    public async Task A_register_that_is_down_or_old_opens_nothing_above_identity(RegisterState state)
    {
        await using var gateway = FamilyGraph.Gateway();
        gateway.Register.State = state;

        var answer = await gateway.AskAsync(
            LabCaller.DecisionMaker, """{ child(id: "P1") { name events { nodes { headline detail found } } } }""");

        Assert.DoesNotContain("CANARY", answer, StringComparison.Ordinal);
        Assert.Equal(state == RegisterState.LastKnown, answer.Contains("Ash", StringComparison.Ordinal));
        Assert.Contains("\"complete\":false", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_register_that_answers_about_fewer_persons_than_asked_opens_none_of_the_rest()
    {
        await using var gateway = FamilyGraph.Gateway();
        _ = gateway.Register.Facts.Remove("P2");

        var answer = await gateway.AskAsync(
            LabCaller.DecisionMaker,
                """{ child(id: "P1") { name mother { name } family { id } events { nodes { id } } } }""");

        Assert.DoesNotContain("Jo", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("S1", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_member_of_a_household_is_decided_alone_however_often_the_way_leads_round()
    {
        const string People = """
            type Query { person(id: ID!): Person }
            type Person @key(fields: "id") @subject(key: "id", role: CONFIDER) {
              id: ID! told: String @sensitive(class: [THERAPY_NARRATIVE])
              home: Home @sensitive(class: [FAMILY_NETWORK])
            }
            type Home @key(fields: "id") @sensitive(class: [FAMILY_NETWORK]) { id: ID! members: [Person!] }
            """;
        var world = JsonNode.Parse("""
            { "people": { "Query": { "person": {
              "P1": { "id": "P1", "told": "told by P1", "home": { "id": "H", "members": [
                { "id": "P1", "told": "told by P1", "home": { "id": "H", "members": [
                   { "id": "P2", "told": "CANARY" }] } },
                { "id": "P2", "told": "CANARY", "home": { "id": "H", "members": [
                   { "id": "P1", "told": "told by P1" }, { "id": "P2", "told": "CANARY" }] } },
                { "id": "P5", "told": "CANARY" }] } } } } } }
            """)!.AsObject();
        await using var gateway = new LabGateway(
            LabGraph.Compose(("people", LabGraph.Subgraph("people", "HUB", "FAMILY_NETWORK", People))), world);
        _ = gateway.Register.Link("OPEN_ENQUIRY", "P1", "P2")
            .Change("P1", facts => facts with { Consents = [new ConsentFact("A", "GIVEN", ["CSC"], null)] })
            .Change("P2", facts => facts with { Consents = [new ConsentFact("B", "REFUSED", ["CSC"], null)] });

        var answer = await gateway.AskAsync(
            LabCaller.SocialWorker,
            """{ person(id: "P1") { told home { members { id told home { members { id told } } } } } }""");

        Assert.DoesNotContain("CANARY", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("P5", answer, StringComparison.Ordinal);
        Assert.Equal(3, answer.Split("told by P1").Length - 1);
    }

    [Fact]
    public async Task Of_several_subjects_the_confider_decides_and_nobody_else_vetoes()
    {
        const string Police = """
            type Query { person(id: ID!): Person }
            type Person @key(fields: "id") @subject(key: "id", role: CHILD) { id: ID! records: [Record!] }
            type Record @sensitive(class: [HEALTH_CONTACT]) @subject(key: "teller { id }", role: CONFIDER)
              @subject(key: "accused { id }", role: PERSON_OF_CONCERN) @subject(key: "other { id }",
                  role: THIRD_PARTY) {
              teller: Person accused: Person other: Person told: String @sensitive(class: [GP_NARRATIVE])
            }
            """;
        var world = JsonNode.Parse("""
            { "police": { "Query": { "person": { "P1": { "id": "P1", "records": [
              { "teller": { "id": "P2" }, "accused": { "id": "P3" }, "other": { "id": "P4" },
                  "told": "words" }] } } } } }
            """)!.AsObject();
        await using var gateway = new LabGateway(
            LabGraph.Compose(("police", LabGraph.Subgraph("police", "GP", "HEALTH_CONTACT", Police))), world);
        _ = gateway.Register.Link("OPEN_ENQUIRY", "P1", "P2", "P3", "P4");
        Consent("P2", "GIVEN");
        const string Query = """{ person(id: "P1") { records { told } } }""";
        var agreed = await gateway.AskAsync(LabCaller.SocialWorker, Query);
        Consent("P3", "REFUSED");
        Consent("P4", "REFUSED");
        var vetoed = await gateway.AskAsync(LabCaller.SocialWorker, Query);
        Consent("P2", "REFUSED");
        Consent("P3", "GIVEN");
        var refused = await gateway.AskAsync(LabCaller.SocialWorker, Query);

        Assert.Contains("words", agreed, StringComparison.Ordinal);
        Assert.Equal(agreed, vetoed);
        Assert.DoesNotContain("words", refused, StringComparison.Ordinal);

        void Consent(string person, string state) => gateway.Register.Change(person, facts => facts with
        {
            Consents = [new ConsentFact("C", state, ["CSC"], null)],
        });
    }
}
