using System.Text.Json.Nodes;
using Aggregator.Policy;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>Attempts to lose a label where schemas of several agencies are put together.</summary>
public class CompositionTests
{
    private const string One = """
        type Query { item: Item }
        type Item @key(fields: "id") { id: ID! secret: String @sensitive(class: [POLICE_NARRATIVE]) }
        """;

    private const string Two = """
        type Item @key(fields: "id") {
          id: ID! secret: String @external
          derived: String @requires(fields: "secret") @sensitive(class: [SERVICE_FACT])
        }
        """;

    private const string Three = """
        type Item @key(fields: "id") {
          id: ID! derived: String @external
          further: String @requires(fields: "derived") @sensitive(class: [SERVICE_FACT])
        }
        """;

    private static readonly JsonObject World = JsonNode.Parse("""
        {
          "one": { "Query": { "item": { "id": "1", "secret": "CANARY", "value": "CANARY" },
              "make": { "id": "1", "secret": "CANARY", "value": "CANARY" } },
            "Mutation": { "make": { "id": "1", "given": "CANARY-echo" } },
            "Item": { "1": { "secret": "CANARY", "value": "CANARY" } } },
          "two": { "Item": { "1": { "derived": "CANARY-derived", "secret": "CANARY-two", "value": "CANARY" } } },
          "three": { "Item": { "1": { "further": "CANARY-further" } } }
        }
        """)!.AsObject();

    [Theory]
    [InlineData("derived")]
    [InlineData("further")]
    public async Task What_is_derived_from_a_withheld_field_is_withheld_and_the_secret_not_fetched(string field)
    {
        await using var gateway = Of(("one", One), ("two", Two), ("three", Three));

        var answer = await gateway.AskAsync(LabCaller.HealthVisitor, $"{{ item {{ id {field} }} }}");

        Assert.DoesNotContain("CANARY", answer, StringComparison.Ordinal);
        Assert.All(gateway.TakeRequests(), body => Assert.DoesNotContain("secret", body, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("derived")]
    [InlineData("further")]
    public async Task A_flow_between_agencies_that_no_standing_decision_lists_is_not_run_for_anybody(string field)
    {
        await using var gateway = Of(("one", One), ("two", Two), ("three", Three));

        // The decision-maker may read the narrative; the receiving agency may not.
        var answer = await gateway.AskAsync(LabCaller.DecisionMaker, $"{{ item {{ id {field} }} }}");

        Assert.DoesNotContain("CANARY-", answer, StringComparison.Ordinal);
        Assert.Empty(gateway.TakeRequests("two"));
    }

    [Fact]
    public async Task An_argument_taken_from_a_context_carries_the_label_of_what_it_is_taken_from()
    {
        const string Context = """
            type Query { item: Item }
            type Item @key(fields: "id") @context(name: "around") {
              id: ID! secret: String @sensitive(class: [POLICE_NARRATIVE]) part: Part @sensitive(class: [SERVICE_FACT])
            }
            type Part @key(fields: "id") { id: ID! }
            """;
        const string Taker = """
            type Part @key(fields: "id") {
              id: ID!
              told(text: String @fromContext(field: "$around { secret }")): String @sensitive(class: [SERVICE_FACT])
            }
            """;
        var outcome = LabGraph.Errors(("one", Sdl("one", Context)), ("two", Sdl("two", Taker)));
        if (outcome.Length > 0)
        {
            // Contexts reach over one agency's own types only.
            Assert.Equal(["CONTEXT_NOT_SET"], outcome);
        }

        var labels = EffectiveLabels.Of(
            LabGraph.Compose(("one", Sdl("one", Context.Replace(
                "{ id: ID! }", "{ id: ID! told(text: String @fromContext(field: \"$around { secret }\")): String "
                + "@sensitive(class: [SERVICE_FACT]) }", StringComparison.Ordinal)))),
            LabGraph.Shipped);
        Assert.Contains(
            "POLICE_NARRATIVE", LabGraph.Shipped.CodesOf(labels.Field("Part", "told").All));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task A_field_that_two_agencies_share_keeps_the_label_that_only_one_of_them_gives_it()
    {
        const string Labelled = """
            type Query { item: Item }
            type Item @key(fields: "id") { id: ID! value: String @shareable @sensitive(class: [INTELLIGENCE]) }
            """;
        const string Bare = """
            type Item @key(fields: "id") { id: ID! value: String @shareable other: String }
            """;
        foreach (var set in new[] { new[] { ("one", Labelled), ("two", Bare) }, [("two", Bare), ("one", Labelled)] })
        {
            await using var gateway = Of(set);

            var answer = await gateway.AskAsync(LabCaller.HealthVisitor, "{ item { id value } }");

            Assert.DoesNotContain("CANARY", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Different_labels_of_two_agencies_both_hold_in_any_order()
    {
        const string First = """
            type Query { item: Item }
            type Item @key(fields: "id") { id: ID! value: String @shareable @sensitive(class: [ADDRESS]) }
            """;
        const string Second = """
            type Item @key(fields: "id") { id: ID! value: String @shareable @sensitive(class: [NHS_NUMBER]) }
            """;
        (string, string)[] there = [("one", Sdl("one", First)), ("two", Sdl("two", Second))];

        Assert.Equal(["ADDRESS", "NHS_NUMBER"], Classes(there, "Item", "value"));
        Assert.Equal(["ADDRESS", "NHS_NUMBER"], Classes([there[1], there[0]], "Item", "value"));
    }

    [Theory]
    [InlineData("@sensitive(class: [])", "EMPTY_CLASS_LIST")]
    [InlineData("@requiresScopes(scopes: [])", "EMPTY_CLASS_LIST")]
    [InlineData("@requiresScopes(scopes: [[]])", "EMPTY_CLASS_LIST")]
    [InlineData("@sensitive(class: [NO_SUCH])", "UNKNOWN_CLASS")]
    [InlineData("@derivedFrom(class: [])", "EMPTY_CLASS_LIST")]
    public void A_label_that_protects_nothing_does_not_compose(string label, string code)
    {
        var sdl = Sdl("one", $"type Query {{ item: String {label} }}");

        Assert.Contains(code, LabGraph.Errors(("one", sdl)));
    }

    [Theory]
    [InlineData("interface Thing @sensitive(class: [INTELLIGENCE]) { id: ID! value: String }")]
    [InlineData("interface Thing { id: ID! value: String @sensitive(class: [INTELLIGENCE]) }")]
    public void A_label_on_an_interface_or_its_field_holds_on_every_implementation(string thing)
    {
        var sdl = Sdl("one", thing + """

            type Query { item: Item thing: Thing other: Other }
            type Item implements Thing { id: ID! value: String }
            type Other implements Thing { id: ID! value: String }
            """);

        Assert.Contains("INTELLIGENCE", Classes([("one", sdl)], "Item", "value"));
        Assert.Contains("INTELLIGENCE", Classes([("one", sdl)], "Other", "value"));
    }

    [Fact]
    public void A_label_of_an_interface_object_holds_for_every_type_behind_it()
    {
        const string Thing = """
            type Query { thing: Thing }
            interface Thing @key(fields: "id") { id: ID! }
            type Item implements Thing @key(fields: "id") { id: ID! }
            """;
        const string Added = """
            type Thing @interfaceObject @key(fields: "id") { id: ID! value: String @sensitive(class: [INTELLIGENCE]) }
            """;

        Assert.Contains(
            "INTELLIGENCE", Classes([("one", Sdl("one", Thing)), ("two", Sdl("two", Added))], "Item", "value"));
    }

    [Fact]
    public async Task A_field_that_moves_to_another_agency_keeps_its_label()
    {
        const string From = """
            type Query { item: Item }
            type Item @key(fields: "id") { id: ID! value: String @sensitive(class: [INTELLIGENCE]) }
            """;
        const string To = """
            type Item @key(fields: "id") { id: ID! value: String @override(from: "one") }
            """;
        await using var gateway = Of(("one", From), ("two", To));

        var answer = await gateway.AskAsync(LabCaller.HealthVisitor, "{ item { id value } }");

        Assert.DoesNotContain("CANARY", answer, StringComparison.Ordinal);
        Assert.Empty(gateway.TakeRequests("two"));
    }

    [Fact]
    public async Task A_hidden_labelled_field_serves_as_a_key_and_never_shows()
    {
        const string First = """
            type Query { item: Item }
            type Item @key(fields: "id") {
              id: ID! @inaccessible value: String @shareable @sensitive(class: [SERVICE_FACT])
            }
            """;
        const string Second = """
            type Item @key(fields: "id") { id: ID! derived: String @sensitive(class: [SERVICE_FACT]) }
            """;
        await using var gateway = Of(("one", First), ("two", Second));

        var given = await gateway.AskAsync(LabCaller.HealthVisitor, "{ item { derived } }");
        var asked = await gateway.AskAsync(LabCaller.HealthVisitor, "{ item { id } }");

        Assert.Contains("CANARY-derived", given, StringComparison.Ordinal);
        Assert.DoesNotContain("\"id\"", given, StringComparison.Ordinal);
        Assert.Contains("GRAPHQL_VALIDATION_FAILED", asked, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scalar Secret @sensitive(class: [INTELLIGENCE])")]
    [InlineData("enum Secret @sensitive(class: [INTELLIGENCE]) { CANARY }")]
    public async Task A_label_on_a_scalar_or_enum_holds_wherever_it_stands(string secret)
    {
        var sdl = secret + """

            type Query { item: Item }
            type Mutation { make(given: String): Item @sensitive(class: [SERVICE_FACT]) }
            type Item @key(fields: "id") {
              id: ID! value: Secret listed: [Secret] nested: Part given: Secret
            }
            type Part { value: Secret deeper: [[Secret]] }
            """;
        var world = JsonNode.Parse("""
            { "one": { "Query": { "item": { "id": "1", "value": "CANARY", "listed": ["CANARY"],
                "nested": { "value": "CANARY", "deeper": [["CANARY"]] } } },
              "Mutation": { "make": { "id": "1", "given": "CANARY" } } } }
            """)!.AsObject();
        await using var gateway = new LabGateway(LabGraph.Compose(("one", Sdl("one", sdl))), world);

        var read = await gateway.AskAsync(
            LabCaller.HealthVisitor, "{ item { id value listed nested { value deeper } } }");
        var written = await gateway.AskAsync(
            LabCaller.HealthVisitor, """mutation { make(given: "x") { id given } }""");

        Assert.DoesNotContain("CANARY", read, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", written, StringComparison.Ordinal);
        Assert.Contains("\"given\":null", written, StringComparison.Ordinal);
    }

    [Fact]
    public void An_argument_that_filters_by_a_labelled_field_without_saying_so_does_not_compose()
    {
        var sdl = Sdl("one", """
            type Query { items(value: String): [Item!] @sensitive(class: [SERVICE_FACT]) }
            type Item { value: String @sensitive(class: [INTELLIGENCE]) }
            """);

        Assert.Equal(["SENSITIVE_ARGUMENT_WITHOUT_PROBES"], LabGraph.Errors(("one", sdl)));
    }

    private static LabGateway Of(params (string Name, string Types)[] subgraphs) => new(
        LabGraph.Compose([.. subgraphs.Select(each => (each.Name, Sdl(each.Name, each.Types)))]),
        World.DeepClone().AsObject());

    private static string Sdl(string name, string types) =>
        LabGraph.Subgraph(name, name == "one" ? "POL" : name == "two" ? "CSC" : "GP", "SERVICE_FACT", types);

    private static string[] Classes((string, string)[] subgraphs, string type, string field)
    {
        var labels = EffectiveLabels.Of(LabGraph.Compose(subgraphs), LabGraph.Shipped);
        return [.. LabGraph.Shipped.CodesOf(labels.Field(type, field).All)];
    }
}
