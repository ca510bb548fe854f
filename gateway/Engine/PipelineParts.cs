using Aggregator.Audit;
using Aggregator.Execution;
using Aggregator.Policy;
using Aggregator.Schema;

namespace Aggregator.Engine;

/// <summary>Signs the context that agencies get of a caller.</summary>
/// <param name="caller">The caller, as the policy of the request has it.</param>
/// <param name="requestId">The request's id.</param>
public delegate string SignCaller(CallerRow caller, string requestId);

/// <summary>What the pipeline reaches the world through.</summary>
public sealed record PipelineParts
{
    /// <summary>The way to the agencies.</summary>
    public required IAgencyClient Agencies { get; init; }

    /// <summary>The way to the agencies' events.</summary>
    public required IAgencyEvents Events { get; init; }

    /// <summary>Counts whom each caller asks about; null for no limit but the request's own.</summary>
    public ISubjectMeter? Subjects { get; init; }

    /// <summary>The hub's register.</summary>
    public required IDecisionSource Register { get; init; }

    /// <summary>The access log.</summary>
    public required IAccessLog Log { get; init; }

    /// <summary>The policy in force.</summary>
    public required PolicyInForce Rules { get; init; }

    /// <summary>Signs the caller context.</summary>
    public required SignCaller Sign { get; init; }

    /// <summary>Tells the hub what was shown; null (default) tells nobody.</summary>
    public IShownFeed? Shown { get; init; }

    /// <summary>Makes the pseudonyms of the log.</summary>
    public required Pseudonyms Pseudonyms { get; init; }

    /// <summary>The keys of cursors.</summary>
    public required CursorKeys Cursors { get; init; }

    /// <summary>The hub's clock: what now means for as-at and for access.</summary>
    public required TimeProvider HubClock { get; init; }

    /// <summary>The clock that tokens expire by. Default the system's.</summary>
    public TimeProvider TokenClock { get; init; } = TimeProvider.System;
}

/// <summary>A compiled policy with the supergraph's labels under it.</summary>
/// <param name="Table">The policy.</param>
/// <param name="Labels">The effective labels.</param>
public sealed record PolicyRules(PolicyTable Table, EffectiveLabels Labels);

/// <summary>The policy in force; replaced as a whole, while each request keeps the one it began with.</summary>
/// <param name="supergraph">The labelled supergraph.</param>
/// <param name="table">The first policy.</param>
public sealed class PolicyInForce(Supergraph supergraph, PolicyTable table)
{
    private volatile PolicyRules? _current = new(table, EffectiveLabels.Of(supergraph, table));

    /// <summary>What it is in force for.</summary>
    public Supergraph Supergraph => supergraph;

    /// <summary>What is in force now; null when there is no policy, and everything is denied.</summary>
    public PolicyRules? Current => _current;

    /// <summary>Puts another policy in force.</summary>
    /// <param name="replacement">A valid policy.</param>
    public void Replace(PolicyTable replacement) =>
        _current = new PolicyRules(replacement, EffectiveLabels.Of(supergraph, replacement));

    /// <summary>Leaves no policy in force: every request is refused until another one is.</summary>
    public void Withdraw() => _current = null;
}
