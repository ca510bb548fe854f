using System.Collections.Immutable;
using Aggregator.Execution;
using Aggregator.Planning;
using Aggregator.Validation;

namespace Aggregator.Engine;

/// <summary>What a request may cost and how long it may take.</summary>
public sealed record EngineOptions
{
    /// <summary>Limits of a document and its variables.</summary>
    public OperationLimits Operations { get; init; } = new();

    /// <summary>Limits of planning.</summary>
    public PlannerOptions Planner { get; init; } = PlannerOptions.Default;

    /// <summary>
    /// The labels of progressive overrides (<c>@override(label:)</c>) that are on; default none. A label is on or off
    /// for every request: shares such as <c>percent(5)</c> are not drawn.
    /// </summary>
    public ImmutableArray<string> OverrideLabels { get; init; } = [];

    /// <summary>Limits of execution.</summary>
    public ExecutionLimits Execution { get; init; } = ExecutionLimits.Default;

    /// <summary>After this a slow agency is reported as PENDING and the rest is answered. Default 8 seconds.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How many prepared operations are kept, 1 or more. Default 2,000.</summary>
    public int PreparedOperations { get; init; } = 2_000;

    /// <summary>True to show each operation's plan under <c>extensions.plan</c>. Default false.</summary>
    public bool ShowsPlans { get; init; }

    /// <summary>Different people that one request may be about. Default 200.</summary>
    public int MaxSubjects { get; init; } = 200;

    /// <summary>
    /// How often a subscription's access is looked at while no event comes. Default 15 seconds.
    /// </summary>
    public TimeSpan AccessCheckEvery { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>True to pass agencies' own error texts to callers: plain mode only. Default false.</summary>
    public bool PassSubgraphMessages { get; init; }
}
