using Aggregator.Execution;

namespace Aggregator.Redaction;

/// <summary>
/// Where shared objects stand in the answer that is being written: what is written once is copied to its other places.
/// </summary>
/// <param name="output">The answer.</param>
internal sealed class WrittenObjects(PooledBytes output)
{
    private readonly Dictionary<int, Piece> _pieces = [];

    /// <summary>Writes an object as it was written before; false when it was not, or otherwise.</summary>
    public bool TryRepeat(DataObject value, CompiledSelection set, int type)
    {
        if (!_pieces.TryGetValue(value.Id, out var piece) || piece.Set != set || piece.Type != type)
        {
            return false;
        }

        output.Repeat(piece.Start, piece.Length);
        return true;
    }

    /// <summary>Notes where an object was written.</summary>
    public void Add(DataObject value, CompiledSelection set, int type, int start) =>
        _pieces[value.Id] = new Piece(set, type, start, output.Length - start);

    /// <summary>Forgets all: some of the answer was cut off.</summary>
    public void Clear() => _pieces.Clear();

    private readonly record struct Piece(CompiledSelection Set, int Type, int Start, int Length);
}
