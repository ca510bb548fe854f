using System.Collections.Immutable;
using System.Text;
using Aggregator.Execution;
using Aggregator.Planning;
using Aggregator.Policy;
using Aggregator.Redaction;
using Aggregator.Validation;

namespace Aggregator.Engine;

/// <summary>Takes an operation's text through validation, screening, planning and compiling.</summary>
/// <param name="graph">The supergraph, ready for planning.</param>
/// <param name="options">Limits.</param>
internal sealed class OperationPreparer(PlanningGraph graph, EngineOptions options)
{
    /// <summary>Prepares an operation, or says why it is refused.</summary>
    /// <param name="document">The document, UTF-8.</param>
    /// <param name="operationName">Which operation, or null.</param>
    /// <param name="screen">Which of it may be asked.</param>
    public (PreparedOperation? Prepared, ImmutableArray<RefusalError> Errors) Prepare(
        ReadOnlySpan<byte> document, string? operationName, Func<ValidOperation, Screened> screen)
    {
        var valid = OperationValidator.Validate(
            Encoding.UTF8.GetString(document), operationName, graph.Supergraph.Api, options.Operations);
        if (valid.Operation is not { } operation)
        {
            return (null, [.. valid.Errors.Select(RefusalErrors.Of)]);
        }

        var screened = screen(operation);
        if (screened.Operation is not { } permitted)
        {
            return (null, screened.Errors);
        }

        var planned = Planner.Plan(permitted, graph, options.Planner);
        if (planned.Plan is not { } plan)
        {
            return (null, [.. planned.Errors.Select(RefusalErrors.Of)]);
        }

        // Somebody else proves that the planner did not go further than screening allowed.
        var faults = PlanChecker.Check(plan, graph.Supergraph, screened.Ruling);
        if (!faults.IsEmpty)
        {
            const string Message = "the plan of this operation breaks a rule of plans: report it to the operator";
            return (null, [RefusalErrors.Of(EngineErrors.PlanRefused, Message)]);
        }

        var compiled = CompiledPlan.Compile(plan, graph.Supergraph.Types);
        var response = CompiledResponse.Compile(compiled, graph.Supergraph.Api);
        var prepared = new PreparedOperation(operation, compiled, response, screened.BoundArguments)
        {
            Facts = screened.Facts,
        };
        return (prepared, []);
    }
}

/// <summary>What screening gave: what may be asked, or why the whole is refused.</summary>
/// <param name="Operation">What may be asked, or null.</param>
/// <param name="Errors">Why not; empty when there is an operation.</param>
/// <param name="Ruling">What may be asked for whom, for the plan checker.</param>
internal readonly record struct Screened(
    PermittedOperation? Operation, ImmutableArray<RefusalError> Errors, Func<AskedCoordinate, Effect> Ruling)
{
    /// <summary>What the release needs to know of the operation; null in plain mode.</summary>
    public ReleaseFacts? Facts { get; private init; }

    /// <summary>Arguments that are not permitted once their variable has a value.</summary>
    public ImmutableArray<RefusedArgument> BoundArguments { get; init; } = [];

    /// <summary>Screens by the policy.</summary>
    /// <param name="operation">What the client asks.</param>
    /// <param name="screening">The policy, the caller and the supergraph.</param>
    public static Screened Of(ValidOperation operation, ScreeningInput screening)
    {
        var screened = Screen.Permit(operation, screening);
        return new Screened(
            screened.Operation, [.. screened.Errors.Select(RefusalErrors.Of)], DisclosureRuling.For(screening))
        {
            Facts = new ReleaseFacts(screening.Supergraph, screening.Labels, screening.Row.Table),
            BoundArguments = screened.BoundArguments,
        };
    }
}

/// <summary>Puts the rooms' errors into the form of an answer.</summary>
internal static class RefusalErrors
{
    public static RefusalError Of(OperationError error) => new(
        error.Code,
        error.Message,
        error.Locations,
        error.Rule is null ? [] : [new("rule", error.Rule), new("section", error.Section ?? "")]);

    public static RefusalError Of(PlanningError error) =>
        new(error.Code, error.Message, [], [new("coordinate", error.Coordinate)]);

    public static RefusalError Of(ExecutionError error) => new(
        error.Code,
        error.Message,
        [],
        [
            .. new[]
            {
                KeyValuePair.Create("agency", error.Agency!), KeyValuePair.Create("agencyCode", error.SubgraphCode!),
            }.Where(detail => detail.Value is not null),
        ]);

    public static RefusalError Of(string code, string message) => new(code, message, [], []);
}
