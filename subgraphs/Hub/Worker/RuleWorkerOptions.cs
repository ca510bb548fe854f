namespace Aggregator.Hub.Worker;

/// <summary>How the hub's worker reaches the gateway and the agencies' outboxes.</summary>
public sealed record RuleWorkerOptions
{
    /// <summary>The gateway's GraphQL endpoint, such as `http://127.0.0.1:5000/graphql`.</summary>
    public required Uri Gateway { get; init; }

    /// <summary>A bearer token for the role `HUB_RULES`, asked for before each request.</summary>
    public required Func<CancellationToken, ValueTask<string>> Token { get; init; }

    /// <summary>The outboxes to follow.</summary>
    public required IReadOnlyList<ChangeFeed> Feeds { get; init; }

    /// <summary>The domain clock: due times come by it. Default the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Children asked for at the same time, 1 to 32. Default 4.</summary>
    public int MaxConcurrent { get; init; } = 4;

    /// <summary>How long to rest between rounds. Default 2 seconds.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(2);
}

/// <summary>One agency's outbox (`GET /changes`).</summary>
/// <param name="Agency">The subgraph's name.</param>
/// <param name="Changes">Its address, without a query.</param>
/// <param name="CallerContext">A signed caller context with the role `HUB_RULES`, for each request anew.</param>
public sealed record ChangeFeed(
    string Agency, Uri Changes, Func<CancellationToken, ValueTask<string>> CallerContext);

/// <summary>What one round of the worker did.</summary>
/// <param name="Evaluated">Children evaluated and stored.</param>
/// <param name="Failed">Children that could not be evaluated; they are tried again in the next round.</param>
/// <param name="SilentFeeds">Outboxes that did not answer.</param>
public sealed record RoundReport(int Evaluated, int Failed, IReadOnlyList<string> SilentFeeds);
