using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Aggregator.Policy;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// Agencies that protect their fields by <c>@authenticated</c>, <c>@requiresScopes</c> and <c>@policy</c> too: what
/// these demand is met or the field is withheld, and they open nothing that labels and policy do not.
/// </summary>
public class AccessDemandTests
{
    private const string One = """
        type Query { item: Item other: Other @requiresScopes(scopes: [["read:other"]]) }
        type Mutation { make: Item @sensitive(class: [SERVICE_FACT]) @requiresScopes(scopes: [["write:item"]]) }
        interface Thing { id: ID! value: String }
        type Item implements Thing @key(fields: "id") {
          id: ID!
          value: String @sensitive(class: [SERVICE_FACT])
            @requiresScopes(scopes: [["read:item", "read:value"], ["all"]])
          named: String @sensitive(class: [SERVICE_FACT]) @policy(policies: [["desk"], ["no such rule"]])
          open: String @sensitive(class: [SERVICE_FACT]) @authenticated
          secret: String @sensitive(class: [INTELLIGENCE]) @requiresScopes(scopes: [["all"]])
          coloured: Colour @sensitive(class: [SERVICE_FACT])
          tinted: Colour @sensitive(class: [SERVICE_FACT]) @requiresScopes(scopes: [["read:item"]])
          thing: Thing
          needed: String! @requiresScopes(scopes: [["all"]])
          shared: String @shareable @sensitive(class: [SERVICE_FACT]) @requiresScopes(scopes: [["read:item"]])
        }
        type Other implements Thing @requiresScopes(scopes: [["read:other"]]) { id: ID! value: String }
        enum Colour @requiresScopes(scopes: [["read:colour"]]) { CANARY }
        """;

    private const string Two = """
        type Item @key(fields: "id") {
          id: ID!
          value: String @external
          derived: String @requires(fields: "value") @sensitive(class: [SERVICE_FACT])
          shared: String @shareable @sensitive(class: [SERVICE_FACT]) @requiresScopes(scopes: [["read:shared"]])
        }
        """;

    private static readonly JsonObject World = JsonNode.Parse("""
        {
          "one": { "Query": { "item": { "id": "1", "value": "CANARY", "named": "CANARY", "open": "CANARY",
                "secret": "CANARY", "coloured": "CANARY", "tinted": "CANARY", "needed": "CANARY", "shared": "CANARY",
                "thing": { "__typename": "Other", "id": "2", "value": "CANARY" } },
              "other": { "id": "2", "value": "CANARY" } },
            "Mutation": { "make": { "id": "1", "open": "CANARY" } },
            "Item": { "1": { "value": "CANARY", "shared": "CANARY" } } },
          "two": { "Item": { "1": { "derived": "CANARY", "shared": "CANARY" } } }
        }
        """)!.AsObject();

    [Theory]
    [InlineData("item { id value }", "", "read:item", "read:item read:value")]
    [InlineData("item { id value }", "read:value", "other", "all")]
    [InlineData("item { id coloured }", "", "all", "read:colour")]
    [InlineData("item { id tinted }", "read:item", "read:colour", "read:item read:colour")]
    [InlineData("item { id shared }", "", "read:item", "read:item read:shared")]
    [InlineData("item { id thing { value } }", "", "read:item", "read:other")]
    [InlineData("item { id thing { ... on Other { value } } }", "", "all", "read:other")]
    [InlineData("other { value }", "", "all", "read:other")]
    public async Task A_field_is_given_and_asked_for_only_with_the_scopes_that_its_schema_demands(
        string selection, string none, string few, string enough)
    {
        await using var gateway = Of();
        foreach (var scopes in new[] { none, few })
        {
            var withheld = await AskAsync(gateway, scopes, selection);

            Assert.DoesNotContain("CANARY", withheld, StringComparison.Ordinal);
            Assert.Contains("\"reason\":\"NOT_AUTHORISED\"", withheld, StringComparison.Ordinal);
            Assert.DoesNotContain("\"errors\"", withheld, StringComparison.Ordinal);
            Assert.All(gateway.TakeRequests(), body => Assert.DoesNotMatch("value|coloured|tinted|shared", body));
        }

        Assert.Contains("CANARY", await AskAsync(gateway, enough, selection), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_rule_is_met_by_whom_the_policy_names_and_one_that_it_lacks_by_nobody()
    {
        await using var without = Of();
        await using var with = Of(LabGraph.ShippedModel() with
        {
            NamedRules = ImmutableSortedDictionary<string, NamedRule>.Empty.Add(
                "desk", new NamedRule(["HEALTH_VISITOR"], ["SAFEGUARD_OWN_CASELOAD"])),
        });

        Assert.DoesNotContain("CANARY", await AskAsync(without, "desk", "item { named }"), StringComparison.Ordinal);
        Assert.Contains("CANARY", await AskAsync(with, "", "item { named }"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "CANARY",
            await with.AskAsync(LabCaller.SocialWorker, "{ item { named } }"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_derived_from_a_field_demands_what_the_field_demands()
    {
        var shipped = LabGraph.ShippedModel();
        var approving = shipped.Standing["SD-1"] with { Flows = [new ApprovedFlow("Item.value", "two", "HUB_RULES")] };
        await using var gateway = Of(shipped with { Standing = shipped.Standing.SetItem("SD-1", approving) });

        var without = await AskAsync(gateway, "read:item", "item { id derived }");
        Assert.All(gateway.TakeRequests(), body => Assert.DoesNotContain("value", body, StringComparison.Ordinal));
        var with = await AskAsync(gateway, "all", "item { id derived }");

        Assert.Contains("\"reason\":\"NOT_AUTHORISED\"", without, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", without, StringComparison.Ordinal);
        Assert.Contains("\"derived\":\"CANARY\"", with, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scopes_open_nothing_that_the_policy_keeps()
    {
        await using var gateway = Of();

        var answer = await AskAsync(gateway, "all", "item { id secret open }");

        Assert.Contains("\"secret\":null", answer, StringComparison.Ordinal);
        Assert.Contains("\"open\":\"CANARY\"", answer, StringComparison.Ordinal);
        Assert.All(gateway.TakeRequests(), body => Assert.DoesNotContain("secret", body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mutation_without_the_demanded_scope_is_never_sent()
    {
        await using var gateway = Of();
        var caller = LabCaller.HealthVisitor;

        var refused = await gateway.AskAsync(caller, "mutation { make { id open } }");
        Assert.Empty(gateway.TakeRequests());
        var made = await gateway.AskAsync(
            caller with { Scopes = ["write:item"] }, "mutation { make { id open } }");

        Assert.Contains("\"make\":null", refused, StringComparison.Ordinal);
        Assert.Contains("CANARY", made, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_null_refuses_the_operation_by_its_name()
    {
        await using var gateway = Of();

        var answer = await AskAsync(gateway, "", "item { id needed }");

        Assert.Contains("FIELD_NOT_PERMITTED", answer, StringComparison.Ordinal);
        Assert.Contains("Item.needed", answer, StringComparison.Ordinal);
        Assert.Empty(gateway.TakeRequests());
    }

    [Fact]
    public async Task A_plan_made_for_a_caller_with_a_scope_serves_none_without_it()
    {
        await using var gateway = Of();
        foreach (var scopes in new[] { "all", "", "all", "read:item" })
        {
            var answer = await AskAsync(gateway, scopes, "item { id value }");

            Assert.Equal(scopes == "all", answer.Contains("CANARY", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("item { id added }")]
    [InlineData("thing { id added }")]
    [InlineData("thing { id ... on Item { added } }")]
    public async Task A_demand_on_a_field_of_an_interface_object_holds_for_every_implementation(string selection)
    {
        await using var gateway = new LabGateway(
            LabGraph.Compose(
                ("one", LabGraph.Subgraph("one", "POL", "SERVICE_FACT", """
                    type Query { item: Item thing: Thing }
                    interface Thing @key(fields: "id") { id: ID! }
                    type Item implements Thing @key(fields: "id") { id: ID! }
                    """)),
                ("two", LabGraph.Subgraph("two", "CSC", "SERVICE_FACT", """
                    type Thing @key(fields: "id") @interfaceObject {
                      id: ID!
                      added: String @sensitive(class: [SERVICE_FACT]) @requiresScopes(scopes: [["read:added"]])
                    }
                    """))),
            JsonNode.Parse("""
                {
                  "one": { "Query": { "item": { "id": "1" }, "thing": { "__typename": "Item", "id": "1" } } },
                  "two": { "Thing": { "1": { "added": "CANARY" } } }
                }
                """)!.AsObject());

        var without = await AskAsync(gateway, "read:other", selection);
        Assert.All(gateway.TakeRequests(), body => Assert.DoesNotContain("added", body, StringComparison.Ordinal));
        var with = await AskAsync(gateway, "read:added", selection);

        Assert.Contains("\"reason\":\"NOT_AUTHORISED\"", without, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", without, StringComparison.Ordinal);
        Assert.Contains("CANARY", with, StringComparison.Ordinal);
    }

    private static LabGateway Of(PolicyModel? policy = null) => new(
        LabGraph.Compose(
            ("one", LabGraph.Subgraph("one", "POL", "SERVICE_FACT", One)),
            ("two", LabGraph.Subgraph("two", "CSC", "SERVICE_FACT", Two))),
        World.DeepClone().AsObject(),
        policy is null ? null : PolicyCompiler.Compile(policy));

    private static Task<string> AskAsync(LabGateway gateway, string scopes, string selection) => gateway.AskAsync(
        LabCaller.HealthVisitor with
        {
            Scopes = scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        },
        $"{{ {selection} }}");
}
