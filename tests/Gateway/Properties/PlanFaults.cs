using System.Collections.Immutable;
using Aggregator.Planning;
using Aggregator.Policy;
using Aggregator.Validation;

namespace Aggregator.Gateway.Tests;

/// <summary>What the independent checker says of a case's plan, for a law that failed.</summary>
internal static class PlanFaults
{
    public static ImmutableArray<PlanFault> Of(RandomCase each)
    {
        var supergraph = LabGraph.Compose([.. Shape.Agencies.Select(agency => (agency, each.Shape.Sdl(agency)))]);
        var table = PolicyCompiler.Compile(each.Model);
        var screening = new ScreeningInput(
            supergraph, EffectiveLabels.Of(supergraph, table), new CallerRow(table, each.AsCaller(), LabGateway.Now));
        var valid = OperationValidator.Validate(each.Operation, null, supergraph.Api,
            OperationLimits.Default).Operation;
        return valid is not null && Screen.Permit(valid, screening).Operation is { } permitted
            && Planner.Plan(permitted, new PlanningGraph(supergraph)).Plan is { } plan
                ? PlanChecker.Check(plan, supergraph, DisclosureRuling.For(screening))
                : [];
    }
}
