using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Execution;

/// <summary>
/// What one run showed of the pages it cut, for running the plan once more: an item that may not stand in the answer
/// would leave its page shorter than asked, or be the only thing behind it, and so tell that it is there. A further run
/// leaves such items out before it cuts, and asks each contributor for more.
/// </summary>
public sealed class PageRefill
{
    /// <summary>How often a plan is run again for this, the last time with all that an agency gives at once; after that
    /// a page may be short, and says that there is more.</summary>
    public const int MaxRounds = 3;

    private readonly ImmutableDictionary<int, Refilled> _pages;

    private readonly int _round;

    private PageRefill(ImmutableDictionary<int, Refilled> pages, int round) => (_pages, _round) = (pages, round);

    /// <summary>What to run the plan again with; null when of every page it is known what it holds and
    /// whether there is more.</summary>
    /// <param name="data">What the last run gave.</param>
    /// <param name="before">What that run was given.</param>
    /// <param name="release">What was decided on it.</param>
    /// <param name="limits">What a request may cost.</param>
    public static PageRefill? After(
        FetchedData data, PageRefill? before, IPageRelease release, ExecutionLimits limits)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(release);
        ArgumentNullException.ThrowIfNull(limits);
        if (data.Plan.Plan.Kind != OperationKind.Query)
        {
            // A mutation is never repeated, and an event comes once.
            return null;
        }

        var pages = before?._pages ?? ImmutableDictionary<int, Refilled>.Empty;
        var round = (before?._round ?? 0) + 1;
        var isShort = false;
        foreach (var page in data.Pages)
        {
            var hidden = page.Items.Where(item => release.IsAbsent(item.Object)).Select(item => item.Key).ToList();
            var known = pages.GetValueOrDefault(page.MergeStep) ?? new Refilled(page.Asked, []);
            var isLast = round == MaxRounds && (known.Hidden.Length > 0 || hidden.Count > 0 || page.Dropped > 0);
            var asked = isLast
                ? limits.MaxPageSize
                : Math.Min(limits.MaxPageSize, Math.Max(known.Asked, 2 * page.Asked + hidden.Count));
            pages = pages.SetItem(page.MergeStep, new Refilled(asked, [.. known.Hidden, .. hidden]));
            isShort |= !page.IsSettled(release, hidden.Count)
                && (hidden.Count > 0 || (page.Dropped > 0 && asked > page.Asked));
        }

        return isShort ? new PageRefill(pages, round) : null;
    }

    /// <summary>The number of items that each contributor of a list is asked for; null to leave it.</summary>
    internal int? Asked(int mergeStep) => _pages.GetValueOrDefault(mergeStep)?.Asked;

    /// <summary>True for an item that may not stand in the answer.</summary>
    internal bool IsHidden(int mergeStep, byte[] key) =>
        _pages.GetValueOrDefault(mergeStep)?.Hidden.Contains(key, KeyComparer.Instance) == true;

    private sealed record Refilled(int Asked, ImmutableArray<byte[]> Hidden);
}
