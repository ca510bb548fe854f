using System.Collections.Immutable;

namespace Aggregator.Execution;

/// <summary>
/// What the subgraphs gave for one request, merged, with what went wrong. Dispose it when the answer is written: its
/// leaves are slices of the response buffers.
/// </summary>
public sealed class FetchedData : IDisposable
{
    private readonly DataTree _tree;
    private readonly int _root;
    private readonly StepResult[]? _results;
    private readonly ErrorNotes? _notes;
    private readonly bool[] _conditions;
    private ImmutableArray<SourceReport> _sources;

    internal FetchedData(
        CompiledPlan plan,
        DataTree tree,
        int root,
        bool[] conditions,
        StepResult[]? results = null,
        ErrorNotes? notes = null)
    {
        _results = results;
        _notes = notes;
        _conditions = conditions;
        Plan = plan;
        _tree = tree;
        _root = root;
        Errors = PlaceErrors();
    }

    /// <summary>The plan that was run.</summary>
    public CompiledPlan Plan { get; }

    /// <summary>The root of merged data.</summary>
    public DataObject Root => new(_tree, _root);

    /// <summary>True when the request's own input was refused: nothing was asked, and the answer has no data.</summary>
    public bool IsRefused { get; internal init; }

    /// <summary>What went wrong, each with its place in the client's answer. At most <c>MaxErrors</c>.</summary>
    public ImmutableArray<ExecutionError> Errors { get; internal set; }

    /// <summary>How each subgraph of the plan took part, in subgraph order; none when nothing was run.</summary>
    public ImmutableArray<SourceReport> Sources => !_sources.IsDefault ? _sources
        : _sources = _results is null ? [] : SourceSummary.Of(Plan, _results);

    /// <summary>Fields of one record that two contributors give differently.</summary>
    public ImmutableArray<Difference> Differences { get; internal init; } = [];

    /// <summary>Entities that the gate kept out: the fetch's id and the object's number.</summary>
    public IReadOnlySet<(int Fetch, int Object)> Gated { get; internal init; } =
        ImmutableHashSet<(int Fetch, int Object)>.Empty;

    /// <summary>The pages that were cut of merged lists.</summary>
    internal ImmutableArray<MergedPage> Pages { get; init; } = [];

    /// <summary>Requests that were sent to subgraphs.</summary>
    public int FetchCount { get; internal init; }

    /// <summary>Which conditions of <see cref="CompiledPlan.Conditions"/> hold, by number.</summary>
    public IReadOnlyList<bool> Conditions => _conditions;

    /// <summary>
    /// Ends each page where it ends without what may not stand. True when a page held more than that: then nothing
    /// that was decided on its items is to be kept.
    /// </summary>
    /// <param name="release">What was decided on it.</param>
    public bool SettlePages(IPageRelease release)
    {
        ArgumentNullException.ThrowIfNull(release);
        var isCut = false;
        foreach (var page in Pages)
        {
            isCut |= page.Settle(_tree, release);
        }

        Errors = isCut ? PlaceErrors() : Errors;
        return isCut;
    }

    /// <inheritdoc/>
    public void Dispose() => _tree.Dispose();

    private ImmutableArray<ExecutionError> PlaceErrors() =>
        _notes is null ? [] : ErrorPlacer.Place(Plan, _tree, _root, _conditions, _notes);
}
