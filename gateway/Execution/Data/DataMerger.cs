namespace Aggregator.Execution;

/// <summary>Merges freshly read objects into those that are there already.</summary>
internal static class DataMerger
{
    /// <summary>
    /// Moves what <paramref name="source"/> has into <paramref name="target"/>; the source is used up.
    /// </summary>
    /// <param name="tree">The tree of both.</param>
    /// <param name="target">Where to.</param>
    /// <param name="source">A standing object; what both have stays as the target has it, objects are merged.</param>
    /// <param name="differs">
    /// Told of what the two have differently: the object, the slot, and true when it is the shape (an object here, a
    /// list
    /// of another length there) and not only a leaf.
    /// </param>
    public static void Move(DataTree tree, int target, int source, Action<int, int, bool> differs)
    {
        ref var from = ref tree.ObjectAt(source);
        ref var to = ref tree.ObjectAt(target);
        if (to.Type == TypeNames.Unknown)
        {
            to.Type = from.Type;
        }

        from.MergedInto = target;
        if (from.First < 0)
        {
            return;
        }

        if ((to.Slots & from.Slots) == 0)
        {
            Splice(tree, ref to, from);
            return;
        }

        for (var cell = from.First; cell >= 0;)
        {
            var next = tree.CellAt(cell).Next;
            Put(tree, target, cell, differs);
            cell = next;
        }
    }

    private static void Splice(DataTree tree, ref ObjectRecord to, in ObjectRecord from)
    {
        if (to.Last < 0)
        {
            to.First = from.First;
        }
        else
        {
            tree.CellAt(to.Last).Next = from.First;
        }

        to.Last = from.Last;
        to.Slots |= from.Slots;
    }

    private static void Put(DataTree tree, int target, int source, Action<int, int, bool> differs)
    {
        var value = tree.CellAt(source);
        var existing = tree.Find(target, value.Slot);
        if (existing < 0)
        {
            _ = tree.Append(target, value.Slot, value);
            return;
        }

        Reconcile(tree, existing, value, isShape => differs(target, value.Slot, isShape));
    }

    private static void Reconcile(DataTree tree, int existing, in Cell value, Action<bool> differs)
    {
        ref var kept = ref tree.CellAt(existing);
        switch (kept.Kind, value.Kind)
        {
            case (DataKind.Null, not DataKind.Null):
                var (slot, next) = (kept.Slot, kept.Next);
                kept = value;
                (kept.Slot, kept.Next) = (slot, next);
                break;
            case (DataKind.Object, DataKind.Object) when SameType(tree, kept.At, value.At):
                Move(tree, kept.At, value.At, (_, _, isShape) => differs(isShape));
                break;
            case (DataKind.List, DataKind.List) when kept.Length == value.Length:
                Zip(tree, kept.At, value.At, differs);
                break;
            case (_, DataKind.Null):
                break;
            case (DataKind.Leaf, DataKind.Leaf) when tree.Json(kept).SequenceEqual(tree.Json(value)):
                break;
            default:
                differs((kept.Kind, value.Kind) is not (DataKind.Leaf, DataKind.Leaf));
                break;
        }
    }

    private static bool SameType(DataTree tree, int one, int other) =>
        tree.ObjectAt(one).Type == tree.ObjectAt(other).Type
        || tree.ObjectAt(one).Type == TypeNames.Unknown
        || tree.ObjectAt(other).Type == TypeNames.Unknown;

    private static void Zip(DataTree tree, int kept, int other, Action<bool> differs)
    {
        while (kept >= 0 && other >= 0)
        {
            var (nextKept, nextOther) = (tree.CellAt(kept).Next, tree.CellAt(other).Next);
            Reconcile(tree, kept, tree.CellAt(other), differs);
            (kept, other) = (nextKept, nextOther);
        }
    }
}
