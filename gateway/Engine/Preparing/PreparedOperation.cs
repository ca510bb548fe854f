using System.Collections.Immutable;
using System.Text;
using Aggregator.Execution;
using Aggregator.Planning;
using Aggregator.Redaction;
using Aggregator.Validation;

namespace Aggregator.Engine;

/// <summary>Everything about an operation that does not depend on one request: made once, kept, used by many.</summary>
/// <param name="Operation">The valid operation.</param>
/// <param name="Plan">The plan, ready for running.</param>
/// <param name="Response">The answer, ready for writing.</param>
/// <param name="BoundArguments">Arguments that are not permitted once their variable has a value.</param>
internal sealed record PreparedOperation(
    ValidOperation Operation,
    CompiledPlan Plan,
    CompiledResponse Response,
    ImmutableArray<RefusedArgument> BoundArguments)
{
    private readonly Lazy<byte[]> _planJson = new(() => Encoding.UTF8.GetBytes(PlanJson.Print(Plan.Plan)));

    /// <summary>What gate and release need to know of it; null in plain mode.</summary>
    public ReleaseFacts? Facts { get; init; }

    /// <summary>The plan as JSON, made when it is first shown.</summary>
    public ReadOnlyMemory<byte> ShownPlan => _planJson.Value;

    /// <summary>The arguments that are not permitted with these variables. One that is bound to a variable without a
    /// value is absent, and one that is null picks nothing.</summary>
    /// <param name="variables">The request's variables.</param>
    public ImmutableArray<OperationError> Refused(CoercedVariables variables) =>
    [
        .. BoundArguments.Where(argument => variables.IsGiven(argument.Variable!))
            .Select(argument => argument.Error).Distinct(),
    ];

    /// <summary>The agency codes that the plan asks, sorted.</summary>
    public ImmutableArray<string> Agencies { get; } =
    [
        .. Plan.Plan.Steps.OfType<FetchStep>().SelectMany(step => step.Subgraph.Codes).Distinct()
            .Order(StringComparer.Ordinal),
    ];
}
