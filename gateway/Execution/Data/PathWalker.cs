namespace Aggregator.Execution;

/// <summary>Follows a path through merged data; lists on the way are flattened.</summary>
internal static class PathWalker
{
    /// <summary>Adds the objects that a path finds, in order.</summary>
    /// <returns>False when something on the way is null or was not fetched.</returns>
    public static bool Collect(DataTree tree, CompiledPath path, int from, ref PooledList<int> found) =>
        Follow(tree, path, 0, from, ref found);

    private static bool Follow(DataTree tree, CompiledPath path, int depth, int id, ref PooledList<int> found)
    {
        if (depth == path.Segments.Length)
        {
            _ = found.Add(id);
            return true;
        }

        var (slot, onTypes) = path.Segments[depth];
        if (!onTypes.Has(tree.ObjectAt(id).Type))
        {
            return true;
        }

        var cell = tree.Find(id, slot);
        return cell >= 0 && FollowValue(tree, path, depth, tree.CellAt(cell), ref found);
    }

    private static bool FollowValue(
        DataTree tree, CompiledPath path, int depth, in Cell value, ref PooledList<int> found)
    {
        switch (value.Kind)
        {
            case DataKind.Object:
                return Follow(tree, path, depth + 1, value.At, ref found);
            case DataKind.List:
                var complete = true;
                for (var item = value.At; item >= 0; item = tree.CellAt(item).Next)
                {
                    complete &= FollowValue(tree, path, depth, tree.CellAt(item), ref found);
                }

                return complete;
            default:
                return false;
        }
    }
}
