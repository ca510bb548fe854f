using System.Text.Json;
using Aggregator.Agencies;
using Aggregator.Composition;
using Aggregator.Planning;
using Aggregator.Redaction;
using Aggregator.Schema;
using Aggregator.Validation;
using Xunit;

namespace Aggregator.Execution.Tests;

/// <summary>One of two agencies answers wrongly over real HTTP: the other's part stands, the error says what.</summary>
public class FaultyPartTests
{
    private const string Link =
        "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.5\", import: [\"@key\"])\n";

    private static readonly Supergraph Supergraph = SupergraphReader.Read(Composer.Compose(
    [
        new SubgraphSource("a", "", Link + "type Query { me: User }"
            + " type User @key(fields: \"id\") { id: ID! mail: String }"),
        new SubgraphSource("b", "", Link + "type User @key(fields: \"id\") { id: ID! name: String friend: Friend }"
            + " type Friend { name: String }"),
    ]).SupergraphSdl!).Supergraph!;

    [Theory]
    [InlineData("invalid-json", "SUBGRAPH_INVALID_RESPONSE", "it is not JSON")]
    [InlineData("no-utf8", "SUBGRAPH_INVALID_RESPONSE", "it is not UTF-8")]
    [InlineData("wrong-types", "SUBGRAPH_INVALID_RESPONSE", "something for an object that is none")]
    [InlineData("extra-entities", "SUBGRAPH_INVALID_RESPONSE", "gave 2 entities where 1 were asked for")]
    [InlineData("missing-entities", "SUBGRAPH_INVALID_RESPONSE", "gave 0 entities where 1 were asked for")]
    [InlineData("duplicate-keys", "SUBGRAPH_INVALID_RESPONSE", "gave a field twice")]
    [InlineData("nested", "SUBGRAPH_INVALID_RESPONSE", "nests too deep")]
    [InlineData("html", "SUBGRAPH_INVALID_RESPONSE", "is not JSON")]
    [InlineData("redirect", "SUBGRAPH_UNAVAILABLE", "HTTP status 302")]
    [InlineData("huge", "SUBGRAPH_TOO_LARGE", "over the size limit")]
    [InlineData("endless", "SUBGRAPH_TOO_LARGE", "over the size limit")]
    [InlineData("dropped", "SUBGRAPH_UNAVAILABLE", "could not be reached")]
    [InlineData("never", "SUBGRAPH_TIMEOUT", "did not answer in time")]
    [InlineData("slow", "SUBGRAPH_TIMEOUT", "did not answer in time")]
    public async Task A_fault_costs_its_own_part_and_is_named(string fault, string code, string message)
    {
        await using var agency = await FaultyAgency.StartAsync();
        var attempt = fault is "never" or "slow" ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(20);
        using var client = new HttpAgencyClient(
            subgraph => new AgencyEndpoint
            {
                Url = agency.Url(subgraph.Name == "a" ? "user" : fault),
                RetryDelay = TimeSpan.FromMilliseconds(1),
                AttemptTimeout = subgraph.Name == "b" ? attempt : TimeSpan.FromSeconds(20),
                Retries = 0,
                TotalTimeout = TimeSpan.FromSeconds(40),
                MaxResponseBytes = 1 << 20,
            },
            TimeProvider.System);

        var answer = JsonElement.Parse(await Plan("{ me { mail name friend { name } } }").AnswerAsync(client));

        var me = answer.GetProperty("data").GetProperty("me");
        var error = answer.GetProperty("errors")[0];
        Assert.Equal("m", me.GetProperty("mail").GetString());
        Assert.Equal((code, "b"), (
            error.GetProperty("extensions").GetProperty("code").GetString(),
            error.GetProperty("extensions").GetProperty("agency").GetString()));
        Assert.Equal("me", error.GetProperty("path")[0].GetString());
        Assert.Contains(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static Runnable Plan(string text)
    {
        var valid = OperationValidator.Validate(text, null, Supergraph.Api, OperationLimits.Default).Operation!;
        var plan = CompiledPlan.Compile(
            Planner.Plan(OpenScreen.Permit(valid, Supergraph), Supergraph).Plan!, Supergraph.Types);
        return new Runnable(plan, CompiledResponse.Compile(plan, Supergraph.Api));
    }
}
