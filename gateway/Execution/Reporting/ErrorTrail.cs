using System.Collections.Immutable;

namespace Aggregator.Execution;

/// <summary>Follows the path of a subgraph's error into merged data, and marks the null it explains.</summary>
internal static class ErrorTrail
{
    /// <summary>The place that a path names: the deepest object that is there, and the way on from it.</summary>
    /// <param name="tree">Merged data.</param>
    /// <param name="anchor">The object that the path begins at.</param>
    /// <param name="output">What was asked of it.</param>
    /// <param name="path">Keys and indexes of the response.</param>
    /// <param name="isWhole">
    /// True to follow it on where nothing arrived: it can tell how much there would have been, which where a policy
    /// decides nobody is told.
    /// </param>
    public static DataPlace Follow(
        DataTree tree, int anchor, CompiledOutput output, IReadOnlyList<PathItem> path, bool isWhole)
    {
        var (current, cell) = (anchor, -1);
        var set = output;
        var tail = ImmutableArray.CreateBuilder<int>();
        DataPlace? otherwise = null;
        var at = 0;
        for (; at < path.Count && !(isWhole && EndsAt(tree, cell)); at++)
        {
            var item = path[at];
            if (item.Key is { } key)
            {
                if (cell >= 0 && tree.CellAt(cell).Kind == DataKind.Object)
                {
                    otherwise = new DataPlace(current, tail.ToImmutable()) { Otherwise = otherwise };
                    current = tree.CellAt(cell).At;
                    tail.Clear();
                }
                else if (cell >= 0)
                {
                    break;
                }

                if (set?.Find(key) is not { IsTypeName: false } field)
                {
                    break;
                }

                cell = tree.Find(current, field.Slot);
                cell = cell >= 0 ? cell : tree.Append(current, field.Slot, Cell.OfNull);
                set = field.Children;
                tail.Add(field.Slot);
            }
            else
            {
                if (cell < 0 || tree.CellAt(cell).Kind != DataKind.List
                    || ItemAt(tree, cell, item.Index) is not { } next)
                {
                    break;
                }

                cell = next;
                tail.Add(~item.Index);
            }
        }

        if (cell >= 0 && tree.CellAt(cell).Kind == DataKind.Null)
        {
            tree.CellAt(cell).IsFailed = true;
        }

        var place = new DataPlace(current, tail.ToImmutable()) { Otherwise = otherwise };
        return isWhole && EndsAt(tree, cell) ? GoOn(place, set, path.Skip(at)) : place;
    }

    // Nothing arrived, or a list of leaves, which is kept as it was written.
    private static bool EndsAt(DataTree tree, int cell) => cell >= 0
        && (tree.CellAt(cell).Kind == DataKind.Null
            || (tree.CellAt(cell).Kind == DataKind.Leaf && tree.Json(tree.CellAt(cell))[0] == '['));

    private static DataPlace GoOn(DataPlace place, CompiledOutput? set, IEnumerable<PathItem> path)
    {
        foreach (var item in path)
        {
            var field = item.Key is null ? null : set?.Find(item.Key);
            if (field is { IsTypeName: true } || (field is null && (item.Key is not null || item.Index < 0)))
            {
                break;
            }

            set = field is null ? set : field.Children;
            place = new DataPlace(place.Object, place.Tail.Add(field?.Slot ?? ~item.Index)) { Otherwise = place };
        }

        return place;
    }

    private static int? ItemAt(DataTree tree, int list, int index)
    {
        var item = tree.CellAt(list).At;
        for (var step = 0; step < index && item >= 0; step++)
        {
            item = tree.CellAt(item).Next;
        }

        return item < 0 || index < 0 ? null : item;
    }
}
