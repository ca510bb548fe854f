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
    /// Told of what the two have differently: the target, its slot, and true when it is the shape (an object here, a
    /// list of another length there) and not only a leaf. Of what is deeper, too, the target's own slot is told.
    /// </param>
    public static void Move(DataTree tree, int target, int source, Action<int, int, bool> differs) =>
        Move(tree, target, source, new Watch(target, -1, differs));

    private static void Move(DataTree tree, int target, int source, in Watch watch)
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
            Put(tree, target, cell, watch);
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

    private static void Put(DataTree tree, int target, int source, in Watch watch)
    {
        var value = tree.CellAt(source);
        var existing = tree.Find(target, value.Slot);
        if (existing < 0)
        {
            _ = tree.Append(target, value.Slot, value);
            return;
        }

        Reconcile(tree, existing, value, watch.Slot < 0 ? watch with { Slot = value.Slot } : watch);
    }

    private static void Reconcile(DataTree tree, int existing, in Cell value, in Watch watch)
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
                Move(tree, kept.At, value.At, watch);
                break;
            case (DataKind.List, DataKind.List) when kept.Length == value.Length:
                Zip(tree, kept.At, value.At, watch);
                break;
            case (_, DataKind.Null):
                break;
            case (DataKind.Leaf, DataKind.Leaf) when tree.Json(kept).SequenceEqual(tree.Json(value)):
                break;
            default:
                watch.Differs(watch.Target, watch.Slot, (kept.Kind, value.Kind) is not (DataKind.Leaf, DataKind.Leaf));
                break;
        }
    }

    private static bool SameType(DataTree tree, int one, int other) =>
        tree.ObjectAt(one).Type == tree.ObjectAt(other).Type
        || tree.ObjectAt(one).Type == TypeNames.Unknown
        || tree.ObjectAt(other).Type == TypeNames.Unknown;

    private static void Zip(DataTree tree, int kept, int other, in Watch watch)
    {
        while (kept >= 0 && other >= 0)
        {
            var (nextKept, nextOther) = (tree.CellAt(kept).Next, tree.CellAt(other).Next);
            Reconcile(tree, kept, tree.CellAt(other), watch);
            (kept, other) = (nextKept, nextOther);
        }
    }

    // Where the merge is, seen from outside; the slot is unknown until the target's first field.
    private readonly record struct Watch(int Target, int Slot, Action<int, int, bool> Differs);
}
