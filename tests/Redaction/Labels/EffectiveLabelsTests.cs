using Aggregator.Composition;
using Aggregator.Policy;
using Aggregator.Schema;
using Xunit;

namespace Aggregator.Redaction.Tests;

public class EffectiveLabelsTests
{
    private const string Head = """
        extend schema
          @link(url: "https://specs.apollo.dev/federation/v2.8", import: ["@key", "@shareable", "@external",
            "@requires", "@context", "@fromContext"])
          @link(url: "https://specs.aggregator.example/disclosure/v1.0",
            import: ["@agency", "@sensitive", "@subject", "@declassify", "@derivedFrom"])

        """;

    [Fact]
    public void Agreed_contracts_have_no_field_that_nobody_classed()
    {
        var bare = CaseGraph.Supergraph.Types.Ordered
            .Where(type => type.Kind == TypeKind.Object)
            .SelectMany(type => type.Fields.Select(field => (type, field)))
            .Where(at => CaseGraph.Labels.Field(at.type.Name, at.field.Name).All.IsUnlabelled)
            .Select(at => at.type.Name + "." + at.field.Name);

        Assert.Empty(bare);
    }

    [Fact]
    public void Every_declassification_of_the_agreed_contracts_is_approved() =>
        Assert.Empty(CaseGraph.Labels.Unapproved);

    [Fact]
    public void Requirement_taints_what_is_derived_from_it_over_a_chain_of_subgraphs()
    {
        var labels = Of(
            """
            type Query { person: P }
            type P @key(fields: "id") { id: ID! a: String @sensitive(class: [POLICE_NARRATIVE]) }
            """,
            """
            type P @key(fields: "id") {
              id: ID! a: String @external b: String @requires(fields: "a") @sensitive(class: [SERVICE_FACT])
            }
            """,
            """
            type P @key(fields: "id") {
              id: ID! b: String @external c: String @requires(fields: "b") @sensitive(class: [SERVICE_FACT])
            }
            """);

        Assert.Equal(["POLICE_NARRATIVE", "SERVICE_FACT"], Codes(labels.Field("P", "c").All));
        Assert.Contains(labels.Inherited, entry => entry.Coordinate == "P.c");
    }

    [Theory]
    [InlineData("{ secret }")]
    [InlineData("... on Person { secret }")]
    [InlineData("{ ... on Person { inner { secret } } }")]
    public void Argument_from_a_context_taints_the_field_that_takes_it(string selection)
    {
        var labels = Of($$"""
            type Query { person: Person }
            type Person @key(fields: "id") @context(name: "person") {
              id: ID! secret: String @sensitive(class: [POLICE_NARRATIVE]) inner: Inner visits: [Visit]
            }
            type Inner { secret: String @sensitive(class: [POLICE_NARRATIVE]) }
            type Visit @key(fields: "id") {
              id: ID!
              note(about: String @fromContext(field: "$person {{selection}}")): String @sensitive(class: [SERVICE_FACT])
            }
            """);

        Assert.Equal(["POLICE_NARRATIVE", "SERVICE_FACT"], Codes(labels.Field("Visit", "note").All));
    }

    [Fact]
    public void Declassification_that_the_policy_does_not_list_is_not_in_effect()
    {
        var labels = Of(
            """
            type Query { person: P }
            type P @key(fields: "id") { id: ID! a: String @sensitive(class: [POLICE_NARRATIVE]) }
            """,
            """
            type P @key(fields: "id") {
              id: ID! a: String @external
              b: String @requires(fields: "a") @sensitive(class: [SERVICE_FACT])
                @declassify(from: [POLICE_NARRATIVE], reason: "shorter", standingDecision: "SD-1")
            }
            """);

        Assert.Equal(["POLICE_NARRATIVE", "SERVICE_FACT"], Codes(labels.Field("P", "b").All));
        Assert.Equal("P.b", Assert.Single(labels.Unapproved).Coordinate);
    }

    [Theory]
    [InlineData("P.b", "POLICE_NARRATIVE", true)]
    [InlineData("P.b", "POLICE_NARRATIVE GP_NARRATIVE", true)]
    [InlineData("P.b", "GP_NARRATIVE", false)]
    [InlineData("P.other", "POLICE_NARRATIVE", false)]
    public void Declassification_is_in_effect_for_the_field_and_all_the_classes_that_are_listed(
        string coordinate, string from, bool isInEffect)
    {
        var model = CaseGraph.Table.Model;
        var decision = model.Standing["SD-1"] with
        {
            Declassifies = [new Declassification(coordinate, [.. from.Split(' ')])],
        };
        var table = PolicyCompiler.Compile(model with { Standing = model.Standing.SetItem("SD-1", decision) });

        foreach (var claimed in new[] { "POLICE_NARRATIVE", "POLICE_NARRATIVE, ITEMS_FOUND" })
        {
            var labels = EffectiveLabels.Of(
                Composed(
                    """
                    type Query { person: P }
                    type P @key(fields: "id") { id: ID! a: String @sensitive(class: [POLICE_NARRATIVE]) }
                    """,
                    $$"""
                    type P @key(fields: "id") {
                      id: ID! a: String @external
                      b: String @requires(fields: "a") @sensitive(class: [SERVICE_FACT])
                        @declassify(from: [{{claimed}}], reason: "shorter", standingDecision: "SD-1")
                    }
                    """),
                table);

            // A claim of more than is listed is no claim at all.
            var isApproved = isInEffect && claimed == "POLICE_NARRATIVE";
            Assert.Equal(
                isApproved, !table.CodesOf(labels.Field("P", "b").All).Contains("POLICE_NARRATIVE"));
        }
    }

    [Fact]
    public void Label_on_an_interface_or_its_field_holds_for_every_implementation()
    {
        var labels = Of("""
            type Query { records: [Record!] }
            interface Record @sensitive(class: [POLICE_INCIDENT]) { id: ID! text: String @sensitive(class:
              [POLICE_NARRATIVE]) }
            type Log implements Record @key(fields: "id") { id: ID! text: String }
            """);

        Assert.Equal(["POLICE_INCIDENT", "POLICE_NARRATIVE"], Codes(labels.Field("Log", "text").All));
        Assert.Equal(["POLICE_INCIDENT"], Codes(labels.Type("Log").Classes));
    }

    [Fact]
    public void Labels_of_two_subgraphs_on_one_field_both_hold_whatever_the_order()
    {
        var one = """
            type Query { person: P }
            type P @key(fields: "id") { id: ID! a: String @shareable @sensitive(class: [POLICE_NARRATIVE]) }
            """;
        var other = """type P @key(fields: "id") { id: ID! a: String @shareable @sensitive(class: [GP_NARRATIVE]) }""";

        Assert.Equal(["GP_NARRATIVE", "POLICE_NARRATIVE"], Codes(Of(one, other).Field("P", "a").All));
        Assert.Equal(["GP_NARRATIVE", "POLICE_NARRATIVE"], Codes(Of(other, one).Field("P", "a").All));
    }

    [Fact]
    public void Field_that_nobody_classed_takes_its_agencys_default_and_without_one_nobody_sees_it()
    {
        var labels = Of(
            """
            extend schema @agency(id: "x", codes: ["X"], defaultClass: GP_NARRATIVE)
            type Query { person: P }
            type P @key(fields: "id") { id: ID! a: String }
            """,
            """type P @key(fields: "id") { id: ID! b: String }""");

        Assert.Equal(["GP_NARRATIVE"], Codes(labels.Field("P", "a").All));
        Assert.True(labels.Field("P", "b").All.IsUnlabelled);
    }

    [Fact]
    public void Class_that_the_policy_does_not_know_is_seen_by_nobody()
    {
        var table = CaseGraph.Table;
        var row = new CallerRow(
            table,
            new Caller
            {
                Role = "DECISION_MAKER",
                Agency = "HUB",
                Subject = "s",
                Recipient = "r",
                Purpose = "SAFEGUARD_ENQUIRY"
            },
            CaseWorld.Now);

        Assert.Equal(Effect.Omit, PolicyDecision.Statically(row, table.SetOf(["SERVICE_FACT", "NO_SUCH"]),
            true).Effect);
    }

    private static string[] Codes(ClassSet classes) => [.. CaseGraph.Table.CodesOf(classes)];

    private static EffectiveLabels Of(params string[] subgraphs) =>
        EffectiveLabels.Of(Composed(subgraphs), CaseGraph.Table);

    private static Supergraph Composed(params string[] subgraphs)
    {
        var result = Composer.Compose([.. subgraphs.Select((sdl, place) =>
            new SubgraphSource($"s{place}", "", Head + sdl))]);
        var text = result.SupergraphSdl ?? throw new InvalidOperationException(string.Join('\n', result.Errors));
        return SupergraphReader.Read(text).Supergraph!;
    }
}
