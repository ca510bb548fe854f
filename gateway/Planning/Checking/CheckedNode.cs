namespace Aggregator.Planning;

/// <summary>Objects of merged data at one place, as the checker sees them being filled.</summary>
internal sealed class CheckedNode
{
    private readonly Dictionary<int, CheckedNode> _below = [];
    private readonly List<(int Slot, int Step, string Type)> _written = [];

    /// <summary>The concrete types that objects here can have.</summary>
    public HashSet<string> Types { get; } = new(StringComparer.Ordinal);

    public CheckedNode Below(int slot)
    {
        if (!_below.TryGetValue(slot, out var node))
        {
            _below.Add(slot, node = new CheckedNode());
        }

        return node;
    }

    public void Write(int slot, int step, IEnumerable<string> types) =>
        _written.AddRange(types.Select(type => (slot, step, type)));

    /// <summary>True when one of these steps writes the slot of objects of this type.</summary>
    public bool Has(int slot, string type, IReadOnlySet<int>? steps) => _written.Any(written =>
        written.Slot == slot && written.Type == type && (steps is null || steps.Contains(written.Step)));

    public bool Has(int slot, IReadOnlySet<int> steps) =>
        _written.Any(written => written.Slot == slot && steps.Contains(written.Step));

    /// <summary>Takes over all that another place holds, as written by a step.</summary>
    public void Take(CheckedNode other, int step)
    {
        Types.UnionWith(other.Types);
        foreach (var (slot, _, type) in other._written.ToList())
        {
            _written.Add((slot, step, type));
        }

        foreach (var (slot, node) in other._below)
        {
            Below(slot).Take(node, step);
        }
    }
}
