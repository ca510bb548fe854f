using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Aggregator.Execution;

/// <summary>
/// Merged data: objects and lists whose leaves are slices of the subgraphs' response buffers. One thread at a time.
/// </summary>
/// <param name="types">The supergraph's types.</param>
/// <param name="cells">How many cells it will probably have.</param>
/// <param name="objects">How many objects it will probably have.</param>
internal sealed class DataTree(TypeNames types, int cells, int objects) : IDisposable
{
    /// <summary>The buffer of what the gateway itself writes.</summary>
    public const int OwnBuffer = 0;

    private const int MostBuffers = ushort.MaxValue;
    private const int MostExpected = 64 * 1024;

    private readonly List<AgencyResponse> _responses = [];
    private readonly PooledBytes _own = new(256);
    private ArraySegment<byte>[] _bodies = new ArraySegment<byte>[8];
    private int _buffers = 1;
    private HashSet<(int Object, int Subgraph)>? _farSources;
    private int _walks;
    private long _shared;
    private SharedTexts? _texts;

    // Mutable structs, reached by reference.
    private PooledList<Cell> _cells = new(Math.Clamp(cells, 256, MostExpected));
    private PooledList<ObjectRecord> _objects = new(Math.Clamp(objects, 64, MostExpected));

    public TypeNames Types => types;

    /// <summary>A tree without anything in it.</summary>
    public static DataTree Create(TypeNames types, int cells = 0, int objects = 0) => new(types, cells, objects);

    public int CellCount => _cells.Count;

    public int ObjectCount => _objects.Count;

    /// <summary>
    /// How many cells there would be if no object were shared: what a request holds and writes is limited by that.
    /// </summary>
    public long ExpandedCount => _cells.Count + _shared;

    /// <summary>
    /// Keeps a response until the tree is disposed, and gives its buffer's number; -1 when there are too many.
    /// </summary>
    public int Keep(AgencyResponse response)
    {
        _responses.Add(response);
        if (_buffers == MostBuffers)
        {
            return -1;
        }

        if (_buffers == _bodies.Length)
        {
            Array.Resize(ref _bodies, _bodies.Length * 2);
        }

        // Arrays: a span of any memory is made much more slowly, and one is made for each leaf.
        _bodies[_buffers] = MemoryMarshal.TryGetArray(response.Body, out var body) ? body : response.Body.ToArray();
        return _buffers++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Cell CellAt(int cell) => ref _cells[cell];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref ObjectRecord ObjectAt(int id) => ref _objects[id];

    /// <summary>Counts what stands in one more place of the answer without being there once more.</summary>
    public void AddExpanded(long cells) => _shared += cells;

    /// <summary>The texts of objects that were read.</summary>
    public SharedTexts Texts => _texts ??= new SharedTexts();

    /// <summary>A number for a walk, by which it knows the objects that it has found.</summary>
    public int NewWalk() => ++_walks;

    public int NewObject() => _objects.Add(new ObjectRecord
    {
        First = -1,
        Last = -1,
        Type = TypeNames.Unknown,
        MergedInto = -1,
    });

    public int NewCell(in Cell cell) => _cells.Add(cell);

    /// <summary>A list of these items.</summary>
    public Cell NewList(IEnumerable<Cell> items)
    {
        var (first, last, count) = (-1, -1, 0);
        foreach (var item in items)
        {
            var cell = _cells.Add(item);
            if (last < 0)
            {
                first = cell;
            }
            else
            {
                _cells[last].Next = cell;
            }

            last = cell;
            count++;
        }

        return Cell.OfList(first, count);
    }

    /// <summary>The raw JSON of a leaf.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Json(in Cell cell)
    {
        if (cell.Buffer == OwnBuffer)
        {
            return _own.Span.Slice(cell.At, cell.Length);
        }

        ref readonly var body = ref _bodies[cell.Buffer];
        return new ReadOnlySpan<byte>(body.Array, body.Offset + cell.At, cell.Length);
    }

    /// <summary>The JSON of an object's field; empty for what is no leaf.</summary>
    public ReadOnlySpan<byte> Leaf(int id, int slot)
    {
        var cell = slot < 0 ? -1 : Find(id, slot);
        return cell < 0 || _cells[cell].Kind != DataKind.Leaf ? default : Json(_cells[cell]);
    }

    /// <summary>A leaf that the gateway itself makes.</summary>
    public Cell OwnLeaf(ReadOnlySpan<byte> json)
    {
        var at = _own.Length;
        _own.Add(json);
        return Cell.OfLeaf(OwnBuffer, at, json.Length);
    }

    /// <summary>Adds a field to an object that does not have it.</summary>
    public int Append(int id, int slot, in Cell value)
    {
        var cell = _cells.Add(value);
        ref var added = ref _cells[cell];
        added.Slot = slot;
        added.Next = -1;
        ref var record = ref _objects[id];
        if (record.Last < 0)
        {
            record.First = cell;
        }
        else
        {
            _cells[record.Last].Next = cell;
        }

        record.Last = cell;
        record.Slots |= 1UL << slot;
        return cell;
    }

    /// <summary>Sets a field, whether the object has it or not.</summary>
    public void Set(int id, int slot, in Cell value)
    {
        var cell = Find(id, slot);
        if (cell < 0)
        {
            _ = Append(id, slot, value);
            return;
        }

        var next = _cells[cell].Next;
        _cells[cell] = value;
        _cells[cell].Slot = slot;
        _cells[cell].Next = next;
    }

    /// <summary>The field's cell, or -1.</summary>
    public int Find(int id, int slot)
    {
        ref var record = ref _objects[id];
        if ((record.Slots & (1UL << slot)) == 0)
        {
            return -1;
        }

        for (var cell = record.First; cell >= 0; cell = _cells[cell].Next)
        {
            if (_cells[cell].Slot == slot)
            {
                return cell;
            }
        }

        return -1;
    }

    /// <summary>The object that stands for another after merging.</summary>
    public int Standing(int id)
    {
        while (_objects[id].MergedInto >= 0)
        {
            id = _objects[id].MergedInto;
        }

        return id;
    }

    /// <summary>
    /// A copy, with its own identity, of an object that was read and has not been merged or moved since: the run is
    /// copied as a whole and what points into it is shifted. What it shares with other runs stays shared.
    /// </summary>
    public DataRun Copy(in DataRun run)
    {
        var cells = _cells.AddCopy(run.FirstCell, run.Cells);
        var objects = _objects.AddCopy(run.Object, run.Objects);
        var (byCells, byObjects) = (cells - run.FirstCell, objects - run.Object);
        foreach (ref var cell in _cells.Span.Slice(cells, run.Cells))
        {
            cell.Next += cell.Next < 0 ? 0 : byCells;
            cell.At += cell.Kind switch
            {
                DataKind.Object when cell.At >= run.Object && cell.At < run.Object + run.Objects => byObjects,
                DataKind.List when cell.At >= 0 => byCells,
                _ => 0,
            };
        }

        foreach (ref var record in _objects.Span.Slice(objects, run.Objects))
        {
            if (record.First >= 0)
            {
                record.First += byCells;
                record.Last += byCells;
            }
        }

        return run with { Object = objects, FirstCell = cells };
    }

    public void AddSource(int id, int subgraph)
    {
        if (subgraph < 64)
        {
            _objects[id].Sources |= 1UL << subgraph;
        }
        else
        {
            _ = (_farSources ??= []).Add((id, subgraph));
        }
    }

    public bool HasSource(int id, int subgraph) => subgraph < 64
        ? (_objects[id].Sources & (1UL << subgraph)) != 0
        : _farSources?.Contains((id, subgraph)) == true;

    public void Dispose()
    {
        foreach (var response in _responses)
        {
            response.Dispose();
        }

        _responses.Clear();
        _cells.Dispose();
        _objects.Dispose();
        _own.Dispose();
        _texts?.Dispose();
    }
}
