using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Aggregator.Composition;
using Aggregator.Execution;
using Aggregator.Redaction;
using Aggregator.Schema;
using Aggregator.Validation;

namespace Aggregator.Planning.Tests;

/// <summary>Subgraphs and an operation, of which the answer is compared with that of one service.</summary>
internal sealed record RandomCase(ImmutableArray<SubgraphSource> Subgraphs, string Operation, bool A, bool B)
{
    public override string ToString() =>
        string.Concat(Subgraphs.Select(subgraph => $"# {subgraph.Name}\n{subgraph.Sdl}\n"))
        + $"{Operation}\na={A} b={B}";

    /// <summary>Null when it does not compose.</summary>
    public static Supergraph? Compose(ImmutableArray<SubgraphSource> subgraphs) =>
        Composer.Compose(subgraphs).SupergraphSdl is { } sdl ? PlanCase.Read(sdl) : null;

    /// <summary>What is wrong; null when all is right, or when it is no case because it does not compose.</summary>
    public async Task<string?> FaultAsync()
    {
        var supergraph = Compose(Subgraphs);
        return supergraph is null ? null : await FaultAsync(new PlanningGraph(supergraph), Operation, A, B);
    }

    /// <summary>What is wrong with the answer to an operation; null when it is what the one service says.</summary>
    public static async Task<string?> FaultAsync(PlanningGraph graph, string text, bool a, bool b)
    {
        var supergraph = graph.Supergraph;
        var validated = OperationValidator.Validate(text, null, supergraph.Api, OperationLimits.Default);
        if (validated.Operation is not { } operation)
        {
            return null;
        }

        try
        {
            var variables = new JsonObject { ["a"] = a, ["b"] = b };
            var world = new World(supergraph);
            var expected = new Service(world, null, variables).Answer(DocumentReader.ReadOperations(text).Document!);
            var planned = Planner.Plan(OpenScreen.Permit(operation, supergraph), graph);
            if (planned.Plan is not { } plan)
            {
                return string.Join('\n', planned.Errors);
            }

            var faults = PlanChecker.Check(plan, supergraph);
            foreach (var shares in new[] { true, false })
            {
                var answer = await AnswerAsync(plan, world, variables, shares);
                if (!faults.IsEmpty || answer["errors"] is not null
                    || !JsonNode.DeepEquals(expected, answer["data"]))
                {
                    return $"{string.Join('\n', faults)}\n{expected.ToJsonString()}\n{answer.ToJsonString()}\n"
                        + $"{plan}\nobjects are {(shares ? "shared" : "not shared")}";
                }
            }

            return null;
        }
        catch (Exception fault) when (fault is InvalidOperationException or KeyNotFoundException)
        {
            return fault.Message;
        }
    }

    private static async Task<JsonObject> AnswerAsync(
        QueryPlan plan, World world, JsonObject variables, bool shares)
    {
        var supergraph = world.Supergraph;
        var compiled = CompiledPlan.Compile(plan, supergraph.Types);
        var response = CompiledResponse.Compile(compiled, supergraph.Api);
        var input = new ExecutionInput
        {
            SharesObjects = shares,
            Variables = (string name, out ReadOnlyMemory<byte> json) =>
            {
                json = variables[name] is { } value ? Encoding.UTF8.GetBytes(value.ToJsonString()) : default;
                return !json.IsEmpty;
            },
        };
        using var data = await Executor.RunAsync(
            compiled, input, new WorldAgencies(world), TimeProvider.System, CancellationToken.None);
        using var answer = PlainRelease.Write(supergraph, data, response, new AnswerInput());
        return JsonNode.Parse(answer.Body.Span)!.AsObject();
    }

    /// <summary>The smallest case that is found wrong still: lines and selections are left out one by one.</summary>
    public async Task<RandomCase> ShrinkAsync()
    {
        var smallest = this;
        for (var shrunk = true; shrunk;)
        {
            shrunk = false;
            foreach (var smaller in smallest.Smaller())
            {
                if (await smaller.FaultAsync() is not null)
                {
                    (smallest, shrunk) = (smaller, true);
                    break;
                }
            }
        }

        return smallest;
    }

    private IEnumerable<RandomCase> Smaller()
    {
        foreach (var operation in SmallerOperations())
        {
            yield return this with { Operation = operation };
        }

        for (var index = 0; index < Subgraphs.Length; index++)
        {
            yield return this with { Subgraphs = Subgraphs.RemoveAt(index) };
            var lines = Subgraphs[index].Sdl.Split('\n');
            foreach (var left in Enumerable.Range(1, lines.Length - 1).Where(line => lines[line].StartsWith(' ')))
            {
                var sdl = string.Join('\n', lines.Where((_, line) => line != left));
                yield return this with { Subgraphs = Subgraphs.SetItem(index, Subgraphs[index] with { Sdl = sdl }) };
            }
        }
    }

    // Each balanced run of one selection is left out in turn.
    private IEnumerable<string> SmallerOperations()
    {
        for (var start = Operation.IndexOf('{', StringComparison.Ordinal) + 1; start < Operation.Length; start++)
        {
            if (Operation[start] != ' ')
            {
                continue;
            }

            var (end, depth) = (start + 1, 0);
            while (end < Operation.Length && (depth > 0 || Operation[end] is not (' ' or '}')))
            {
                depth += Operation[end] is '{' or '(' ? 1 : Operation[end] is '}' or ')' ? -1 : 0;
                end++;
            }

            yield return Operation[..start] + Operation[end..];
        }
    }
}
