namespace Aggregator.Execution;

/// <summary>Follows a path through merged data; lists on the way are flattened.</summary>
internal static class PathWalker
{
    /// <summary>
    /// Adds the objects that a path finds, in order, each once: <see cref="ObjectRecord.Ways"/> says how many places
    /// of the answer have it.
    /// </summary>
    /// <returns>False when something on the way is null or was not fetched.</returns>
    public static bool Collect(DataTree tree, CompiledPath path, int from, ref PooledList<int> found)
    {
        var walk = tree.NewWalk();
        var next = new PooledList<int>(64);
        var complete = true;
        Find(tree, from, 1, walk, ref found);
        foreach (var (slot, onTypes) in path.Segments)
        {
            foreach (var id in found.Span)
            {
                ref readonly var record = ref tree.ObjectAt(id);
                if (onTypes.Has(record.Type))
                {
                    var cell = tree.Find(id, slot);
                    complete &= cell >= 0 && Follow(tree, tree.CellAt(cell), record.Ways, walk, ref next);
                }
            }

            (found, next) = (next, found);
            next.Clear();
        }

        next.Dispose();
        return complete;
    }

    private static bool Follow(DataTree tree, in Cell value, int ways, int walk, ref PooledList<int> found)
    {
        switch (value.Kind)
        {
            case DataKind.Object:
                Find(tree, value.At, ways, walk, ref found);
                return true;
            case DataKind.List:
                var complete = true;
                for (var item = value.At; item >= 0; item = tree.CellAt(item).Next)
                {
                    complete &= Follow(tree, tree.CellAt(item), ways, walk, ref found);
                }

                return complete;
            default:
                return false;
        }
    }

    private static void Find(DataTree tree, int id, int ways, int walk, ref PooledList<int> found)
    {
        ref var record = ref tree.ObjectAt(id);
        if (record.FoundBy == walk)
        {
            record.Ways += ways;
            return;
        }

        (record.FoundBy, record.Ways) = (walk, ways);
        _ = found.Add(id);
    }
}
