using System.Collections.Concurrent;
using Aggregator.Kit;

namespace Aggregator.Hub.Worker;

/// <summary>
/// Follows the agencies' outboxes and due times, evaluates the children concerned as a client of the gateway (role
/// `HUB_RULES`), and stores which alerts stand. It learns who changed, never what.
/// </summary>
public sealed class RuleWorker
{
    private const int MaxConcurrentLimit = 32;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _due = new(StringComparer.Ordinal);
    private readonly RuleWorkerOptions _options;
    private readonly OutcomeStore _store;
    private readonly ChangeReader _changes;
    private readonly GatewayClient _gateway;
    private bool _hasRecalled;

    /// <summary>Makes a worker; nothing runs yet.</summary>
    /// <param name="hub">The running hub, in whose register outcomes are stored.</param>
    /// <param name="http">Sends; its timeout bounds every wait.</param>
    /// <param name="options">Where and as whom.</param>
    public RuleWorker(AgencyHost hub, HttpClient http, RuleWorkerOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConcurrent, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxConcurrent, MaxConcurrentLimit);
        _options = options;
        _store = new OutcomeStore(hub, options.Clock);
        _changes = new ChangeReader(http);
        _gateway = new GatewayClient(http, options);
    }

    /// <summary>Goes round until it is cancelled.</summary>
    /// <param name="cancellation">Stops it.</param>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            await StepAsync(cancellation).ConfigureAwait(false);
            await Task.Delay(_options.Pause, cancellation)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One round: reads a page of every outbox, evaluates whom it concerns and whose time has come.</summary>
    /// <param name="cancellation">Stops it.</param>
    public async Task<RoundReport> StepAsync(CancellationToken cancellation)
    {
        await RecallAsync(cancellation).ConfigureAwait(false);
        var persons = new HashSet<string>(StringComparer.Ordinal);
        List<string> silent = [];
        List<(string Feed, long Next)> read = [];
        foreach (var feed in _options.Feeds)
        {
            var after = await _store.PositionAsync(feed.Agency, cancellation).ConfigureAwait(false);
            var page = await _changes.ReadAsync(feed, after, cancellation).ConfigureAwait(false);
            if (page is null)
            {
                silent.Add(feed.Agency);
            }
            else if (page.Next > after)
            {
                persons.UnionWith(page.Persons);
                read.Add((feed.Agency, page.Next));
            }
        }

        var children = await _store.ChildrenAsync(persons, cancellation).ConfigureAwait(false);
        var now = _options.Clock.GetUtcNow();
        var due = _due.Where(entry => entry.Value <= now).Select(entry => entry.Key);
        var (evaluated, failed) = await EvaluateAsync([.. children.Union(due)], null, cancellation)
            .ConfigureAwait(false);
        foreach (var (feed, next) in read)
        {
            await _store.RememberAsync(feed, next, cancellation).ConfigureAwait(false);
        }

        return new RoundReport(evaluated, failed, silent);
    }

    /// <summary>Evaluates and stores children, whatever has changed: a whole population, for one.</summary>
    /// <param name="children">Their ids.</param>
    /// <param name="progress">Told how many are done; null for nobody.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>How many were stored, and how many have to be tried again.</returns>
    public async Task<(int Evaluated, int Failed)> EvaluateAsync(
        IReadOnlyCollection<string> children, IProgress<int>? progress, CancellationToken cancellation)
    {
        var (done, failed) = (0, 0);
        await Parallel.ForEachAsync(
            children,
            new ParallelOptions { MaxDegreeOfParallelism = _options.MaxConcurrent, CancellationToken = cancellation },
            async (child, stop) =>
            {
                var outcome = await _gateway.AskAsync(child, stop).ConfigureAwait(false);
                if (outcome is null)
                {
                    // Tried again in the next round, also by a worker that starts anew.
                    _due[child] = _options.Clock.GetUtcNow();
                    await _store.RememberDueAsync(child, _due[child], stop).ConfigureAwait(false);
                    _ = Interlocked.Increment(ref failed);
                    return;
                }

                await _store.StoreAsync(child, outcome, stop).ConfigureAwait(false);
                Schedule(child, outcome.NextDueAt);
                progress?.Report(Interlocked.Increment(ref done));
            }).ConfigureAwait(false);
        return (children.Count - failed, failed);
    }

    /// <summary>
    /// Every child that the outboxes name from their beginning: the population, for a first evaluation.
    /// </summary>
    /// <param name="cancellation">Stops it.</param>
    public async Task<IReadOnlyCollection<string>> PopulationAsync(CancellationToken cancellation)
    {
        var children = new HashSet<string>(StringComparer.Ordinal);
        foreach (var feed in _options.Feeds)
        {
            for (long after = 0; await _changes.ReadAsync(feed, after, cancellation).ConfigureAwait(false) is { } page
                && page.Next > after; after = page.Next)
            {
                children.UnionWith(await _store.ChildrenAsync(page.Persons, cancellation).ConfigureAwait(false));
            }
        }

        return children;
    }

    // Once: what an earlier worker stored is where this one begins.
    private async Task RecallAsync(CancellationToken cancellation)
    {
        if (_hasRecalled)
        {
            return;
        }

        foreach (var (child, at) in await _store.DueTimesAsync(cancellation).ConfigureAwait(false))
        {
            _ = _due.TryAdd(child, at);
        }

        _hasRecalled = true;
    }

    private void Schedule(string child, DateTimeOffset? next)
    {
        if (next is { } instant)
        {
            _due[child] = instant;
        }
        else
        {
            _due.TryRemove(child, out _);
        }
    }
}
