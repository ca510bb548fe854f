using System.Text.Json.Nodes;
using Aggregator.Host.Exporting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Aggregator.Host.Tests.Exporting;

/// <summary>What is recorded of a hand-over.</summary>
public sealed class HandOverTests
{
    [Fact]
    public async Task What_is_recorded_of_a_hand_over_does_not_tell_how_much_was_withheld()
    {
        var all = await RecordedAsync("");
        var part = await RecordedAsync("""{ "coordinate": "Child.name" }, { "coordinate": "Child.age" }""");

        Assert.Equal("SHARE_PART", part["decision"]!.ToString());
        Assert.Equal("what may not be passed on to HV, as the document lists it", part["withheld"]!.ToString());
        Assert.Equal(part.ToJsonString(), all.ToJsonString());
    }

    private static async Task<JsonNode> RecordedAsync(string withheld)
    {
        JsonNode? recorded = null;
        await using var gateway = WebApplication.CreateSlimBuilder().Build();
        gateway.Urls.Add("http://127.0.0.1:0");
        _ = gateway.MapPost("/", async http =>
        {
            recorded = (await JsonNode.ParseAsync(http.Request.Body))!["variables"]!["decision"]!;
            await http.Response.WriteAsync("""{ "data": { "recordSharingDecision": { "id": "HUB-S-1" } } }""");
        });
        await gateway.StartAsync();
        using var client = new GatewayClient(new Uri(gateway.Urls.Single()), "token");
        var export = new RecipientExport("HV", JsonNode.Parse($$"""
            { "data": { "child": { "chronology": { "nodes": [{ "id": "POL-I1" }] } } },
              "extensions": { "disclosure": { "purpose": "S47_ENQUIRY", "stage": "S47", "auditId": "1f",
                "asAt": "2025-07-21T17:00:00.0000000Z", "withheld": [{{withheld}}] } } }
            """)!);
        var handOver = new HandOver(
            "HUB", "team manager", null, "ART6_1E", "ART9_2G_SCH1_P6", "CA2004_S11", "OVERRIDING_PUBLIC_INTEREST",
            "IN_PERSON", null);

        _ = await handOver.RecordAsync(
            client, "P1", export, new AskedAccess("S47_ENQUIRY", null, null, null), default);
        return recorded!;
    }
}
