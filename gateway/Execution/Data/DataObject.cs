using System.Runtime.CompilerServices;

namespace Aggregator.Execution;

/// <summary>An object of merged data. Valid until the data is disposed.</summary>
public readonly struct DataObject : IEquatable<DataObject>
{
    private readonly DataTree _tree;

    internal DataObject(DataTree tree, int id)
    {
        _tree = tree;
        Id = id;
    }

    /// <summary>Its number: the same object has the same number wherever it is met.</summary>
    public int Id { get; }

    /// <summary>
    /// Its concrete type's number in <see cref="CompiledPlan.Types"/>, or <see cref="TypeNames.Unknown"/>.
    /// </summary>
    public int Type => _tree.ObjectAt(Id).Type;

    /// <summary>Its concrete type's name; null when it was not asked for.</summary>
    public string? TypeName => Type < 0 ? null : _tree.Types.Names[Type];

    /// <summary>True when the subgraph gave the object as an item of a merged list.</summary>
    /// <param name="subgraph">The subgraph's index.</param>
    public bool IsFrom(int subgraph) => _tree.HasSource(Id, subgraph);

    /// <summary>
    /// True when several places of the answer have it: only where <see cref="ExecutionInput.SharesObjects"/>.
    /// </summary>
    public bool IsShared => _tree.ObjectAt(Id).IsShared;

    /// <summary>The value under a slot.</summary>
    /// <param name="slot">The slot's number in the plan.</param>
    public DataValue this[int slot]
    {
        get
        {
            var cell = _tree.Find(Id, slot);
            return cell < 0 ? default : new DataValue(_tree, cell);
        }
    }

    /// <summary>The value under a slot, faster when slots are asked in the order they were fetched.</summary>
    /// <param name="slot">The slot's number in the plan.</param>
    /// <param name="hint">Where to look first: 0 at first, then as this method left it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DataValue Next(int slot, ref int hint)
    {
        // The hint is a cell's number plus one, so that 0 is none.
        if (hint > 0 && _tree.CellAt(hint - 1).Slot == slot)
        {
            var cell = hint - 1;
            hint = _tree.CellAt(cell).Next + 1;
            return new DataValue(_tree, cell);
        }

        return Search(slot, ref hint);
    }

    /// <inheritdoc/>
    public bool Equals(DataObject other) => Id == other.Id && ReferenceEquals(_tree, other._tree);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DataObject other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Id;

    /// <summary>True for the same object.</summary>
    public static bool operator ==(DataObject left, DataObject right) => left.Equals(right);

    /// <summary>True for different objects.</summary>
    public static bool operator !=(DataObject left, DataObject right) => !left.Equals(right);

    private DataValue Search(int slot, ref int hint)
    {
        var cell = _tree.Find(Id, slot);
        if (cell < 0)
        {
            return default;
        }

        hint = _tree.CellAt(cell).Next + 1;
        return new DataValue(_tree, cell);
    }
}

/// <summary>A value of merged data. Valid until the data is disposed; the default is a missing value.</summary>
public readonly struct DataValue
{
    private readonly DataTree? _tree;
    private readonly int _cell;

    internal DataValue(DataTree tree, int cell)
    {
        _tree = tree;
        _cell = cell;
    }

    /// <summary>What it is.</summary>
    public DataKind Kind => _tree is null ? DataKind.Missing : _tree.CellAt(_cell).Kind;

    /// <summary>True for a null that an error of the request explains.</summary>
    public bool IsFailed => _tree is not null && _tree.CellAt(_cell).IsFailed;

    /// <summary>A leaf's raw JSON, quotes included; empty for anything else.</summary>
    public ReadOnlySpan<byte> Json => Kind == DataKind.Leaf ? _tree!.Json(_tree.CellAt(_cell)) : default;

    /// <summary>True for a leaf; gives its raw JSON.</summary>
    /// <param name="json">The JSON, quotes included.</param>
    public bool TryLeaf(out ReadOnlySpan<byte> json)
    {
        if (_tree is null)
        {
            json = default;
            return false;
        }

        ref readonly var cell = ref _tree.CellAt(_cell);
        json = cell.Kind == DataKind.Leaf ? _tree.Json(cell) : default;
        return cell.Kind == DataKind.Leaf;
    }

    /// <summary>The object of <see cref="DataKind.Object"/>.</summary>
    public DataObject Object => Kind == DataKind.Object
        ? new DataObject(_tree!, _tree!.CellAt(_cell).At)
        : throw new InvalidOperationException("the value is not an object");

    /// <summary>How many items a list has; 0 for anything else.</summary>
    public int Count => Kind == DataKind.List ? _tree!.CellAt(_cell).Length : 0;

    /// <summary>The text of a leaf that is a string, or the digits of a number; null for anything else.</summary>
    public string? Text => Kind == DataKind.Leaf ? JsonText.Scalar(Json) : null;

    /// <summary>The items of a list; none for anything else.</summary>
    public Enumerator GetEnumerator() => new(_tree, Kind == DataKind.List ? _tree!.CellAt(_cell).At : -1);

    /// <summary>Goes through the items of a list.</summary>
    public struct Enumerator
    {
        private readonly DataTree? _tree;
        private int _next;
        private int _cell;

        internal Enumerator(DataTree? tree, int first)
        {
            _tree = tree;
            _next = first;
            _cell = -1;
        }

        /// <summary>The item.</summary>
        public readonly DataValue Current => new(_tree!, _cell);

        /// <summary>Goes on; false after the last.</summary>
        public bool MoveNext()
        {
            if (_next < 0)
            {
                return false;
            }

            _cell = _next;
            _next = _tree!.CellAt(_cell).Next;
            return true;
        }
    }
}
