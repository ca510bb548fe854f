using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Aggregator.Execution;

/// <summary>What is wrong with a place of a response that is JSON.</summary>
internal enum FaultKind
{
    /// <summary>A scalar where an object has to be.</summary>
    NotAnObject,

    /// <summary>A key stands twice in one object.</summary>
    DuplicateKey,

    /// <summary>A <c>__typename</c> that no object type of the supergraph has.</summary>
    UnknownType,
}

/// <summary>A faulty place: a field of an object that was read.</summary>
internal readonly record struct Fault(FaultKind Kind, int Object, int Slot);

/// <summary>
/// Reads a response's data straight into a tree, guided by what is kept of it: the next key is predicted and compared
/// as
/// bytes, what is not kept is skipped. Objects are new ones; nothing that the tree had before is touched.
/// </summary>
internal ref struct ResponseParser
{
    private readonly DataTree _tree;
    private readonly int _buffer;
    private readonly ExecutionLimits _limits;
    private readonly SharedTexts? _texts;
    private JsonCursor _json;

    public ResponseParser(DataTree tree, int buffer, ReadOnlySpan<byte> body, ExecutionLimits limits, bool shares)
    {
        _texts = shares ? tree.Texts : null;
        _tree = tree;
        _buffer = buffer;
        _limits = limits;
        _json = new JsonCursor(body, limits.MaxDepth);
    }

    /// <summary>Faults of single places, in order of reading; null when there are none.</summary>
    public List<Fault>? Faults { get; private set; }

    /// <summary>True when reading stopped at the limit of values that a request may hold.</summary>
    public bool IsOverLimit { get; private set; }

    /// <summary>True when some leaf is not of its type.</summary>
    public bool HasWrongTypes { get; private set; }

    /// <summary>How many objects were not read because their text had been read before.</summary>
    public int Shared { get; private set; }

    [UnscopedRef]
    public ref JsonCursor Json => ref _json;

    /// <summary>Reads an object and says where all of it is; object -1 when it is not JSON.</summary>
    public DataRun ReadRun(CompiledOutput output, int depth)
    {
        var (start, expanded) = (Here, _tree.ExpandedCount);
        var id = ReadObject(output, depth);
        return Since(start) with { Object = id, Expanded = _tree.ExpandedCount - expanded };
    }

    /// <summary>Where a run begins whose objects are read next.</summary>
    public readonly (int Object, int Cell) Here => (_tree.ObjectCount, _tree.CellCount);

    /// <summary>All that was read since.</summary>
    public readonly DataRun Since((int Object, int Cell) start) => new(
        start.Object, _tree.ObjectCount - start.Object, start.Cell, _tree.CellCount - start.Cell);

    /// <summary>Reads an object; the cursor stands on its brace. Gives -1 when it is not JSON.</summary>
    private int ReadObject(CompiledOutput output, int depth)
    {
        if (depth > _limits.MaxDepth || !CheckSize())
        {
            return -1;
        }

        var id = _tree.NewObject();
        _json.Position++;
        _json.SkipSpace();
        if (_json.Current == '}')
        {
            _json.Position++;
            return id;
        }

        var next = 0;
        var fields = output.Fields;
        var read = new ReadFields(fields.Length);
        do
        {
            _json.SkipSpace();
            var at = next < fields.Length && _json.TakeText(fields[next].Key) ? next : SearchKey(output, next);
            if (at < NotKept)
            {
                return -1;
            }

            _json.SkipSpace();
            if (at == NotKept)
            {
                if (!_json.SkipValue())
                {
                    return -1;
                }
            }
            else if (read.IsSecond(at))
            {
                Note(FaultKind.DuplicateKey, id, fields[at].Slot);
                if (!_json.SkipValue())
                {
                    return -1;
                }
            }
            else
            {
                if (!ReadField(fields[at], id, depth, ref read))
                {
                    return -1;
                }

                next = at + 1;
            }

            _json.SkipSpace();
        }
        while (_json.Take((byte)','));

        read.PutInto(_tree, id);
        return _json.Take((byte)'}') ? id : -1;
    }

    /// <summary>Reads a value below a field; the cursor stands on its first byte.</summary>
    public bool ReadValue(CompiledField field, int owner, int depth, out Cell cell)
    {
        var start = _json.Position;
        switch (_json.Current)
        {
            case (byte)'n':
                cell = Cell.OfNull;
                return _json.TakeText("null"u8);
            case (byte)'{' when field.Children is not null:
                var id = _texts is not null && field.IsShareable
                    ? ReadShareable(field, depth + 1)
                    : ReadObject(field.Children, depth + 1);
                cell = Cell.OfObject(id);
                return id >= 0;
            case (byte)'[' when field.Children is not null:
                return ReadList(field, owner, depth + 1, out cell);
        }

        var valid = _json.SkipValue();
        if (field.Children is null)
        {
            HasWrongTypes |= valid && field.Leaf != default
                && !LeafCheck.Fits(field.Leaf, _json.Slice(start), _limits.MaxDepth);
            cell = Cell.OfLeaf(_buffer, start, _json.Position - start);
            return valid;
        }

        Note(FaultKind.NotAnObject, owner, field.Slot);
        cell = Cell.OfNull;
        cell.IsFailed = true;
        return valid;
    }

    // An object with the text of one that was read for the same field is that one.
    private int ReadShareable(CompiledField field, int depth)
    {
        var bucket = SharedTexts.Bucket(_json.Rest);
        if (bucket < 0)
        {
            return ReadObject(field.Children!, depth);
        }

        if (_texts!.TryGet(bucket, out var known) && ReferenceEquals(known.Field, field)
            && _json.TakeText(_json.Slice(known.At, known.Length)))
        {
            Shared++;
            _tree.ObjectAt(known.Object).IsShared = true;
            _tree.AddExpanded(known.Cells);
            return CheckSize() ? known.Object : -1;
        }

        var (start, cells) = (_json.Position, _tree.ExpandedCount);
        var id = ReadObject(field.Children!, depth);
        if (id >= 0)
        {
            _texts.Add(
                bucket, new SharedText(field, id, start, _json.Position - start, _tree.ExpandedCount - cells));
        }

        return id;
    }

    private const int NotKept = -1;
    private const int NotJson = -2;

    private int SearchKey(CompiledOutput output, int next)
    {
        if (!_json.ReadString(out var quoted) || !_json.Take((byte)':'))
        {
            return NotJson;
        }

        return quoted.Contains((byte)'\\')
            ? output.Find(JsonSerializer.SerializeToUtf8Bytes(JsonText.Unescape(quoted)), 0)
            : output.Find(quoted, next);
    }

    private bool ReadField(CompiledField field, int owner, int depth, ref ReadFields read)
    {
        if (field.IsTypeName)
        {
            return ReadTypeName(field, owner);
        }

        if (!ReadValue(field, owner, depth, out var cell))
        {
            return false;
        }

        read.Add(_tree, field.Slot, cell);
        return true;
    }

    private bool ReadTypeName(CompiledField field, int owner)
    {
        var start = _json.Position;
        if (!_json.SkipValue())
        {
            return false;
        }

        var type = _tree.Types.Find(_json.Slice(start), field.LikelyType);
        if (type == TypeNames.Unknown)
        {
            Note(FaultKind.UnknownType, owner, field.Slot);
            return true;
        }

        field.LikelyType = type;
        _tree.ObjectAt(owner).Type = type;
        return true;
    }

    private bool ReadList(CompiledField field, int owner, int depth, out Cell list)
    {
        list = default;
        if (depth > _limits.MaxDepth)
        {
            return false;
        }

        var (first, last, count) = (-1, -1, 0);
        _json.Position++;
        _json.SkipSpace();
        if (_json.Current == ']')
        {
            _json.Position++;
            list = Cell.OfList(-1, 0);
            return true;
        }

        do
        {
            _json.SkipSpace();
            if (!CheckSize() || !ReadValue(field, owner, depth, out var item))
            {
                return false;
            }

            var cell = _tree.NewCell(item);
            if (last < 0)
            {
                first = cell;
            }
            else
            {
                _tree.CellAt(last).Next = cell;
            }

            last = cell;
            count++;
        }
        while (_json.Take((byte)','));

        list = Cell.OfList(first, count);
        return _json.Take((byte)']');
    }

    private bool CheckSize()
    {
        IsOverLimit |= _tree.ExpandedCount > _limits.MaxValues;
        return !IsOverLimit;
    }

    private void Note(FaultKind kind, int id, int slot)
    {
        Faults ??= [];
        if (Faults.Count < _limits.MaxErrors)
        {
            Faults.Add(new Fault(kind, id, slot));
        }
    }

    /// <summary>The fields of an object that were read so far.</summary>
    private ref struct ReadFields(int count)
    {
        private readonly bool[]? _many = count > 64 ? new bool[count] : null;
        private ulong _few;
        private ulong _slots;
        private int _first = -1;
        private int _last = -1;

        public void Add(DataTree tree, int slot, in Cell value)
        {
            var cell = tree.NewCell(value);
            tree.CellAt(cell).Slot = slot;
            if (_last < 0)
            {
                _first = cell;
            }
            else
            {
                tree.CellAt(_last).Next = cell;
            }

            _last = cell;
            _slots |= 1UL << slot;
        }

        public readonly void PutInto(DataTree tree, int id)
        {
            ref var record = ref tree.ObjectAt(id);
            (record.First, record.Last, record.Slots) = (_first, _last, _slots);
        }

        public bool IsSecond(int at)
        {
            if (_many is not null)
            {
                var second = _many[at];
                _many[at] = true;
                return second;
            }

            var bit = 1UL << at;
            var isSecond = (_few & bit) != 0;
            _few |= bit;
            return isSecond;
        }
    }
}
