using System.Collections.Immutable;

namespace Aggregator.Execution;

/// <summary>A place in merged data: an object and a way on from it.</summary>
/// <param name="Object">An object.</param>
/// <param name="Tail">Slots, and indexes as their complement; empty for the object itself.</param>
internal sealed record DataPlace(int Object, ImmutableArray<int> Tail)
{
    /// <summary>The place that is named when this one is not in the client's answer.</summary>
    public DataPlace? Otherwise { get; init; }
}

/// <summary>An error whose place is still one of merged data.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Message">Its message.</param>
/// <param name="Agency">The subgraph's name.</param>
/// <param name="Place">Where; null for the whole.</param>
internal sealed record ErrorNote(string Code, string Message, string? Agency, DataPlace? Place)
{
    public int MorePlaces { get; init; }

    /// <summary>How many paths are named at most, when the place stands in several of the answer.</summary>
    public int MostPaths { get; init; } = int.MaxValue;

    public string? SubgraphCode { get; init; }
}

/// <summary>The errors of one request so far, up to the limit.</summary>
/// <param name="limits">What the request may cost.</param>
internal sealed class ErrorNotes(ExecutionLimits limits)
{
    private readonly List<ErrorNote> _notes = [];

    public IReadOnlyList<ErrorNote> All => _notes;

    /// <summary>How many are kept at most.</summary>
    public int Limit => limits.MaxErrors;

    public void Add(ErrorNote note)
    {
        if (_notes.Count < limits.MaxErrors)
        {
            _notes.Add(note);
        }
    }
}
