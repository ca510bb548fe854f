using System.Collections.Immutable;
using System.Text;

namespace Aggregator.Execution;

/// <summary>
/// The entities of a group whose arguments come from the objects above them: one batch for each different context.
/// </summary>
internal sealed class ContextBatches(
    DataTree tree, int root, CompiledGroup group, bool[] conditions, ExecutionLimits limits)
{
    private readonly Dictionary<string, EntityBatch> _byContext = new(StringComparer.Ordinal);
    private readonly List<EntityBatch> _batches = [];
    private readonly List<int> _above = [];

    /// <summary>True when entities were left out because there are too many contexts.</summary>
    public bool IsOverLimit { get; private set; }

    /// <summary>Finds them; no batch when there is no entity that can be asked about.</summary>
    public IReadOnlyList<EntityBatch> Collect()
    {
        foreach (var path in group.Paths)
        {
            Follow(path, 0, root);
        }

        return _batches;
    }

    private void Follow(CompiledPath path, int depth, int id)
    {
        if (depth == path.Segments.Length)
        {
            Add(id);
            return;
        }

        var (slot, onTypes) = path.Segments[depth];
        var cell = onTypes.Has(tree.ObjectAt(id).Type) ? tree.Find(id, slot) : -1;
        if (cell >= 0)
        {
            _above.Add(id);
            FollowValue(path, depth, cell);
            _above.RemoveAt(_above.Count - 1);
        }
    }

    private void FollowValue(CompiledPath path, int depth, int cell)
    {
        switch (tree.CellAt(cell).Kind)
        {
            case DataKind.Object:
                Follow(path, depth + 1, tree.CellAt(cell).At);
                break;
            case DataKind.List:
                for (var item = tree.CellAt(cell).At; item >= 0; item = tree.CellAt(item).Next)
                {
                    FollowValue(path, depth, item);
                }

                break;
        }
    }

    private void Add(int id)
    {
        var values = ImmutableArray.CreateBuilder<byte[]>(group.Contexts.Length);
        foreach (var context in group.Contexts)
        {
            if (ValueOf(context) is not { } value)
            {
                // Its context has failed or is missing: it cannot be asked about without.
                return;
            }

            values.Add(value);
        }

        // Complete JSON values one after another: the key is one to one.
        var key = string.Join('\n', values.Select(Encoding.UTF8.GetString));
        if (!_byContext.TryGetValue(key, out var batch))
        {
            if (_batches.Count == limits.MaxContexts)
            {
                IsOverLimit = true;
                return;
            }

            batch = new EntityBatch(
                tree, group.Copy(_batches.Count), conditions, limits, values.ToImmutable());
            _byContext.Add(key, batch);
            _batches.Add(batch);
        }

        batch.Add(id, 1);
    }

    private byte[]? ValueOf(CompiledContext context)
    {
        foreach (var (above, path) in context.Sources)
        {
            var from = _above.Count >= above ? _above[^above] : -1;
            if (from < 0 || !path.Segments[0].OnTypes.Has(tree.ObjectAt(from).Type))
            {
                continue;
            }

            var cell = Leaf(path, from);
            if (cell < 0)
            {
                continue;
            }

            ref readonly var value = ref tree.CellAt(cell);
            if (value.IsFailed || (value.Kind == DataKind.Null && context.IsRequired))
            {
                return null;
            }

            using var json = new PooledBytes(64);
            return Write(value, json) ? json.Span.ToArray() : null;
        }

        return null;
    }

    // The value's cell, or that of the null on the way to it; -1 when the way does not hold for these objects.
    private int Leaf(CompiledPath path, int from)
    {
        var cell = -1;
        var id = from;
        foreach (var (slot, onTypes) in path.Segments)
        {
            if (cell >= 0)
            {
                if (tree.CellAt(cell).Kind != DataKind.Object)
                {
                    return cell;
                }

                id = tree.CellAt(cell).At;
            }

            cell = onTypes.Has(tree.ObjectAt(id).Type) ? tree.Find(id, slot) : -1;
            if (cell < 0)
            {
                return -1;
            }
        }

        return cell;
    }

    private bool Write(in Cell value, PooledBytes json)
    {
        switch (value.Kind)
        {
            case DataKind.Leaf:
                json.Add(tree.Json(value));
                return true;
            case DataKind.Null:
                json.Add("null"u8);
                return true;
            default:
                return false;
        }
    }
}
