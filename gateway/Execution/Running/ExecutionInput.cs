namespace Aggregator.Execution;

/// <summary>Looks up a coerced variable.</summary>
/// <param name="name">Without the dollar sign.</param>
/// <param name="json">Its value as UTF-8 JSON.</param>
/// <returns>False when the variable has no value.</returns>
public delegate bool VariableLookup(string name, out ReadOnlyMemory<byte> json);

/// <summary>What one run of a plan is given besides the plan.</summary>
public sealed record ExecutionInput
{
    /// <summary>The client's variables after coercion. Default: none.</summary>
    public VariableLookup Variables { get; init; } = static (string _, out ReadOnlyMemory<byte> json) =>
    {
        json = default;
        return false;
    };

    /// <summary>
    /// The signed caller context that every subgraph is sent, signed when the first one is; null in plain mode.
    /// </summary>
    public Lazy<string>? CallerContext { get; init; }

    /// <summary>
    /// How long the request may take: what has not arrived then is PENDING. Null for as long as it takes.
    /// </summary>
    public TimeSpan? AnswerWithin { get; init; }

    /// <summary>Decides which persons may be asked about; null in plain mode.</summary>
    public IFetchGate? Gate { get; init; }

    /// <summary>Seals cursors; null when lists that page cannot be asked.</summary>
    public ICursorSeal? Cursors { get; init; }

    /// <summary>The instant that data is asked as at, fixed for the request; goes into cursors.</summary>
    public DateTimeOffset AsAt { get; init; }

    /// <summary>
    /// True when the caller asked as at an earlier instant: a subgraph that cannot answer so is not asked.
    /// </summary>
    public bool IsAsAtRequest { get; init; }

    /// <summary>True to pass the subgraphs' own error texts to the caller. Default false.</summary>
    public bool PassSubgraphMessages { get; init; }

    /// <summary>
    /// True to ask each contributor of a page for all that an agency gives at once, and to keep what is behind the
    /// page until <see cref="FetchedData.SettlePages"/> is told what may stand: an item that may not would tell that it
    /// is there by leaving its page short, by being all that there is more, or by the time that asking again takes.
    /// Default false.
    /// </summary>
    public bool LooksAhead { get; init; }

    /// <summary>
    /// True to hold an object once that a response gives in several places. Default false: where a policy decides, each
    /// place has an object of its own, since what may be shown can depend on the way to it, and the path of an error
    /// ends where its data do, since it could tell what may not be shown.
    /// </summary>
    public bool SharesObjects { get; init; }

    /// <summary>What the request may cost.</summary>
    public ExecutionLimits Limits { get; init; } = ExecutionLimits.Default;
}
