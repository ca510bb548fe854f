using Xunit;

namespace Aggregator.Planning.Tests;

public class CaseTests
{
    public static TheoryData<string> Cases => [.. PlanCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_case_gets_its_plan(string name)
    {
        var given = PlanCase.Named(name);
        var graph = given.Graph();
        var supergraph = graph.Supergraph;

        var outcome = Planner.Plan(OpenScreen.Permit(given.Operation(supergraph), supergraph), graph);
        var text = outcome.Plan is { } plan
            ? PlanPrinter.Print(plan)
            : string.Concat(outcome.Errors.Select(error => $"{error.Code} {error.Coordinate}: {error.Message}\n"));

        // A new case writes its plan once, to be read and committed; from then on it is held.
        if (!File.Exists(given.PlanFile) || Environment.GetEnvironmentVariable("UPDATE_PLANS") == "1")
        {
            File.WriteAllText(given.PlanFile, text);
        }

        Assert.Equal(File.ReadAllText(given.PlanFile), text);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_plan_passes_the_independent_checker(string name)
    {
        var given = PlanCase.Named(name);
        var graph = given.Graph();
        var supergraph = graph.Supergraph;

        var outcome = Planner.Plan(OpenScreen.Permit(given.Operation(supergraph), supergraph), graph);

        Assert.Empty(outcome.Plan is { } plan ? PlanChecker.Check(plan, supergraph) : []);
    }
}
