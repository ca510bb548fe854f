using Aggregator.Fuzzing;
using Aggregator.Schema;
using Aggregator.Validation;
using Xunit;
using Xunit.Abstractions;

namespace Aggregator.Planning.Tests;

public class FuzzTests(ITestOutputHelper output)
{
    private static readonly PlannerOptions Small = new() { NodeBudget = 200, MaxPositions = 400, MaxSteps = 60 };

    [Fact]
    public void Whatever_is_asked_there_is_a_plan_that_passes_the_checker_or_there_are_errors()
    {
        var random = new Random(Mutation.Seed);
        output.WriteLine($"seed {Mutation.Seed}");
        var cases = PlanCase.Names
            .Select(name => (name, new PlanningGraph(PlanCase.Named(name).Supergraph())))
            .ToArray();
        var planned = 0;
        for (var round = 0; round < Mutation.Rounds(1_000); round++)
        {
            var (name, graph) = cases[random.Next(cases.Length)];
            var api = graph.Supergraph.Api;
            var text = Mutation.Text(
                random, OperationGenerator.Query(api, random), OperationGenerator.Query(api, random));
            var validated = OperationValidator.Validate(text, null, api, OperationLimits.Default);
            if (validated.Operation is not { } operation)
            {
                Assert.NotEmpty(validated.Errors);
                continue;
            }

            var outcome = Planner.Plan(OpenScreen.Permit(operation, graph.Supergraph), graph, Small);

            Assert.Equal(outcome.Plan is null, !outcome.Errors.IsEmpty);
            planned += outcome.Plan is null ? 0 : 1;
            var faults = outcome.Plan is { } plan ? PlanChecker.Check(plan, graph.Supergraph) : [];
            Assert.True(faults.IsEmpty, $"{name}: {text}\n{string.Join('\n', faults)}");
        }

        Assert.NotEqual(0, planned);
    }

    [Fact]
    public void A_supergraph_that_no_composer_would_write_gets_plans_or_errors()
    {
        var random = new Random(Mutation.Seed);
        var texts = PlanCase.Names.Select(name => PlanCase.Named(name).Composed()).ToArray();
        for (var round = 0; round < Mutation.Rounds(300); round++)
        {
            var text = Mutation.Text(random, texts[random.Next(texts.Length)], texts[random.Next(texts.Length)]);
            if (SupergraphReader.Read(text).Supergraph is { Api.QueryName: { } query } supergraph
                && supergraph.Api.Type(query) is not null)
            {
                var asked = OperationGenerator.Query(supergraph.Api, random);
                var validated = OperationValidator.Validate(asked, null, supergraph.Api, OperationLimits.Default);
                var outcome = validated.Operation is { } operation
                    ? Planner.Plan(OpenScreen.Permit(operation, supergraph), new PlanningGraph(supergraph), Small)
                    : null;

                Assert.True(outcome is null || outcome.Plan is null == !outcome.Errors.IsEmpty);
            }
        }
    }
}
