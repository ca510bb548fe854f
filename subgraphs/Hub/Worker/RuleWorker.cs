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
    private const int MaxBatch = 50;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _due = new(StringComparer.Ordinal);
    private readonly RuleWorkerOptions _options;
    private readonly OutcomeStore _store;
    private readonly ChangeReader _changes;
    private readonly Evaluation _evaluation;
    private bool _hasRecalled;

    /// <summary>Makes a worker; nothing runs yet.</summary>
    /// <param name="hub">The running hub, in whose register outcomes are stored.</param>
    /// <param name="http">Sends; its timeout bounds every wait.</param>
    /// <param name="options">Where and as whom.</param>
    public RuleWorker(AgencyHost hub, HttpClient http, RuleWorkerOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConcurrent, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxConcurrent, MaxConcurrentLimit);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Batch, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Batch, MaxBatch);
        _options = options;
        _store = new OutcomeStore(hub, options.Clock);
        _changes = new ChangeReader(http);
        _evaluation = new Evaluation(new GatewayClient(http, options), _store, options);
    }

    /// <summary>Goes round until it is cancelled.</summary>
    /// <param name="cancellation">Stops it.</param>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            _options.Told(await StepAsync(cancellation).ConfigureAwait(false));
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
        var done = await EvaluateAsync([.. children.Union(due)], null, cancellation).ConfigureAwait(false);
        foreach (var (feed, next) in read)
        {
            await _store.RememberAsync(feed, next, cancellation).ConfigureAwait(false);
        }

        return new RoundReport(done.Evaluated, done.Failed, silent);
    }

    /// <summary>Evaluates and stores children, whatever has changed: a whole population, for one.</summary>
    /// <param name="children">Their ids.</param>
    /// <param name="progress">Told how many are done; null for nobody.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<EvaluationResult> EvaluateAsync(
        IReadOnlyCollection<string> children, IProgress<int>? progress, CancellationToken cancellation)
    {
        var (failed, incomplete) = await _evaluation.RunAsync(children, Schedule, progress, cancellation)
            .ConfigureAwait(false);

        // Tried again in the next round, also by a worker that starts anew.
        var now = _options.Clock.GetUtcNow();
        foreach (var some in failed.Chunk(MaxBatch))
        {
            foreach (var child in some)
            {
                _due[child] = now;
            }

            await _store.RememberDueAsync(some, now, cancellation).ConfigureAwait(false);
        }

        return new EvaluationResult(children.Count - failed.Count, failed.Count, incomplete);
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
