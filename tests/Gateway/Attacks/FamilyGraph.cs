using System.Globalization;
using System.Text.Json.Nodes;
using Aggregator.Engine;
using Aggregator.Policy;
using Aggregator.Schema;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// A family in four small agencies under the shipped policy: what attacks are tried on. Every withheld value holds the
/// word CANARY.
/// </summary>
internal static class FamilyGraph
{
    public const string People = """
        type Query {
          child(id: ID!): Child
          person(id: ID!): Person
          search(
            narrative: String @probes(class: [POLICE_NARRATIVE])
            name: String @probes(class: [FAMILY_NETWORK])
            where: Filter
            order: [Order!]
          ): [Person!] @sensitive(class: [FAMILY_NETWORK])
        }
        input Filter {
          name: String @probes(class: [FAMILY_NETWORK])
          narrative: String @probes(class: [POLICE_NARRATIVE])
          and: [Filter!]
        }
        enum Order { NAME @probes(class: [FAMILY_NETWORK]) NARRATIVE @probes(class: [POLICE_NARRATIVE]) }
        type Child @key(fields: "id") @sensitive(class: [CHILD_IDENTITY]) @subject(key: "id", role: CHILD) {
          id: ID!
          name: String
          nhsNumber: String @sensitive(class: [NHS_NUMBER])
          mother: Person @sensitive(class: [FAMILY_NETWORK])
          family: [Person!] @sensitive(class: [FAMILY_NETWORK])
          events(first: Int = 50, after: String): Events! @gathered(from: "Person.events", over: "family { id }")
        }
        type Person @key(fields: "id") @subject(key: "id", role: THIRD_PARTY) {
          id: ID!
          name: String @sensitive(class: [FAMILY_NETWORK])
          postcode: String @sensitive(class: [ADDRESS])
        }
        type Mutation {
          rename(child: ID!, name: String): Child @sensitive(class: [CHILD_IDENTITY])
          file(child: ID!): Filed @sensitive(class: [INTELLIGENCE])
        }
        type Filed { text: String }
        """;

    public const string Police = """
        type Person @key(fields: "id") {
          id: ID!
          events(first: Int = 50, after: String): Events! @contributed(orderBy: "sortAt", key: "id")
          findings: [Finding!] @sensitive(class: [POLICE_INCIDENT])
        }
        type Incident implements Event @sensitive(class: [POLICE_INCIDENT]) @subject(key: "about { id }", role: CHILD) {
          id: ID! sortAt: String! agency: String! about: Person
          headline: String detail: String @sensitive(class: [POLICE_NARRATIVE]) found: String
        }
        type Tip implements Event @sensitive(class: [INTELLIGENCE]) @subject(key: "about { id }", role: CHILD) {
          id: ID! sortAt: String! agency: String! about: Person headline: String detail: String found: String
        }
        union Finding = Marker | Weapon
        type Marker @sensitive(class: [WARNING_MARKER]) { text: String }
        type Weapon @sensitive(class: [ITEMS_FOUND]) { text: String }
        """;

    public const string Visiting = """
        type Person @key(fields: "id") {
          id: ID!
          events(first: Int = 50, after: String): Events! @contributed(orderBy: "sortAt", key: "id")
        }
        type Visit implements Event @sensitive(class: [HEALTH_CONTACT]) @subject(key: "about { id }", role: CHILD) {
          id: ID! sortAt: String! agency: String! about: Person headline: String detail: String found: String
        }
        """;

    public const string Therapies = """
        type Person @key(fields: "id") {
          id: ID!
          events(first: Int = 50, after: String): Events! @contributed(orderBy: "sortAt", key: "id")
        }
        type Session implements Event
          @sensitive(class: [THERAPY_CONTACT]) @subject(key: "about { id }", role: CONFIDER) {
          id: ID! sortAt: String! agency: String! about: Person headline: String
          detail: String @sensitive(class: [THERAPY_NARRATIVE]) found: String
        }
        """;

    // On the interface a label holds for whoever implements it.
    private const string Shared = """

        interface Event {
          id: ID! sortAt: String! agency: String! about: Person headline: String detail: String
          found: String @sensitive(class: [ITEMS_FOUND])
        }
        type Events @shareable { nodes: [Event!]! pageInfo: PageInfo! }
        type PageInfo @shareable { hasNextPage: Boolean! endCursor: String }
        """;

    /// <summary>The four agencies.</summary>
    public static (string Name, string Sdl)[] Agencies { get; } =
    [
        ("people", LabGraph.Subgraph("people", "HUB", "FAMILY_NETWORK", People + Shared)),
        ("police", LabGraph.Subgraph("police", "POL", "SERVICE_FACT", Police + Shared)),
        ("visiting", LabGraph.Subgraph("visiting", "HV", "SERVICE_FACT", Visiting + Shared)),
        ("therapies", LabGraph.Subgraph("therapies", "THX", "SERVICE_FACT", Therapies + Shared)),
    ];

    public static Supergraph Supergraph => LabGraph.Compose(Agencies);

    /// <summary>The family: a child P1, a mother P2, a father P3; and P5, whom nobody here is linked to.</summary>
    public static JsonObject World() => JsonNode.Parse("""
        {
          "people": {
            "Query": {
              "child": { "P1": { "id": "P1", "name": "Ash", "nhsNumber": "CANARY-nhs", "mother": { "id": "P2" },
                "family": [{ "id": "P1" }, { "id": "P2" }, { "id": "P3" }] } },
              "person": { "P1": { "id": "P1", "name": "Ash" }, "P2": { "id": "P2", "name": "Jo" },
                "P5": { "id": "P5", "name": "CANARY-stranger" } },
              "search": [{ "id": "P2" }, { "id": "P5" }]
            },
            "Mutation": {
              "rename": { "id": "P1", "name": "Ash", "nhsNumber": "CANARY-nhs" }, "file": { "text": "CANARY-filed" }
            },
            "Child": { "P1": { "id": "P1", "name": "Ash", "nhsNumber": "CANARY-nhs",
              "family": [{ "id": "P1" }, { "id": "P2" }, { "id": "P3" }] } },
            "Person": {
              "P1": { "name": "Ash" }, "P2": { "name": "Jo", "postcode": "ZZ1 2CANARY" }, "P3": { "name": "Sam" },
              "P5": { "name": "CANARY-stranger" }
            }
          },
          "police": { "Person": {
            "P1": { "events": { "nodes": [
              { "__typename": "Incident", "id": "I1", "sortAt": "2025-06-02", "agency": "POL", "about": { "id": "P1" },
                "headline": "Dispute", "detail": "CANARY-police-narrative", "found": "CANARY-items" },
              { "__typename": "Tip", "id": "T1", "sortAt": "2025-06-03", "agency": "POL", "about": { "id": "P1" },
                "headline": "CANARY-tip", "detail": "CANARY-tip", "found": "CANARY-tip" }] } },
            "P2": { "events": { "nodes": [] }, "findings": [
              { "__typename": "Marker", "text": "marker text" }, { "__typename": "Weapon", "text": "CANARY-weapon" }] },
            "P3": { "events": { "nodes": [] } }
          } },
          "visiting": { "Person": {
            "P1": { "events": { "nodes": [
              { "__typename": "Visit", "id": "V1", "sortAt": "2025-05-01", "agency": "HV", "about": { "id": "P1" },
                "headline": "Visit", "detail": "all well", "found": "CANARY-found-at-home" }] } },
            "P2": { "events": { "nodes": [] } }, "P3": { "events": { "nodes": [] } }
          } },
          "therapies": { "Person": {
            "P1": { "events": { "nodes": [] } }, "P3": { "events": { "nodes": [] } },
            "P2": { "events": { "nodes": [
              { "__typename": "Session", "id": "S1", "sortAt": "2025-07-14", "agency": "THX", "about": { "id": "P2" },
                "headline": "CANARY-session", "detail": "CANARY-therapy", "found": null }] } }
          } }
        }
        """)!.AsObject();

    /// <summary>A record of the family; the agency follows from its type.</summary>
    public static JsonObject Event(string type, string id, int minute, string about = "P1") => new()
    {
        ["__typename"] = type,
        ["id"] = id,
        ["sortAt"] = LabGateway.Now.AddDays(-30).AddMinutes(minute)
            .ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["agency"] = type switch { "Visit" => "HV", "Session" => "THX", _ => "POL" },
        ["about"] = new JsonObject { ["id"] = about },
    };

    /// <summary>The gateway over the family, whose case is open to everybody's desk.</summary>
    public static LabGateway Gateway(JsonObject? world = null, PolicyTable? table = null, EngineOptions? options = null)
    {
        var gateway = new LabGateway(Supergraph, world ?? World(), table, options);
        _ = gateway.Register.Link("OPEN_ENQUIRY", "P1", "P2", "P3");
        return gateway;
    }
}
