using System.Collections.Immutable;
using Aggregator.Planning;

namespace Aggregator.Execution;

/// <summary>
/// One page of a merged list, and what is known behind it: where it ends and whether there is more is settled when it
/// is known which items may stand.
/// </summary>
/// <param name="step">The list's step.</param>
/// <param name="input">What seals cursors.</param>
/// <param name="request">What was asked; null for a list that does not page.</param>
/// <param name="items">The page's items and those known behind it, in order.</param>
/// <param name="missing">Who is missing.</param>
internal sealed class MergedPage(
    MergeStep step,
    ExecutionInput input,
    PageRequest? request,
    ImmutableArray<MergedItem> items,
    MissingSources missing)
{
    private readonly int _size = request?.Size ?? items.Length;
    private (int Object, int Slot) _nodes;
    private int _pageInfo = -1;

    /// <summary>True when there may be more behind the items.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>How far the list is known: the end of a page of which nothing may stand, so that whoever goes on does
    /// not begin there again. Null when that is not known.</summary>
    public required MergedItem? Known { get; init; }

    /// <summary>Writes it; looking ahead, its end is left to <see cref="Settle"/>.</summary>
    /// <param name="tree">Merged data.</param>
    /// <param name="target">The object that has the list.</param>
    public void Write(DataTree tree, int target)
    {
        var nodes = tree.NewList(items.Select(item => Cell.OfObject(item.Object)));
        if (step.Connection is not { } slots)
        {
            _nodes = (target, step.Slot);
            tree.Set(target, step.Slot, nodes);
            return;
        }

        var value = tree.NewObject();
        _nodes = (value, slots.Nodes);
        _ = tree.Append(value, slots.Nodes, nodes);
        if (slots.PageInfo is { } pageInfo)
        {
            _pageInfo = tree.NewObject();
            _ = tree.Append(value, pageInfo, Cell.OfObject(_pageInfo));
            if (!input.LooksAhead)
            {
                WriteEnd(tree, [.. items], IsOpen);
            }
        }

        if (slots.Missing is { } missingSlot)
        {
            _ = tree.Append(value, missingSlot, missing.Write(tree, slots));
        }

        tree.Set(target, step.Slot, Cell.OfObject(value));
    }

    /// <summary>Ends it behind as many items as were asked for that may stand; true when it held more.</summary>
    /// <param name="tree">Merged data.</param>
    /// <param name="release">What was decided.</param>
    public bool Settle(DataTree tree, IPageRelease release)
    {
        if (!release.IsListed(_nodes.Object, _nodes.Slot))
        {
            WriteEnd(tree, [], false);
            return false;
        }

        MergedItem[] standing = [.. items.Where(item => !release.IsAbsent(item.Object)).Take(_size + 1)];
        var isMore = standing.Length > _size;
        WriteEnd(tree, [.. standing.Take(_size)], IsOpen || isMore);
        if (isMore)
        {
            tree.Set(_nodes.Object, _nodes.Slot, tree.NewList(items
                .TakeWhile(item => item != standing[^1]).Select(item => Cell.OfObject(item.Object))));
        }

        return isMore;
    }

    private void WriteEnd(DataTree tree, List<MergedItem> page, bool hasNextPage)
    {
        if (_pageInfo < 0 || step.Connection is not { } slots)
        {
            return;
        }

        if (slots.HasNextPage is { } next)
        {
            tree.Set(_pageInfo, next, tree.OwnLeaf(hasNextPage ? "true"u8 : "false"u8));
        }

        if (slots.EndCursor is { } end)
        {
            var cursor = ListCursors.Seal(
                step.Coordinate, page, hasNextPage ? Known : null, request, input, missing);
            tree.Set(_pageInfo, end, cursor is null ? Cell.OfNull : tree.OwnLeaf(JsonText.Quote(cursor)));
        }
    }
}
