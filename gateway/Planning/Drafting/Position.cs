using System.Collections.Immutable;

namespace Aggregator.Planning;

/// <summary>
/// A place in merged data where objects stand: a field of the objects at another place, of those concrete types that
/// are planned alike. What is known of the objects is given by its arrivals.
/// </summary>
internal sealed class Position
{
    private readonly Dictionary<string, Position> _children = new(StringComparer.Ordinal);
    private readonly SlotNames _slots;
    private string? _text;

    public Position(Position? parent, Want? via, string declared, bool isAbstract)
    {
        Parent = parent;
        Via = via;
        Declared = declared;
        IsAbstract = isAbstract;
        _slots = via is null ? new SlotNames() : parent!._slots.Below(via.Slot);
    }

    public Position? Parent { get; }

    /// <summary>The field of the parent that leads here; null at the root.</summary>
    public Want? Via { get; }

    /// <summary>The concrete types of the parent's objects that lead here.</summary>
    public List<string> OnParent { get; } = [];

    /// <summary>The type of the field in the supergraph.</summary>
    public string Declared { get; }

    public bool IsAbstract { get; }

    public required ImmutableArray<string> Concretes { get; init; }

    /// <summary>True when it cannot be reached again by asking the parent's field elsewhere.</summary>
    public bool IsFixed { get; init; }

    /// <summary>Grows with every arrival here.</summary>
    public int Version { get; set; }

    /// <summary>Grows with every arrival here or above: as long as it stays, the ways to here stay.</summary>
    public int Stamp => Version + (Parent?.Stamp ?? 0);

    public List<Arrival> Arrivals { get; } = [];

    public List<DraftGroup> Groups { get; } = [];

    /// <summary>Which draft fields give a slot, by concrete type and slot.</summary>
    public Dictionary<(string Type, string Slot), List<(DraftField Field, DraftStep After)>> Given { get; } = [];

    /// <summary>The merged lists that start here, by concrete type and slot.</summary>
    public Dictionary<(string Type, string Slot), MergedList> Merges { get; } = [];

    /// <summary>True when only some types of the parent lead here, or of a place above it.</summary>
    public bool IsSplit { get; init; }

    /// <summary>True when types of the parent lead here that are planned differently.</summary>
    public bool IsUnited { get; init; }

    /// <summary>True for the items of a merged list themselves.</summary>
    public bool IsItem { get; init; }

    public Position? Child(string key, Func<Position?> make)
    {
        if (!_children.TryGetValue(key, out var child) && make() is { } made)
        {
            child = made;
            _children.Add(key, child);
        }

        return child;
    }

    /// <summary>Notes that a slot holds a field, so that a requirement uses the same slot or another one.</summary>
    public void Hold(string slot, string identity) => _slots.Hold(slot, identity);

    /// <summary>True when the slot is free or holds only this field.</summary>
    public bool IsFor(string slot, string identity) => _slots.IsFor(slot, identity);

    public DataPath Path(Func<string, int> slotOf)
    {
        var segments = ImmutableArray.CreateBuilder<PathSegment>();
        for (var at = this; at.Parent is { } parent; at = parent)
        {
            var all = at.OnParent.Count == parent.Concretes.Length;
            segments.Add(new PathSegment(slotOf(at.Via!.Slot), all ? [] : [.. at.OnParent]));
        }

        segments.Reverse();
        return new DataPath(segments.ToImmutable());
    }

    public override string ToString() => _text ??= Parent is null ? Declared : $"{Parent}.{Via!.Slot}";
}
