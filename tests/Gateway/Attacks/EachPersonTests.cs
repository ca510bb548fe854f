using System.Text.Json.Nodes;
using Aggregator.Policy;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// What role and purpose leave open is decided for each person: attempts to see more of one than is open of that one.
/// </summary>
public class EachPersonTests
{
    private const string Records = """
        type Query {
          child(id: ID!): Child
          found: [Found!]
        }
        type Child @key(fields: "id") @sensitive(class: [CHILD_IDENTITY]) @subject(key: "id", role: CHILD) {
          id: ID!
          name: String
          sealed: String @sensitive(class: [SEALED])
          file: Letter @sensitive(class: [SEALED])
          calls: [Letter!] @sensitive(class: [URGENT_CONTACT])
          letters: [Letter!] @sensitive(class: [GP_NARRATIVE])
        }
        type Letter @sensitive(class: [HEALTH_CONTACT]) { text: String }
        union Found = Person | Note | Report
        type Report @sensitive(class: [POLICE_INCIDENT]) @subject(key: "about { id }", role: CHILD) {
          id: ID! agency: String! about: Person
        }
        type Person @key(fields: "id") @subject(key: "id", role: THIRD_PARTY) {
          id: ID!
          tip: String @shareable @sensitive(class: [INTELLIGENCE])
        }
        type Note @sensitive(class: [GP_NARRATIVE]) @subject(key: "about { id }", role: CONFIDER) {
          id: ID! agency: String! about: Person text: String
        }
        """;

    // Another force, which knows of the same persons.
    private const string Force = """
        type Person @key(fields: "id") {
          id: ID!
          tip: String @shareable @sensitive(class: [INTELLIGENCE])
          report: String @sensitive(class: [INTELLIGENCE])
        }
        """;

    [Theory]
    [InlineData("sealed", "\"CANARY-sealed\"")]
    [InlineData("file { text }", "{\"text\":\"CANARY-file\"}")]
    public async Task What_is_hidden_for_this_person_leaves_no_marker(string field, string value)
    {
        var query = $$"""{ child(id: "P1") { name it: {{field}} } }""";
        await using var there = Gateway();
        await using var notThere = Gateway(child =>
        {
            child["sealed"] = null;
            child["file"] = null;
        });

        var hidden = await there.AskAsync(LabCaller.SocialWorker, query);

        // It is open to whom the case is allocated, so that only the person decides.
        Assert.StartsWith(
            "{\"data\":{\"child\":{\"name\":\"Ash\",\"it\":null}},\"extensions\"", hidden, StringComparison.Ordinal);
        Assert.Contains("\"withheld\":[]", hidden, StringComparison.Ordinal);
        Assert.Equal(await notThere.AskAsync(LabCaller.SocialWorker, query), hidden);
        _ = there.Register.Link("ALLOCATED", "P1");
        Assert.Contains($"\"it\":{value}", await there.AskAsync(LabCaller.SocialWorker, query),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_below_a_field_that_the_role_sees_in_general_is_not_asked_in_full()
    {
        // A letter is clear to both; a call is not to the health visitor, and its letters are part of it.
        const string Query = """{ child(id: "P1") { calls { text } } }""";
        await using var gateway = Gateway();

        var general = await gateway.AskAsync(LabCaller.HealthVisitor, Query);
        var asked = gateway.TakeRequests();
        var clear = await gateway.AskAsync(LabCaller.DecisionMaker, Query);

        Assert.Contains("\"calls\":[{\"text\":null}]", general, StringComparison.Ordinal);
        Assert.Contains("\"coordinate\":\"Letter.text\"", general, StringComparison.Ordinal);
        Assert.All(asked, body => Assert.DoesNotContain("text", body, StringComparison.Ordinal));
        Assert.Contains("\"calls\":[{\"text\":\"CANARY-call\"}]", clear, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_below_a_field_that_is_seen_in_general_of_this_person_is_no_clearer()
    {
        const string Query = """{ child(id: "P1") { letters { text } } }""";
        await using var gateway = Gateway();

        var general = await gateway.AskAsync(LabCaller.DecisionMaker, Query);
        var asked = gateway.TakeRequests();
        _ = gateway.Register.Change("P1", facts => facts with
        {
            Sharing = [new SharingFact("D1", "SHARE", ["HUB"], [], "ART6_1E", null)],
        });
        var clear = await gateway.AskAsync(LabCaller.DecisionMaker, Query);

        Assert.Contains(asked, body => body.Contains("text", StringComparison.Ordinal));
        Assert.Contains("\"letters\":[{\"text\":null}]", general, StringComparison.Ordinal);
        Assert.Contains("\"letters\":[{\"text\":\"CANARY-letter\"}]", clear, StringComparison.Ordinal);
    }

    // Both letters are about P3. What P1's record leaves open is no reason to open P2's.
    [Theory]
    [InlineData("P1", "P2")]
    [InlineData("P2", "P1")]
    public async Task What_is_below_two_persons_fields_is_as_clear_as_each_of_them(string first, string second)
    {
        const string Letters = """
            type Query { children: [Child!] }
            type Child @key(fields: "id") @sensitive(class: [CHILD_IDENTITY]) @subject(key: "id", role: CHILD) {
              id: ID!
              letters: [Letter!] @sensitive(class: [GP_NARRATIVE])
            }
            type Letter @sensitive(class: [HEALTH_CONTACT]) @subject(key: "about { id }", role: PERSON_OF_CONCERN) {
              text: String
              about: Person
            }
            type Person @key(fields: "id") @subject(key: "id", role: THIRD_PARTY) { id: ID! }
            """;
        var children = new JsonArray([.. new[] { first, second }.Select(child => JsonNode.Parse($$"""
            { "id": "{{child}}", "letters": [{ "text": "letter of {{child}}", "about": { "id": "P3" } }] }
            """))]);
        await using var gateway = new LabGateway(
            LabGraph.Compose(("one", LabGraph.Subgraph("one", "REC", "SERVICE_FACT", Letters))),
            new JsonObject
            {
                ["one"] = new JsonObject { ["Query"] = new JsonObject { ["children"] = children } },
            });
        _ = gateway.Register.Link("OPEN_ENQUIRY", "P1", "P2", "P3").Change("P1", facts => facts with
        {
            Sharing = [new SharingFact("D1", "SHARE", ["HUB"], [], "ART6_1E", null)],
        });

        var answer = JsonNode.Parse(
            await gateway.AskAsync(LabCaller.DecisionMaker, "{ children { id letters { text } } }"))!;

        string Of(string child) => child == "P1" ? "\"letter of P1\"" : "null";
        Assert.Equal(
            $"[{{\"id\":\"{first}\",\"letters\":[{{\"text\":{Of(first)}}}]}},"
            + $"{{\"id\":\"{second}\",\"letters\":[{{\"text\":{Of(second)}}}]}}]",
            answer["data"]!["children"]!.ToJsonString());
    }

    [Fact]
    public async Task A_records_own_key_is_no_subject_where_a_persons_key_is_one()
    {
        await using var gateway = Gateway();
        _ = gateway.Register.Change("P2", facts => facts with
        {
            Consents = [new ConsentFact("C1", "GIVEN", ["HUB"], null)],
        });

        // Of two confiders both have to agree: the note's own id would be one of whom nothing is known.
        var answer = JsonNode.Parse(await gateway.AskAsync(
            LabCaller.DecisionMaker, "{ found { ... on Person { id } ... on Note { id text } } }"))!;

        Assert.Equal(["P2", "N1", "N2"], answer.Texts("found.id"));
        Assert.Equal(["CANARY-note", "CANARY-other-note"], answer.Texts("found.text"));
        Assert.DoesNotContain(gateway.Pseudonyms.Of("N1"), gateway.LogText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GP", "N2", "A contact with the practice; talk to the practice", "CANARY-other-note")]
    [InlineData("GP", "N1", "CANARY-note", "A contact with the practice; talk to the practice")]
    [InlineData("GP", null, "CANARY-note", "CANARY-other-note")]
    [InlineData("HV", null, "A contact with the practice; talk to the practice",
        "A contact with the practice; talk to the practice")]
    public async Task A_decision_to_share_releases_the_records_it_names_and_no_other(
        string from, string? record, string first, string second)
    {
        await using var gateway = Gateway();
        _ = gateway.Register.Change("P2", facts => facts with
        {
            Sharing =
            [
                new SharingFact("D1", "SHARE", ["HUB"], [], "ART6_1E", null)
                {
                    From = from,
                    Records = record is null ? [] : [record],
                },
            ],
        });

        var answer = JsonNode.Parse(await gateway.AskAsync(
            LabCaller.DecisionMaker, "{ found { ... on Note { text } } }"))!;

        Assert.Equal([first, second], answer.Texts("found.text"));
        Assert.Equal(
            (first + second).Contains("CANARY", StringComparison.Ordinal),
            gateway.LogText.Contains("\"reliedOn\":[\"D1\"]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("POL", "CANARY-report")]
    [InlineData("REC", null)]
    public async Task What_an_agency_alone_knows_of_a_person_is_its_own(string agency, string? report)
    {
        await using var gateway = Gateway();

        var answer = JsonNode.Parse(await gateway.AskAsync(
            LabCaller.PoliceDesk with { Agency = agency }, "{ found { ... on Person { id report } } }"))!;

        Assert.Equal(["P2"], answer.Texts("found.id"));
        Assert.Equal(report, answer.Texts("found.report").SingleOrDefault());
        Assert.Empty(answer["extensions"]!["disclosure"]!["withheld"]!.AsArray());
    }

    [Theory]
    [InlineData("POL")]
    [InlineData("REC")]
    public async Task What_several_agencies_know_of_a_person_is_nobodys_own_wherever_the_person_is_met(string agency)
    {
        await using var gateway = Gateway();

        var answer = JsonNode.Parse(await gateway.AskAsync(
            LabCaller.PoliceDesk with { Agency = agency },
            "{ found { ... on Person { id tip } ... on Report { id about { id tip } } } }"))!;

        Assert.Equal(["P2", "R1"], answer.Texts("found.id"));
        Assert.Equal(["P2"], answer.Texts("found.about.id"));
        Assert.DoesNotContain("CANARY", answer.ToJsonString(), StringComparison.Ordinal);
    }

    // Plain mode holds such an object once for both.
    [Fact]
    public async Task What_two_persons_have_in_the_same_words_is_decided_for_each()
    {
        const string People = """
            type Query { people: [Person!] @sensitive(class: [SERVICE_FACT]) }
            type Person @key(fields: "id") @subject(key: "id", role: CONFIDER) {
              id: ID! plan: Plan @sensitive(class: [HEALTH_CONTACT])
            }
            type Plan @key(fields: "id") { id: ID! text: String @sensitive(class: [GP_NARRATIVE]) }
            """;
        const string Steps = """
            type Plan @key(fields: "id") { id: ID! steps: String @sensitive(class: [GP_NARRATIVE]) }
            """;
        const string Plan = """{ "id": "L1", "text": "the same words for everybody" }""";
        var world = JsonNode.Parse($$$"""
            {
              "one": { "Query": { "people": [
                { "id": "P2", "plan": {{{Plan}}} }, { "id": "P1", "plan": {{{Plan}}} },
                { "id": "P2", "plan": {{{Plan}}} }
              ] } },
              "two": { "Plan": { "L1": { "id": "L1", "steps": "the same steps" } } }
            }
            """)!.AsObject();
        await using var gateway = new LabGateway(
            LabGraph.Compose(
                ("one", LabGraph.Subgraph("one", "REC", "SERVICE_FACT", People)),
                ("two", LabGraph.Subgraph("two", "POL", "SERVICE_FACT", Steps))),
            world);
        _ = gateway.Register.Link("OPEN_ENQUIRY", "P1", "P2")
            .Change("P1", facts => facts with { Consents = [new ConsentFact("C1", "GIVEN", ["HUB"], null)] })
            .Change("P2", facts => facts with { Consents = [new ConsentFact("C2", "REFUSED", ["HUB"], null)] });

        var answer = JsonNode.Parse(
            await gateway.AskAsync(LabCaller.DecisionMaker, "{ people { plan { text steps } } }"))!;

        const string Withheld = """{"plan":{"text":null,"steps":null}}""";
        const string Given = """{"plan":{"text":"the same words for everybody","steps":"the same steps"}}""";
        Assert.Equal($"[{Withheld},{Given},{Withheld}]", answer["data"]!["people"]!.ToJsonString());
    }

    private static LabGateway Gateway(Action<JsonObject>? change = null)
    {
        var child = JsonNode.Parse("""
            { "id": "P1", "name": "Ash", "sealed": "CANARY-sealed", "file": { "text": "CANARY-file" },
              "calls": [{ "text": "CANARY-call" }], "letters": [{ "text": "CANARY-letter" }] }
            """)!.AsObject();
        change?.Invoke(child);
        var world = new JsonObject
        {
            ["records"] = new JsonObject
            {
                ["Query"] = new JsonObject
                {
                    ["child"] = new JsonObject { ["P1"] = child },
                    ["found"] = JsonNode.Parse("""
                        [{ "__typename": "Person", "id": "P2", "tip": "CANARY-tip" },
                         { "__typename": "Report", "id": "R1", "agency": "REC",
                           "about": { "id": "P2", "tip": "CANARY-tip" } },
                         { "__typename": "Note", "id": "N1", "agency": "GP", "about": { "id": "P2" },
                           "text": "CANARY-note" },
                         { "__typename": "Note", "id": "N2", "agency": "GP", "about": { "id": "P2" },
                           "text": "CANARY-other-note" }]
                        """),
                },
            },
            ["force"] = JsonNode.Parse("""
                { "Person": { "P2": { "tip": "CANARY-tip", "report": "CANARY-report" } } }
                """),
        };
        var gateway = new LabGateway(
            LabGraph.Compose(
                ("records", LabGraph.Subgraph("records", "REC", "SERVICE_FACT", Records)),
                ("force", LabGraph.Subgraph("force", "POL", "SERVICE_FACT", Force))),
            world);
        _ = gateway.Register.Link("OPEN_ENQUIRY", "P1", "P2");
        return gateway;
    }
}
