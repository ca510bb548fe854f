using System.Text.Json.Nodes;
using Aggregator.Policy;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>Asking is disclosure: about whom an agency is asked, and about whom not.</summary>
public class AskedEntityTests
{
    [Fact]
    public async Task A_person_the_caller_has_no_link_to_is_sent_to_no_agency()
    {
        var world = FamilyGraph.World();
        world["people"]!["Query"]!["child"]!["P1"]!["family"]!.AsArray().Add(new JsonObject { ["id"] = "P5" });
        await using var gateway = FamilyGraph.Gateway(world);

        var answer = await gateway.AskAsync(
            LabCaller.DecisionMaker, """{ child(id: "P1") { family { id name } events { nodes { id } } } }""");

        // Met in the child's family, a third party stands there as one; nobody else hears of it.
        Assert.DoesNotContain("CANARY", answer, StringComparison.Ordinal);
        Assert.All(gateway.TakeRequests(), body => Assert.DoesNotContain("\"P5\"", body, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GIVEN", true)]
    [InlineData("REFUSED", false)]
    public async Task A_person_who_refused_is_not_sent_to_the_agency_that_could_only_answer_what_is_refused(
        string state, bool isAsked)
    {
        const string People = """
            type Query { person(id: ID!): Person }
            type Person @key(fields: "id") @subject(key: "id", role: CONFIDER) {
              id: ID! name: String @sensitive(class: [FAMILY_NETWORK])
            }
            """;
        const string Therapies = """
            type Person @key(fields: "id") { id: ID! told: String @sensitive(class: [THERAPY_NARRATIVE]) }
            """;
        var world = JsonNode.Parse("""
            { "people": { "Query": { "person": { "P2": { "id": "P2", "name": "Jo" } } } },
              "therapies": { "Person": { "P2": { "told": "CANARY" } } } }
            """)!.AsObject();
        await using var gateway = new LabGateway(
            LabGraph.Compose(
                ("people", LabGraph.Subgraph("people", "HUB", "FAMILY_NETWORK", People)),
                ("therapies", LabGraph.Subgraph("therapies", "THX", "SERVICE_FACT", Therapies))),
            world);
        _ = gateway.Register.Link("OPEN_ENQUIRY", "P2").Change("P2", facts => facts with
        {
            Consents = [new ConsentFact("C1", state, ["HUB"], null)],
        });

        var answer = await gateway.AskAsync(LabCaller.DecisionMaker, """{ person(id: "P2") { name told } }""");

        Assert.Equal(isAsked, gateway.TakeRequests("therapies").Length > 0);
        Assert.Equal(isAsked, answer.Contains("CANARY", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("about { id }", false)]
    [InlineData("about { id } told", true)]
    public async Task A_record_known_to_be_about_a_person_the_caller_has_no_link_to_is_sent_to_no_agency(
        string fields, bool isPolice)
    {
        const string Letters = """
            type Query { letters: [Letter!] @sensitive(class: [SERVICE_FACT]) }
            type Letter @key(fields: "id")
              @sensitive(class: [REFERRAL_STATE]) @subject(key: "about { id }", role: CHILD) { id: ID! about: Person }
            type Person @key(fields: "id", resolvable: false) { id: ID! }
            """;
        const string Police = """
            type Letter @key(fields: "id") { id: ID! told: String @sensitive(class: [REFERRAL_STATE]) }
            """;
        var world = JsonNode.Parse("""
            { "letters": { "Query": { "letters": [
                { "id": "L1", "about": { "id": "P1" } }, { "id": "L9", "about": { "id": "P9" } },
                { "id": "L0", "about": null }] } },
              "police": { "Letter": {
                "L1": { "told": "by post" }, "L9": { "told": "CANARY" }, "L0": { "told": "?" } } } }
            """)!.AsObject();
        await using var gateway = new LabGateway(
            LabGraph.Compose(
                ("letters", LabGraph.Subgraph("letters", "HUB", "FAMILY_NETWORK", Letters)),
                ("police", LabGraph.Subgraph("police", "POL", "SERVICE_FACT", Police))),
            world);
        _ = gateway.Register.Link("OPEN_ENQUIRY", "P1");

        var answer = await gateway.AskAsync(LabCaller.DecisionMaker, $"{{ letters {{ {fields} }} }}");

        var asked = gateway.TakeRequests("police");
        Assert.Equal(isPolice, asked.Length > 0);
        Assert.All(asked, body => Assert.Contains("\"L1\"", body, StringComparison.Ordinal));
        Assert.All(asked, body => Assert.DoesNotContain("\"L9\"", body, StringComparison.Ordinal));
        Assert.All(asked, body => Assert.Contains("\"L0\"", body, StringComparison.Ordinal));
        Assert.DoesNotContain("CANARY", answer, StringComparison.Ordinal);
    }
}
