using Aggregator.Policy;

namespace Aggregator.State;

/// <summary>
/// Ends epochs as the hub's register changes. Every instance runs one; of those that share a store one at a time does
/// the work, and the epochs are relied on only while somebody does: a change is in force everywhere within
/// <see cref="Lease"/>, whatever breaks.
/// </summary>
/// <param name="name">The instance's name; unlike any other's.</param>
/// <param name="store">Where the epochs are.</param>
/// <param name="changes">What changed in the register.</param>
/// <param name="pseudonym">The pseudonym of a person.</param>
/// <param name="time">The clock.</param>
public sealed class EpochKeeper(
    string name, IEpochStore store, IRegisterChanges changes, Func<string, string> pseudonym, TimeProvider time)
    : IAsyncDisposable
{
    /// <summary>
    /// How long epochs are relied on after somebody began to look for changes. No option: with <see cref="Rest"/> it is
    /// under the second within which a withdrawal is obeyed.
    /// </summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMilliseconds(800);

    /// <summary>How long it rests between two looks.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(150);

    /// <summary>
    /// The kinds of record that no decision about access rests on, and that come with every look and every round of
    /// the hub's rules. Any other kind that is not known ends what is remembered.
    /// </summary>
    public static readonly IReadOnlySet<string> WithoutEffect = new HashSet<string>(StringComparer.Ordinal)
    {
        "ShownRecords", "CaseLook", "RuleDueTime", "FeedPosition", "AlertOutcome", "LogOrigin",
    };

    // Changes whose records carry a link, a circle or a standing decision concern more than whom they name.
    private static readonly HashSet<string> OfOnePerson = ["ConsentRecord", "SharingDecision", "BreakGlass"];

    // Two writers can finish in another order than they began: the last changes are read again, and known ones passed.
    private const int Overlap = 64;

    private readonly CancellationTokenSource _stop = new();
    private readonly SortedSet<long> _seen = [];
    private Task _keeping = Task.CompletedTask;

    /// <summary>Begins to look for changes, until it is disposed.</summary>
    public void Start() => _keeping = Task.Run(KeepAsync);

    /// <summary>Looks once. For tests and for <see cref="Start"/>.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>True when more changes are waiting.</returns>
    public async ValueTask<bool> LookAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        if (await store.LeadAsync(name, cancellationToken) is not { } recorded
            || await BeginAsync(recorded, cancellationToken) is not { } position
            || await changes.ReadAsync(Math.Max(0, position - Overlap), cancellationToken) is not { } page)
        {
            return false;
        }

        var news = page.Changes
            .Where(change => !WithoutEffect.Contains(change.Kind) && !_seen.Contains(change.Sequence))
            .ToList();
        var last = Math.Max(position, page.Changes.Select(change => change.Sequence).DefaultIfEmpty(0).Max());
        await store.RecordAsync(
            new EpochRound(
                [.. news.Where(change => OfOnePerson.Contains(change.Kind))
                    .Select(change => pseudonym(change.Person)).Distinct()],
                position - recorded > Overlap || news.Exists(change => !OfOnePerson.Contains(change.Kind)),
                last,
                page.HasMore ? null : Lease - time.GetElapsedTime(began)),
            cancellationToken);
        _seen.UnionWith(news.Select(change => change.Sequence));
        _ = _seen.RemoveWhere(sequence => sequence < last - Overlap);
        return page.HasMore;
    }

    // Where nothing is recorded it begins at the end. What it passes over so is not read, and ends everything.
    private async ValueTask<long?> BeginAsync(long recorded, CancellationToken cancellationToken) =>
        recorded > 0 ? recorded : await changes.LastAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task KeepAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            if (!await LookAsync(_stop.Token))
            {
                await Task.Delay(Rest, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
