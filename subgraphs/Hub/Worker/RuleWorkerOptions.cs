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

    /// <summary>Children in one request to the gateway, 1 to 50. Default 20.</summary>
    public int Batch { get; init; } = 20;

    /// <summary>Requests to the gateway at the same time, 1 to 32. Default 2.</summary>
    public int MaxConcurrent { get; init; } = 2;

    /// <summary>
    /// How often children whose answer failed or lacked a source are asked for again before it is given up, after
    /// <see cref="Rest"/>, which doubles. Default 0: the next round does it.
    /// </summary>
    public int Patience { get; init; }

    /// <summary>The first rest of <see cref="Patience"/>. Default 2 seconds.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long to rest between rounds. Default 2 seconds.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Told what each round did. Default nobody.</summary>
    public Action<RoundReport> Told { get; init; } = _ => { };
}

/// <summary>One agency's outbox (`GET /changes`).</summary>
/// <param name="Agency">The subgraph's name.</param>
/// <param name="Changes">Its address, without a query.</param>
/// <param name="CallerContext">A signed caller context with the role `HUB_RULES`, for each request anew.</param>
public sealed record ChangeFeed(
    string Agency, Uri Changes, Func<CancellationToken, ValueTask<string>> CallerContext)
{
    /// <summary>True to speak clear-text HTTP/2 from the first byte. Default false.</summary>
    public bool UsesHttp2 { get; init; }
}

/// <summary>What an evaluation came to.</summary>
/// <param name="Evaluated">Children whose outcome is stored.</param>
/// <param name="Failed">Children without a usable answer; they are due at once.</param>
/// <param name="Incomplete">Of those evaluated, how many whose answer lacked a source: nothing of theirs was ended.
/// </param>
public sealed record EvaluationResult(int Evaluated, int Failed, int Incomplete);

/// <summary>What one round of the worker did.</summary>
/// <param name="Evaluated">Children evaluated and stored.</param>
/// <param name="Failed">Children that could not be evaluated; they are tried again in the next round.</param>
/// <param name="SilentFeeds">Outboxes that did not answer.</param>
public sealed record RoundReport(int Evaluated, int Failed, IReadOnlyList<string> SilentFeeds);
