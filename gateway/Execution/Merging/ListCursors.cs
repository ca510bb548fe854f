namespace Aggregator.Execution;

/// <summary>Makes the cursor at the end of a page.</summary>
internal static class ListCursors
{
    /// <summary>Keys of one instant that a cursor remembers at most.</summary>
    private const int MostGiven = 500;

    /// <summary>Seals the page's end; null when nothing is known of it or nothing seals.</summary>
    /// <param name="coordinate">The list's coordinate.</param>
    /// <param name="items">The page's items.</param>
    /// <param name="known">How far the list is known: the end of a page that lost all its items, so that whoever goes
    /// on does not begin there again.</param>
    /// <param name="page">What was asked.</param>
    /// <param name="input">What seals.</param>
    /// <param name="missing">Who is missing.</param>
    public static string? Seal(
        string coordinate,
        List<MergedItem> items,
        MergedItem? known,
        PageRequest? page,
        ExecutionInput input,
        MissingSources missing)
    {
        if (input.Cursors is not { } seal || page is null || (items.Count > 0 ? items[^1] : known) is not { } last)
        {
            return null;
        }

        // An item that several agencies hold can come again from a later one at the same instant: its key is
        // remembered.
        var given = items.Where(item => item.Order.CompareTo(last.Order) == 0).Select(item => item.KeyText);
        if (page.After is { } after
            && OrderValue.Of(System.Text.Encoding.UTF8.GetBytes(after.OrderBy)).CompareTo(last.Order) == 0)
        {
            given = after.Given.Concat(given);
        }

        return seal.Seal(coordinate, new ListPosition(
            last.OrderText, last.Agency, last.KeyText, page.After?.AsAt ?? input.AsAt, missing.Codes)
        {
            Given = [.. given.TakeLast(MostGiven)],
        });
    }
}
