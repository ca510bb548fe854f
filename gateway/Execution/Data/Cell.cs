namespace Aggregator.Execution;

/// <summary>What kind of value merged data has in a place.</summary>
public enum DataKind : byte
{
    /// <summary>Nothing was fetched.</summary>
    Missing,

    /// <summary>Null.</summary>
    Null,

    /// <summary>Raw JSON: a scalar, an enum value, a list of them, or a custom scalar's own object.</summary>
    Leaf,

    /// <summary>An object.</summary>
    Object,

    /// <summary>A list of objects, nulls or lists.</summary>
    List,
}

/// <summary>A field of an object or an item of a list.</summary>
internal struct Cell
{
    /// <summary>The next field or item; -1 after the last.</summary>
    public int Next;

    /// <summary>The slot of a field; -1 for an item.</summary>
    public int Slot;

    /// <summary>Leaf: where it begins in its buffer. Object: its number. List: the first item, or -1.</summary>
    public int At;

    /// <summary>Leaf: how many bytes. List: how many items.</summary>
    public int Length;

    /// <summary>Leaf: its buffer.</summary>
    public ushort Buffer;

    /// <summary>What it is.</summary>
    public DataKind Kind;

    /// <summary>True for a null that an error explains.</summary>
    public bool IsFailed;

    public static Cell OfNull => new() { Next = -1, Slot = -1, Kind = DataKind.Null };

    public static Cell OfLeaf(int buffer, int at, int length) => new()
    {
        Next = -1,
        Slot = -1,
        At = at,
        Length = length,
        Buffer = (ushort)buffer,
        Kind = DataKind.Leaf,
    };

    public static Cell OfObject(int id) => new() { Next = -1, Slot = -1, At = id, Kind = DataKind.Object };

    public static Cell OfList(int first, int count) => new()
    {
        Next = -1,
        Slot = -1,
        At = first,
        Length = count,
        Kind = DataKind.List,
    };
}

/// <summary>
/// An object with all that is below it, as it was read: a run of objects, of which it is the first, and a run of cells.
/// </summary>
/// <param name="Object">The object.</param>
/// <param name="Objects">How many objects.</param>
/// <param name="FirstCell">The first cell.</param>
/// <param name="Cells">How many cells.</param>
internal readonly record struct DataRun(int Object, int Objects, int FirstCell, int Cells)
{
    /// <summary>How many cells there would be if the run shared nothing.</summary>
    public long Expanded { get; init; }

    /// <summary>The same run in a copy of a larger one.</summary>
    public DataRun Within(in DataRun original, in DataRun copy) => this with
    {
        Object = Object + copy.Object - original.Object,
        FirstCell = FirstCell + copy.FirstCell - original.FirstCell,
    };
}

/// <summary>An object of merged data: its fields are a linked run of cells.</summary>
internal struct ObjectRecord
{
    /// <summary>The first field; -1 when it has none.</summary>
    public int First;

    /// <summary>The last field; -1 when it has none.</summary>
    public int Last;

    /// <summary>Its concrete type, or <see cref="TypeNames.Unknown"/>.</summary>
    public int Type;

    /// <summary>The object that it was merged into; -1 while it stands for itself.</summary>
    public int MergedInto;

    /// <summary>One bit for each slot, modulo 64: a clear bit means that the slot is not there.</summary>
    public ulong Slots;

    /// <summary>One bit for each of the first 64 subgraphs that gave an item of a merged list.</summary>
    public ulong Sources;

    /// <summary>The last walk that found it.</summary>
    public int FoundBy;

    /// <summary>On how many ways that walk found it.</summary>
    public int Ways;

    /// <summary>True when several places of its response have it, which gave the same text for it.</summary>
    public bool IsShared;
}
