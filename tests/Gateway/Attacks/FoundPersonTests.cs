using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aggregator.Policy;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// Attempts to learn something of somebody by asking for them, with an id or a number that one happens to have: where
/// nothing of it is to be known, the answer is to the last byte that for nobody.
/// </summary>
[Collection(LocalHubTests.Name)]
public partial class FoundPersonTests(LocalHubFixture hub)
{
    private const string OfChild = """
        id name circle { person { id } } alerts { rule } knowledgeMatrix { concern }
        chronology { nodes { id } } involvements { agency }
        """;

    private const string OfPerson = "id name chronology { nodes { id } } involvements { agency } markers { id }";

    private const string People = """
        type Query {
          person(id: ID!): Person
          children(ids: [ID!]!): [Child!]
          child(id: ID, nhsNumber: String @probes(class: [NHS_NUMBER])): Child
        }
        type Child @key(fields: "id") @sensitive(class: [CHILD_IDENTITY]) @subject(key: "id", role: CHILD) {
          id: ID!
          name: String
          nhsNumber: String @sensitive(class: [NHS_NUMBER])
          family: [Person!] @sensitive(class: [SERVICE_FACT])
        }
        type Person @key(fields: "id") @subject(key: "id", role: THIRD_PARTY) {
          id: ID! @sensitive(class: [FAMILY_NETWORK])
          name: String @sensitive(class: [FAMILY_NETWORK])
        }
        """;

    private const string Police = """
        type Person @key(fields: "id") { id: ID! incidents: String @sensitive(class: [POLICE_INCIDENT]) }
        """;

    [Theory]
    [InlineData("health-visitor")]
    [InlineData("gp")]
    [InlineData("therapist")]
    public async Task Who_may_know_nothing_of_who_somebody_is_asks_for_them_as_for_nobody(string user)
    {
        string[] asked =
        [
            """person(id: "P5") { __typename }""",
            """person(id: "P5") { id name }""",
            $$"""person(id: "P5") { {{OfPerson}} }""",
            """child(id: "P4") { __typename }""",
            $$"""child(id: "P4") { {{OfChild}} }""",
            $$"""children(ids: ["P4"]) { {{OfChild}} }""",
        ];
        foreach (var query in asked)
        {
            var known = await RawAsync(user, $"{{ it: {query} }}");
            var unknown = await RawAsync(user, $"{{ it: {Digits().Replace(query, "P999")} }}");

            Assert.Equal(unknown, known);
            Assert.True(known.Contains("\"it\":[]") || known.Contains("NO_RELATIONSHIP"), known);
        }
    }

    // The half-sibling was expected from the second day on and is born on the forty-first.
    [Theory]
    [InlineData("gp-2", "P1")]
    [InlineData("gp-2", "P4")]
    [InlineData("ambulance", "P1")]
    [InlineData("ambulance", "P4")]
    [InlineData("ambulance", "U4")]
    [InlineData("health-visitor-2", "P1")]
    public async Task Child_that_is_known_without_name_or_date_is_not_dated_by_asking_about_a_day_before(
        string user, string child)
    {
        foreach (var root in (string[])["""child(id: "{0}")""", """children(ids: ["{0}"])"""])
        {
            foreach (var asAt in (string[])["2024-06-02", "2025-06-02", "2025-07-12", "2025-07-13", "2025-07-20"])
            {
                Task<string> AnswerAsync(string id) => RawAsync(
                    user, $"{{ it: {root.Replace("{0}", id)} {{ id alerts {{ firedAt }} }} }}", new Access(asAt));

                Assert.Equal(await AnswerAsync("P999"), await AnswerAsync(child));
            }
        }
    }

    [Theory]
    [InlineData("gp-2", "P1")]
    [InlineData("ambulance", "P4")]
    [InlineData("health-visitor-2", "P1")]
    public async Task Child_that_is_known_without_name_or_date_is_there_now(string user, string child) =>
        Assert.Equal(
            [child], (await hub.AskAsync(user, $$"""{ child(id: "{{child}}") { id } }""")).Texts("child.id"));

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task Shielded_child_that_is_only_told_to_be_there_is_there_now_alone(int minutesAgo, bool isThere)
    {
        await using var gateway = Lab();
        _ = gateway.Register.Change("P1", facts => facts with
        {
            Links = [new RegisterLink("CASELOAD", "P1", LinkReach.Presence, null, null)],
        });

        var answer = await gateway.AskAsync(
            LabCaller.HealthVisitor with { AsAt = LabGateway.Now.AddMinutes(-minutesAgo) },
            """{ child(id: "P1") { __typename } }""");

        Assert.StartsWith(
            isThere ? """{"data":{"child":{"__typename":"Child"}""" : """{"data":{"child":null}""", answer,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ambulance", "9990001006")]
    [InlineData("gp-2", "9990001006")]
    [InlineData("midwife", "9990001006")]
    [InlineData("health-visitor-2", "9990001006")]
    [InlineData("health-visitor", "{P4}")]
    [InlineData("gp", "{P4}")]
    [InlineData("therapist", "{P4}")]
    public async Task Number_that_is_withheld_of_a_child_finds_nobody(string user, string number)
    {
        number = number == "{P4}" ? (await hub.AskAsync(
            "health-desk", """{ child(id: "P4") { nhsNumber } }""", Access.On(49))).Texts("child.nhsNumber").Single()
            : number;
        foreach (var selection in new[] { "__typename", "id name nhsNumber", OfChild })
        {
            var found = await RawAsync(user, $$"""{ child(nhsNumber: "{{number}}") { {{selection}} } }""");
            var nobody = await RawAsync(user, $$"""{ child(nhsNumber: "9990099901") { {{selection}} } }""");

            Assert.Equal(nobody, found);
            Assert.Contains("NO_RELATIONSHIP", found, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Number_that_is_given_of_a_child_finds_the_child()
    {
        var answer = await hub.AskAsync(
            "health-visitor", """{ child(nhsNumber: "9990001006") { id nhsNumber } }""", Access.On(49));

        Assert.Equal(["P1", "9990001006"], [.. answer.Texts("child.id"), .. answer.Texts("child.nhsNumber")]);
    }

    [Fact]
    public async Task Log_and_agencies_have_of_somebody_kept_from_the_caller_what_they_have_of_nobody()
    {
        const string Query = """{ person(id: "P5") { id name incidents } }""";
        await using var there = Lab();
        await using var notThere = Lab(world => world["people"]!["Query"]!["person"]!.AsObject().Remove("P5"));
        foreach (var gateway in new[] { there, notThere })
        {
            _ = gateway.Register.Change("P5", Through(LinkReach.OtherHousehold));
        }

        var known = await there.AskAsync(LabCaller.HealthVisitor, Query);

        Assert.Equal(await notThere.AskAsync(LabCaller.HealthVisitor, Query), known);
        Assert.Contains("NO_RELATIONSHIP", known, StringComparison.Ordinal);
        Assert.Empty(there.TakeRequests("police"));
        Assert.Equal(Outcomes(notThere), Outcomes(there));
        Assert.Contains("CANARY", await there.AskAsync(
            new LabCaller("HEALTH_DESK", "HST", "SAFEGUARD_ENQUIRY"), Query), StringComparison.Ordinal);
    }

    // Nobody is to know of the number, though the child is the caller's own case: nor by the stage that was decided by,
    // nor by who was asked about the family.
    [Fact]
    public async Task Child_found_by_what_is_kept_back_of_it_leaves_no_trace_though_all_else_is_open()
    {
        const string Query = """{ child(nhsNumber: "1") { id name family { id incidents } } }""";
        await using var there = Lab();
        await using var notThere = Lab(world => world["people"]!["Query"]!["child"] = null);
        foreach (var gateway in new[] { there, notThere })
        {
            _ = gateway.Register.Link("CASELOAD", "P1", "P2").Change("P1", facts => facts with
            {
                Sharing = [new SharingFact("D1", "DO_NOT_SHARE", ["HV"], ["NHS_NUMBER"], "ART6_1E", null)],
            });
        }

        foreach (var stage in new[] { null, "S47" })
        {
            var caller = LabCaller.HealthVisitor with { Stage = stage };
            var found = await there.AskAsync(caller, Query);

            Assert.Equal(await notThere.AskAsync(caller, Query), found);
            Assert.Contains("NO_RELATIONSHIP", found, StringComparison.Ordinal);
        }

        Assert.Empty(there.TakeRequests("police"));
        Assert.Equal(Outcomes(notThere), Outcomes(there));
    }

    [Theory]
    [InlineData("""{ "id": "P1" }""", true)]
    [InlineData("""{ "id": "P1", "number": null }""", true)]
    [InlineData("""{ "id": "P1", "number": "1" }""", false)]
    public async Task Number_finds_nobody_where_it_was_given_and_counts_for_nothing_where_it_was_not(
        string variables, bool isFound)
    {
        const string Query = "query Q($id: ID, $number: String) { child(id: $id, nhsNumber: $number) { id } }";
        await using var gateway = Lab();
        _ = gateway.Register.Change("P1", Through(LinkReach.AlertOnly));

        var answer = await gateway.AskAsync(LabCaller.HealthVisitor, Query, JsonNode.Parse(variables));

        Assert.StartsWith(
            isFound ? """{"data":{"child":{"id":"P1"}}""" : """{"data":{"child":null}""", answer,
            StringComparison.Ordinal);
    }

    private static Func<PersonFacts, PersonFacts> Through(LinkReach reach) => facts => facts with
    {
        Links = [new RegisterLink("CASELOAD", "P9", reach, null, null)],
    };

    private static LabGateway Lab(Action<JsonObject>? change = null)
    {
        var world = JsonNode.Parse("""
            {
              "people": { "Query": {
                "person": { "P5": { "id": "P5", "name": "CANARY" } },
                "child": {
                  "id": "P1", "name": "Ash", "nhsNumber": "1", "family": [{ "id": "P2" }],
                  "P1": { "id": "P1", "name": "Ash", "nhsNumber": "1" }
                }
              } },
              "police": { "Person": { "P2": { "incidents": "one" }, "P5": { "incidents": "CANARY" } } }
            }
            """)!.AsObject();
        change?.Invoke(world);
        return new LabGateway(
            LabGraph.Compose(
                ("people", LabGraph.Subgraph("people", "HUB", "FAMILY_NETWORK", People)),
                ("police", LabGraph.Subgraph("police", "POL", "SERVICE_FACT", Police))),
            world);
    }

    // What the log has of what was given and withheld of whom.
    private static string[] Outcomes(LabGateway gateway) =>
    [
        .. gateway.LogText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)
            .Where(line => (string?)line["kind"] == "outcome").Select(line => line["subjects"]!.ToJsonString()),
    ];

    private async Task<string> RawAsync(string user, string query, Access? access = null)
    {
        using var response = await hub.SendAsync(user, query, access ?? Access.On(49));
        return Comparable.Of(await response.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("P[0-9]+")]
    private static partial Regex Digits();
}
