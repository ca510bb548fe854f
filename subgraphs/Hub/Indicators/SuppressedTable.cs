namespace Aggregator.Hub.Indicators;

/// <summary>What was counted for one agency: the cases, and those of them that were answered in time.</summary>
/// <param name="Agency">The agency code.</param>
/// <param name="Count">How many cases.</param>
/// <param name="Answered">How many of them; 0 to `Count`.</param>
internal sealed record CountedCell(string Agency, int Count, int Answered);

/// <summary>What is shown of a cell; null is suppressed.</summary>
internal sealed record ShownCell(string Agency, int? Count, int? Answered);

/// <summary>What is shown of an indicator; null is suppressed.</summary>
internal sealed record ShownRow(int? Total, IReadOnlyList<ShownCell> Cells);

/// <summary>
/// Leaves out of a row of counts what is smaller than the minimum, and whatever it could be worked out from. Zero is
/// small: that there is nothing is a fact about somebody too.
/// </summary>
internal static class SuppressedTable
{
    /// <summary>What may be shown.</summary>
    /// <param name="cells">Every agency that the indicator is counted for, whether it has cases or not.</param>
    /// <param name="total">Cases; one that concerns several agencies counts once.</param>
    /// <param name="minimum">The smallest count that is shown, 1 or more.</param>
    // Invariant: what is shown stays the same whatever number under the minimum stands in a suppressed cell.
    public static ShownRow Of(IReadOnlyList<CountedCell> cells, int total, int minimum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minimum, 1);
        var shown = cells.Select(cell => Of(cell, minimum)).ToList();

        // A total beside one suppressed cell would say how large that is at least; beside any other, how many cases are
        // none of that agency's.
        var isTold = shown.TrueForAll(cell => cell.Count is not null && total - cell.Count >= minimum);
        return new ShownRow(isTold ? total : null, shown);
    }

    // Answered and not answered make up the count: if either is small, both stay out.
    private static ShownCell Of(CountedCell cell, int minimum) => cell.Count < minimum
        ? new ShownCell(cell.Agency, null, null)
        : new ShownCell(
            cell.Agency,
            cell.Count,
            cell.Answered >= minimum && cell.Count - cell.Answered >= minimum ? cell.Answered : null);
}
