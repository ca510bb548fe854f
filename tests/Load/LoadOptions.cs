namespace Aggregator.Load;

/// <summary>What a run may cost and whom it measures.</summary>
internal sealed record LoadOptions
{
    /// <summary>Whom, of <see cref="Field.Names"/>.</summary>
    public required string[] Contestants { get; init; }

    /// <summary>The gateway: its assembly, or the program that was published whole.</summary>
    public required string Gateway { get; init; }

    /// <summary>The bare servers: this tool's assembly, or the program that was published whole.</summary>
    public string Bare { get; init; } = typeof(LoadOptions).Assembly.Location;

    /// <summary>The folder with the other gateways' packages.</summary>
    public required string Peers { get; init; }

    /// <summary>Interleaved rounds; the median counts.</summary>
    public int Rounds { get; init; } = 7;

    /// <summary>Processor seconds that a contestant is to use in a round, about.</summary>
    public double CpuSeconds { get; init; } = 1.5;

    /// <summary>Processor seconds of warming up, about.</summary>
    public double WarmupSeconds { get; init; } = 8;

    /// <summary>Requests under way at a time.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>How often each is started to measure the start.</summary>
    public int Starts { get; init; } = 3;

    /// <summary>However fast a contestant is, no round sends more requests than this.</summary>
    public int MaxRequestsPerRound { get; init; } = 10_000;

    /// <summary>However slow a contestant is, warming up ends after this.</summary>
    public TimeSpan MaxWarmup { get; init; } = TimeSpan.FromSeconds(60);
}
