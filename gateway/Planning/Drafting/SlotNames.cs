namespace Aggregator.Planning;

/// <summary>
/// What the slots of objects hold. Places that the same slots lead to share it, since a subgraph that does not know
/// their types gives the objects of all of them alike.
/// </summary>
internal sealed class SlotNames
{
    private readonly Dictionary<string, HashSet<string>> _held = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SlotNames> _below = new(StringComparer.Ordinal);

    /// <summary>The slots of the objects that a slot leads to.</summary>
    public SlotNames Below(string slot)
    {
        if (!_below.TryGetValue(slot, out var below))
        {
            _below.Add(slot, below = new SlotNames());
        }

        return below;
    }

    public void Hold(string slot, string identity)
    {
        if (!_held.TryGetValue(slot, out var held))
        {
            _held.Add(slot, held = new HashSet<string>(StringComparer.Ordinal));
        }

        _ = held.Add(identity);
    }

    /// <summary>False for a slot that holds something else; that of the type's name holds nothing else.</summary>
    public bool IsFor(string slot, string identity) => (slot != Want.TypeName || identity == Want.TypeName)
        && (!_held.TryGetValue(slot, out var held) || held.All(other => other == identity));
}
