using System.Text.Json;
using Aggregator.Execution.Tests;

namespace Aggregator.Load;

/// <summary>
/// The child view over eight agencies, without our directives so that every gateway can serve it: each agency's part of
/// a child and of the persons of the circle is a field of its own. The answer is about 30 KB.
/// </summary>
internal sealed class ChildWorld
{
    public const string Query = """
        fragment Record on Record {
          id sortAt kind headline when { text precision } contact { channel at by } source { id form receivedAt }
        }
        query ChildView {
          child(id: "P1") {
            id name dateOfBirth age { text }
            residences { kind pattern certainty address { id lines postcode } }
            circle {
              relation
              person {
                id name
                incidents { ...Record } consultations { ...Record } sessions { ...Record } urgent { ...Record }
              }
            }
            incidents { ...Record } referralsSent { ...Record }
            referralsReceived { ...Record } decisions { ...Record }
            consultations { ...Record } visits { ...Record } sessions { ...Record } urgent { ...Record }
            alerts { rule severity because { recordId agency } }
            knowledgeMatrix { concern title uninformedInvolved cells { agency state since } }
          }
        }
        """;

    private const string Shared = """
        type Record @shareable {
          id: ID! sortAt: String! kind: String! headline: String when: When contact: Contact source: Source
        }
        type When @shareable { text: String precision: String }
        type Contact @shareable { channel: String at: String by: String }
        type Source @shareable { id: ID! form: String receivedAt: String }
        """;

    private static readonly (string Name, string Fields)[] Agencies =
    [
        ("police", "incidents referralsSent"), ("social-care", "referralsReceived decisions"),
        ("primary-care", "consultations"), ("community-health", "visits"), ("talking-therapies", "sessions"),
        ("urgent-care", "urgent"),
    ];

    private static readonly string[] Owners = ["Child", "Person"];
    private static readonly string[] Uninformed = ["HV", "GP"];

    private readonly MemoryService _service;

    public ChildWorld()
    {
        var entities = new Dictionary<(string Type, string Key), Thing>();
        var persons = Enumerable.Range(1, 5).Select(at => Person(at, entities)).ToArray();
        var view = entities[("Child", "P1")] = new Thing("Child", "P1");
        foreach (var (name, value) in persons[0])
        {
            view[name] = value;
        }

        view["age"] = Of("Age", ("text", "5 months 6 days"));
        view["residences"] = Many(2, at => Of(
            "Residence", ("kind", "PRIMARY"), ("pattern", "ALTERNATING"), ("certainty", "REPORTED"),
            ("address", Of("Address", ("id", $"A{at}"), ("lines", $"{at} Made Up Row"), ("postcode", "ZZ1 1ZZ")))));
        view["circle"] = persons.Select(person => Of("Member", ("relation", "PARENT"), ("person", person))).ToArray();
        view["alerts"] = Many(13, at => Of("Alert", ("rule", $"RULE_{at}"), ("severity", "ACT_TODAY"),
            ("because", Many(3, of => Of("Because", ("recordId", $"POL-I{of}"), ("agency", "POL"))))));
        view["knowledgeMatrix"] = Many(11, at => Of("Concern", ("concern", $"K{at}"), ("title", "alleged harm"),
            ("uninformedInvolved", Uninformed),
            ("cells", Many(8, of => Of(
                "Cell", ("agency", $"G{of}"), ("state", "TOLD"), ("since", "2025-06-02T19:40:00Z"))))));
        var root = new Thing("Query", "");
        root["child"] = (Func<string, JsonElement> argument) => (object?)view;
        _service = new MemoryService(root, entities);
    }

    public byte[] Answer(ReadOnlyMemory<byte> body) => _service.Answer(JsonElement.Parse(body.Span));

    /// <summary>The eight schemas.</summary>
    public static IReadOnlyList<(string Name, string Sdl)> Subgraphs { get; } =
    [
        Source("people", """
            type Query { child(id: ID!): Child }
            type Child @key(fields: "id") {
              id: ID! name: String dateOfBirth: String age: Age residences: [Residence!] circle: [Member!]
            }
            type Age { text: String }
            type Residence { kind: String pattern: String certainty: String address: Address }
            type Address { id: ID! lines: String postcode: String }
            type Member { relation: String person: Person }
            type Person @key(fields: "id") { id: ID! name: String }
            """),
        .. Agencies.Select(agency => Source(agency.Name, Shared + string.Concat(
            Owners.Select(type =>
                $"\ntype {type} @key(fields: \"id\") {{ id: ID! "
                + string.Concat(agency.Fields.Split(' ').Select(field => $"{field}: [Record!] ")) + "}")))),
        Source("hub", """
            type Child @key(fields: "id") { id: ID! alerts: [Alert!] knowledgeMatrix: [Concern!] }
            type Alert { rule: String severity: String because: [Because!] }
            type Because { recordId: ID agency: String }
            type Concern { concern: String title: String uninformedInvolved: [String!] cells: [Cell!] }
            type Cell { agency: String state: String since: String }
            """),
    ];

    private static (string Name, string Sdl) Source(string name, string sdl) => (
        name,
        "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.3\", import: [\"@key\", \"@shareable\"])\n"
        + sdl);

    private static Thing Person(int at, Dictionary<(string Type, string Key), Thing> entities)
    {
        var person = Of("Person", ("id", $"P{at}"), ("name", $"Made Up {at}"), ("dateOfBirth", "2025-02-08"));
        foreach (var field in Agencies.SelectMany(agency => agency.Fields.Split(' ')))
        {
            person[field] = Many(2, of => Record($"{field[..3].ToUpperInvariant()}-{at}{of}"));
        }

        entities[("Person", $"P{at}")] = person;
        return person;
    }

    private static Thing Record(string id) => Of(
        "Record", ("id", id), ("sortAt", "2025-06-02T19:40:00.0000000Z"), ("kind", "CONTACT"),
        ("headline", "A call about a dispute between the parents, the child being held"),
        ("when", Of("When", ("text", "2 June 2025, in the evening"), ("precision", "MINUTE"))),
        ("contact", Of("Contact", ("channel", "TELEPHONE"), ("at", "2025-06-02T19:40:00Z"), ("by", "desk"))),
        ("source", Of("Source", ("id", $"S-{id}"), ("form", "REPORT"), ("receivedAt", "2025-06-03T08:00:00Z"))));

    private static Thing[] Many(int count, Func<int, Thing> make) =>
        [.. Enumerable.Range(0, count).Select(make)];

    private static Thing Of(string type, params (string Name, object? Value)[] fields)
    {
        var thing = new Thing(type, "");
        foreach (var (name, value) in fields)
        {
            thing[name] = value;
        }

        return thing;
    }
}
