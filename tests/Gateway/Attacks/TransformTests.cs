using System.Text.Json.Nodes;
using Aggregator.Policy;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>Attempts to infer a value from what stands in its place.</summary>
public class TransformTests
{
    [Theory]
    [InlineData("CANAR")]
    [InlineData("CANARY-a-very-long-identifier-that-would-show-its-length")]
    [InlineData("")]
    public async Task A_mask_has_one_width_whatever_it_stands_for(string value)
    {
        var world = FamilyGraph.World();
        world["people"]!["Query"]!["child"]!["P1"]!["nhsNumber"] = value;
        await using var gateway = FamilyGraph.Gateway(world);

        var answer = await gateway.AskAsync(LabCaller.Auditor, """{ child(id: "P1") { nhsNumber } }""");

        Assert.StartsWith("{\"data\":{\"child\":{\"nhsNumber\":\"•••\"}}", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ZZ1")]
    [InlineData("1")]
    [InlineData("")]
    public async Task A_value_too_short_to_be_generalised_is_withheld(string postcode)
    {
        var sdl = LabGraph.Subgraph("people", "HUB", "FAMILY_NETWORK", """
            type Query { address: Address @sensitive(class: [SERVICE_FACT]) }
            type Address { postcode: String @sensitive(class: [ADDRESS]) }
            """);
        var world = new JsonObject
        {
            ["people"] = new JsonObject
            {
                ["Query"] = new JsonObject { ["address"] = new JsonObject { ["postcode"] = postcode } },
            },
        };
        var table = PolicyCompiler.Compile(LabGraph.ShippedModel() is var model ? model with
        {
            Classes = model.Classes.SetItem("ADDRESS", model.Classes["ADDRESS"] with { NeedsLink = false }),
        }
        : model);
        await using var gateway = new LabGateway(LabGraph.Compose(("people", sdl)), world, table);

        var answer = await gateway.AskAsync(
            new LabCaller("EMERGENCY", "ED", "DIRECT_CARE"), "{ address { postcode } }");

        Assert.StartsWith("{\"data\":{\"address\":{\"postcode\":null}}", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_masked_null_looks_like_a_masked_value()
    {
        var empty = FamilyGraph.World();
        empty["people"]!["Query"]!["child"]!["P1"]!["nhsNumber"] = null;
        await using var one = FamilyGraph.Gateway();
        await using var two = FamilyGraph.Gateway(empty);
        const string Query = """{ child(id: "P1") { nhsNumber } }""";

        Assert.Equal(await one.AskAsync(LabCaller.Auditor, Query), await two.AskAsync(LabCaller.Auditor, Query));
    }

    [Fact]
    public async Task The_same_question_is_redacted_the_same_each_time()
    {
        await using var gateway = FamilyGraph.Gateway();
        const string Query = """
            { child(id: "P1") { name nhsNumber events { nodes { id headline detail } pageInfo { endCursor } } } }
            """;
        var answers = new HashSet<string>();
        for (var repeat = 0; repeat < 10; repeat++)
        {
            _ = answers.Add(await gateway.AskAsync(LabCaller.HealthVisitor, Query));
        }

        Assert.Single(answers);
    }
}
