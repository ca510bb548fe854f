using System.Text;
using System.Text.Json.Nodes;
using Aggregator.Execution;
using Aggregator.Redaction;
using Aggregator.Schema;
using Aggregator.Validation;
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
        var supergraph = PlanCase.Named(name).Supergraph();
        var graph = new PlanningGraph(supergraph);
        var world = new World(supergraph);

        await Gen.Select(OperationGenerator.Query(supergraph.Api), Gen.Bool, Gen.Bool).SampleAsync(
            async (text, a, b) =>
            {
                var validated = OperationValidator.Validate(text, null, supergraph.Api, OperationLimits.Default);
                if (validated.Operation is { } operation)
                {
                    var variables = new JsonObject { ["a"] = a, ["b"] = b };
                    var document = DocumentReader.ReadOperations(text).Document!;
                    var expected = new Service(world, null, variables).Answer(document);
                    var answer = await AnswerAsync(operation, graph, world, variables);
                    Assert.True(JsonNode.DeepEquals(expected, answer["data"]), $"{expected}\n{answer}");
                }
            },
            iter: 40);
    }

    private static async Task<JsonObject> AnswerAsync(
        ValidOperation operation, PlanningGraph graph, World world, JsonObject variables)
    {
        var supergraph = graph.Supergraph;
        var planned = Planner.Plan(OpenScreen.Permit(operation, supergraph), graph);
        var plan = CompiledPlan.Compile(
            planned.Plan ?? throw new InvalidOperationException(string.Join('\n', planned.Errors)), supergraph.Types);
        var response = CompiledResponse.Compile(plan, supergraph.Api);
        var input = new ExecutionInput
        {
            Variables = (string name, out ReadOnlyMemory<byte> json) =>
            {
                json = variables[name] is { } value ? Encoding.UTF8.GetBytes(value.ToJsonString()) : default;
                return !json.IsEmpty;
            },
        };
        using var data = await Executor.RunAsync(
            plan, input, new WorldAgencies(world), TimeProvider.System, CancellationToken.None);
        using var answer = PlainRelease.Write(supergraph, data, response, new AnswerInput());
        return JsonNode.Parse(answer.Body.Span)!.AsObject();
    }
}
