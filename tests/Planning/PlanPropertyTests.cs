using Aggregator.Schema;
using Aggregator.Validation;
using CsCheck;
using Xunit;

namespace Aggregator.Planning.Tests;

public class PlanPropertyTests
{
    public static TheoryData<string> Cases => [.. PlanCase.Names.Where(name => name != "no-path")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_random_operation_gets_a_plan_that_the_checker_passes(string name)
    {
        var supergraph = PlanCase.Named(name).Supergraph();
        var graph = new PlanningGraph(supergraph);

        OperationGenerator.Query(supergraph.Api).Sample(text => Check(text, supergraph, graph), iter: 120);
    }

    [Fact]
    public void Every_random_operation_over_the_agencies_gets_a_plan_that_the_checker_passes()
    {
        var supergraph = PlanCase.Agencies();
        var graph = new PlanningGraph(supergraph);

        OperationGenerator.Query(supergraph.Api).Sample(text => Check(text, supergraph, graph), iter: 120);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Planning_again_gives_the_same_bytes(string name)
    {
        var given = PlanCase.Named(name);

        Assert.Equal(Printed(), Printed());

        string Printed()
        {
            var supergraph = given.Supergraph();
            var outcome = Planner.Plan(OpenScreen.Permit(given.Operation(supergraph), supergraph), supergraph);
            return outcome.Plan is { } plan ? PlanJson.Print(plan) : string.Join('\n', outcome.Errors);
        }
    }

    private static void Check(string text, Supergraph supergraph, PlanningGraph graph)
    {
        if (Validated(text, supergraph) is { } operation)
        {
            var outcome = Planner.Plan(OpenScreen.Permit(operation, supergraph), graph);
            Assert.Empty(outcome.Errors);
            Assert.Empty(PlanChecker.Check(outcome.Plan!, supergraph));
        }
    }

    // Aliases keep most keys apart; an operation whose fields clash all the same is not a question for the planner.
    private static ValidOperation? Validated(string text, Supergraph supergraph) =>
        OperationValidator.Validate(text, null, supergraph.Api, OperationLimits.Default).Operation;
}
