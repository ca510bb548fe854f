namespace Aggregator.Execution;

/// <summary>Makes the cursor at the end of a page.</summary>
internal static class ListCursors
{
    /// <summary>Keys of one instant that a cursor remembers at most.</summary>
    private const int MostGiven = 500;

    /// <summary>Seals the page's end; null when the page is empty or nothing seals.</summary>
    public static string? Seal(
        string coordinate, List<MergedItem> items, PageRequest? page, ExecutionInput input, MissingSources missing)
    {
        if (input.Cursors is not { } seal || page is null || items.Count == 0)
        {
            return null;
        }

        // An item that several agencies hold can come again from a later one at the same instant: its key is
        // remembered.
        var last = items[^1];
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
