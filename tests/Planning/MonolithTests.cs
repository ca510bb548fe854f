using CsCheck;
using Xunit;

namespace Aggregator.Planning.Tests;

public class MonolithTests
{
    public static TheoryData<string> Cases =>
        [.. PlanCase.Names.Where(name => name != "no-path" && !PlanCase.Named(name).Supergraph().IsLabelled)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Any_operation_says_what_one_service_with_everything_says(string name)
    {
        var graph = PlanCase.Named(name).Graph();

        await Gen.Select(OperationGenerator.Query(graph.Supergraph.Api), Gen.Bool, Gen.Bool).SampleAsync(
            async (text, a, b) =>
            {
                var fault = await RandomCase.FaultAsync(graph, text, a, b);
                Assert.True(fault is null, $"{text}\n{fault}");
            },
            iter: RandomCaseTests.Cases / 50);
    }
}
