using System.Text;
using Aggregator.Planning;

namespace Aggregator.Execution;

/// <summary>
/// Merges the parts of a contributed or gathered list into one, in one total order, and cuts the page.
/// </summary>
internal sealed class ListMerger(
    DataTree tree,
    int root,
    CompiledMerge merge,
    ExecutionInput input,
    PageRequest? page,
    IReadOnlyList<StepResult> results,
    IReadOnlySet<(int Fetch, int Object)> gated,
    ErrorNotes notes,
    ICollection<Difference> differences)
{
    private readonly MergeStep _step = merge.Step;

    // How far the list is known: a contributor that gave all it was asked for may hold more behind its last item.
    private MergedItem? _frontier;
    private bool _isUnknown;

    /// <summary>Told of each page that is cut.</summary>
    public required ICollection<MergedPage> Pages { get; init; }

    /// <summary>Of whom a fetch asked for agencies alone.</summary>
    public required IReadOnlySet<(int Fetch, int Object)> ForAgencies { get; init; }

    /// <summary>Gives every target its list.</summary>
    public void Run()
    {
        var targets = new PooledList<int>(16);
        _ = PathWalker.Collect(tree, merge.Target, root, ref targets);
        foreach (var target in targets.Span)
        {
            Fill(target);
        }

        targets.Dispose();
    }

    private void Fill(int target)
    {
        var holders = new PooledList<int>(16);
        var isComplete = PathWalker.Collect(tree, merge.Over, target, ref holders);
        var missing = new MissingSources(page?.After);
        (_frontier, _isUnknown) = (null, false);
        var items = new Dictionary<byte[], MergedItem>(KeyComparer.Instance);
        foreach (var contributor in _step.Contributors)
        {
            // One delegate for each contributor: joining is done for each item.
            Action<int, int, bool> differs = (id, slot, _) => Differ(id, slot, contributor);
            var (given, failed) = (0, isComplete ? 0 : 1);
            foreach (var holder in holders.Span)
            {
                var isGiven = Take(contributor, holder, items, differs);
                given += isGiven ? 1 : 0;
                failed += isGiven ? 0 : 1;
            }

            missing.Add(contributor.Subgraph, results[contributor.Fetch], given, failed);
        }

        holders.Dispose();
        var sorted = Sorted(items.Values);
        var cut = Cut(sorted, missing);
        cut.Write(tree, target);
        if (page is not null)
        {
            Pages.Add(cut);
        }
    }

    // True when the contributor gave its part of the holder's list, an empty one too.
    private bool Take(
        Contributor contributor,
        int holder,
        Dictionary<byte[], MergedItem> items,
        Action<int, int, bool> differs)
    {
        // The client's list is the same whether something of its holder is handed on to an agency or nothing is.
        if (!_step.IsHandedOn && ForAgencies.Contains((contributor.Fetch, holder)))
        {
            return true;
        }

        var cell = tree.Find(holder, contributor.Slot);
        if (cell < 0)
        {
            // Whom the gate kept out is not missing: the list would tell what policy hides.
            return results[contributor.Fetch].Outcome == StepOutcome.NotNeeded
                || gated.Contains((contributor.Fetch, holder));
        }

        var part = tree.CellAt(cell);
        var connection = part.At;
        if (part.Kind == DataKind.Object && _step.Connection is { } slots)
        {
            var nodes = tree.Find(part.At, slots.Nodes);
            part = nodes < 0 ? Cell.OfNull : tree.CellAt(nodes);
        }

        if (part.Kind != DataKind.List)
        {
            // A null that no error explains: the agency does not know the person.
            return part is { Kind: DataKind.Null, IsFailed: false };
        }

        NoteFrontier(contributor, part, connection);
        var isWhole = true;
        for (var item = part.At; item >= 0; item = tree.CellAt(item).Next)
        {
            isWhole &= TakeItem(contributor, holder, tree.CellAt(item), items, differs);
        }

        return isWhole;
    }

    private void NoteFrontier(Contributor contributor, in Cell part, int connection)
    {
        if (page is null || part.Length != page.Asked)
        {
            return;
        }

        // Of an item that nothing was asked of the place is not known: then the end counts that the agency gives its
        // page, or, where it gives none, the last item before.
        MergedItem? last = null;
        var isEnd = false;
        for (var cell = part.At; cell >= 0; cell = tree.CellAt(cell).Next)
        {
            var item = ItemOf(contributor, tree.CellAt(cell));
            (last, isEnd) = (item ?? last, item is not null);
        }

        last = isEnd ? last : EndOf(contributor, connection) ?? last;
        _isUnknown |= last is null;
        _frontier = _frontier is null || last?.CompareTo(_frontier) < 0 ? last : _frontier;
    }

    // Only `instant/key` is a place. One that is not behind the client's would lead round in a circle.
    private MergedItem? EndOf(Contributor contributor, int connection)
    {
        if (contributor.PageEnd.Segments is not [var pageInfo, var cursor]
            || tree.Find(connection, pageInfo.Slot) is not (>= 0 and var info)
            || tree.CellAt(info).Kind != DataKind.Object
            || Text(tree.CellAt(info).At, cursor.Slot) is not { } text
            || text.IndexOf('/', StringComparison.Ordinal) is not (> 0 and var slash)
            || slash == text.Length - 1)
        {
            return null;
        }

        var end = Item(-1, text[..slash], contributor, Encoding.UTF8.GetBytes(text[(slash + 1)..]));
        return end.Order.IsInstant && IsBehindClient(end) ? end : null;
    }

    private bool IsBehindClient(MergedItem item) => page?.After is not { } after
        || item.IsAfter(OrderValue.Of(Encoding.UTF8.GetBytes(after.OrderBy)), after);

    private MergedItem? ItemOf(Contributor contributor, in Cell item) => item.Kind == DataKind.Object
        && Text(item.At, _step.OrderBy) is { } order && Text(item.At, _step.Key) is { } key
            ? Item(item.At, order, contributor, Encoding.UTF8.GetBytes(key))
            : null;

    private static MergedItem Item(int id, string order, Contributor contributor, byte[] key) => new(
        id, OrderValue.Of(Encoding.UTF8.GetBytes(order)), order, Paging.AgencyId(contributor.Subgraph), key);

    // Looking ahead it keeps all that is known behind the page: where that ends is known only when it is decided what
    // may stand.
    private MergedPage Cut(List<MergedItem> sorted, MissingSources missing)
    {
        var known = sorted.Count;
        if (_isUnknown)
        {
            // A contributor that gave only what it was not asked for may hold anything behind it.
            sorted.Clear();
        }
        else if (_frontier is not null)
        {
            _ = sorted.RemoveAll(item => item.CompareTo(_frontier) > 0);
        }

        if (page is not null && !input.LooksAhead && sorted.Count > page.Size)
        {
            sorted.RemoveRange(page.Size, sorted.Count - page.Size);
        }

        return new MergedPage(_step, input, page, [.. sorted], missing)
        {
            IsOpen = _isUnknown || _frontier is not null || known > sorted.Count,
            Known = _isUnknown ? null : _frontier,
        };
    }

    private bool TakeItem(
        Contributor contributor,
        int holder,
        in Cell item,
        Dictionary<byte[], MergedItem> items,
        Action<int, int, bool> differs)
    {
        if (WasNotAskedFor(item))
        {
            return true;
        }

        if (item.Kind != DataKind.Object || Text(item.At, _step.OrderBy) is not { } order
            || Text(item.At, _step.Key) is not { } key)
        {
            notes.Add(new ErrorNote(
                ExecutionErrorCodes.SubgraphInvalidResponse,
                $"`{contributor.Subgraph.Name}` gave an item of `{_step.Coordinate}` without its order or key",
                contributor.Subgraph.Name,
                new DataPlace(holder, [contributor.Slot])));
            return false;
        }

        var bytes = Encoding.UTF8.GetBytes(key);
        if (!items.TryGetValue(bytes, out var known))
        {
            if (items.Count >= input.Limits.MaxMergedItems)
            {
                return false;
            }

            items.Add(bytes, Item(item.At, order, contributor, bytes));
            tree.AddSource(item.At, contributor.Subgraph.Index);
            return true;
        }

        Join(known, item.At, contributor, differs);
        return true;
    }

    // Invariant: of a type that cannot stand in the answer nothing was asked but which type it is. Such an item leaves
    // no trace: neither an error nor a source that is missing.
    private bool WasNotAskedFor(in Cell item) =>
        item.Kind == DataKind.Object
        && tree.ObjectAt(item.At).Type != TypeNames.Unknown
        && tree.Find(item.At, _step.OrderBy) < 0
        && tree.Find(item.At, _step.Key) < 0;

    private void Join(MergedItem known, int other, Contributor contributor, Action<int, int, bool> differs)
    {
        if (known.Object == other)
        {
            return;
        }

        var (mine, theirs) = (tree.ObjectAt(known.Object).Type, tree.ObjectAt(other).Type);
        if (mine != theirs && mine != TypeNames.Unknown && theirs != TypeNames.Unknown)
        {
            Differ(known.Object, -1, contributor);
            return;
        }

        DataMerger.Move(tree, known.Object, other, differs);
        tree.AddSource(known.Object, contributor.Subgraph.Index);
        var agency = Paging.AgencyId(contributor.Subgraph);
        known.Agency = string.CompareOrdinal(agency, known.Agency) < 0 ? agency : known.Agency;
    }

    private void Differ(int id, int slot, Contributor contributor)
    {
        if (differences.Count < input.Limits.MaxErrors)
        {
            differences.Add(new Difference(id, slot, contributor.Subgraph));
        }
    }

    private string? Text(int id, int slot)
    {
        var cell = tree.Find(id, slot);
        return cell < 0 || tree.CellAt(cell).Kind != DataKind.Leaf
            ? null
            : JsonText.Scalar(tree.Json(tree.CellAt(cell)));
    }

    private List<MergedItem> Sorted(IEnumerable<MergedItem> items)
    {
        var sorted = items.ToList();
        if (page?.After is { } after)
        {
            var order = OrderValue.Of(Encoding.UTF8.GetBytes(after.OrderBy));
            _ = sorted.RemoveAll(item => !item.IsAfter(order, after));
        }

        sorted.Sort();
        return sorted;
    }
}
