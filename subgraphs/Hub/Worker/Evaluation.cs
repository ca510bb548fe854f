using System.Collections.Concurrent;

namespace Aggregator.Hub.Worker;

/// <summary>
/// Asks the gateway about children, many in one request, and stores what it answers. What fails is asked for in smaller
/// and smaller requests, so that one child cannot keep others back, and then again after a rest: a gateway that has too
/// much to do is given less, not left out.
/// </summary>
/// <param name="gateway">Asks.</param>
/// <param name="store">Keeps the outcomes.</param>
/// <param name="options">How many, how often.</param>
internal sealed class Evaluation(GatewayClient gateway, OutcomeStore store, RuleWorkerOptions options)
{
    private const int Narrower = 5;

    /// <summary>Evaluates and stores.</summary>
    /// <param name="children">Their ids.</param>
    /// <param name="settled">Told each child whose outcome is stored, and when to look again; by several
    /// threads.</param>
    /// <param name="progress">Told how many are done; null for nobody.</param>
    /// <param name="cancellation">Stops it; what is stored stays.</param>
    /// <returns>The children without a usable answer, and how many answers lacked a source.</returns>
    public async Task<(IReadOnlyCollection<string> Failed, int Incomplete)> RunAsync(
        IReadOnlyCollection<string> children,
        Action<string, DateTimeOffset?> settled,
        IProgress<int>? progress,
        CancellationToken cancellation)
    {
        var pass = new Pass(children.Distinct(StringComparer.Ordinal).ToList(), settled, progress);
        var (size, rest) = (options.Batch, options.Rest);
        for (var patience = options.Patience; ;)
        {
            var before = pass.Unanswered.Count;
            await AskAsync(pass, size, cancellation).ConfigureAwait(false);
            var isGettingOn = pass.Unanswered.Count < before;
            if (!pass.Unanswered.IsEmpty && size > 1 && (isGettingOn || before <= options.Batch))
            {
                size = Math.Max(1, size / Narrower);
            }
            else if (patience > 0 && !(pass.Unanswered.IsEmpty && pass.Incomplete.IsEmpty))
            {
                patience--;
                await Task.Delay(rest, cancellation).ConfigureAwait(false);
                (size, rest) = (isGettingOn ? options.Batch : Math.Max(1, size / Narrower), rest * 2);
                pass.AskIncompleteAgain();
            }
            else
            {
                return ([.. pass.Unanswered.Keys], pass.Incomplete.Count);
            }
        }
    }

    private Task AskAsync(Pass pass, int size, CancellationToken cancellation) => Parallel.ForEachAsync(
        pass.Unanswered.Keys.ToList().Chunk(size),
        new ParallelOptions { MaxDegreeOfParallelism = options.MaxConcurrent, CancellationToken = cancellation },
        async (some, stop) =>
        {
            var (families, persons) = await store.ToAskAsync(some, stop).ConfigureAwait(false);
            var answer = await gateway.AskAsync(some, families, persons, stop).ConfigureAwait(false);
            if (await store.StoreShieldsAsync(answer, stop).ConfigureAwait(false))
            {
                // What stands was worked out before the register knew who is shielded.
                answer = await gateway.AskAsync(some, families, persons, stop).ConfigureAwait(false);
            }

            if (answer.Outcomes.Count > 0)
            {
                await store.StoreAsync(answer, stop).ConfigureAwait(false);
                pass.Take(answer.Outcomes);
            }
        });

    /// <summary>How far it has come.</summary>
    private sealed class Pass(
        IReadOnlyCollection<string> children, Action<string, DateTimeOffset?> settled, IProgress<int>? progress)
    {
        private int _done;

        public ConcurrentDictionary<string, bool> Unanswered { get; } =
            new(children.Select(child => KeyValuePair.Create(child, true)), StringComparer.Ordinal);

        public ConcurrentDictionary<string, bool> Incomplete { get; } = new(StringComparer.Ordinal);

        public void Take(IReadOnlyDictionary<string, ChildOutcome?> outcomes)
        {
            foreach (var (child, outcome) in outcomes)
            {
                _ = Unanswered.TryRemove(child, out _);
                if (outcome is { LacksSource: true })
                {
                    Incomplete[child] = true;
                }

                settled(child, outcome?.NextDueAt);
            }

            progress?.Report(Interlocked.Add(ref _done, outcomes.Count));
        }

        public void AskIncompleteAgain()
        {
            foreach (var child in Incomplete.Keys.ToList())
            {
                Unanswered[child] = true;
            }

            _ = Interlocked.Add(ref _done, -Incomplete.Count);
            Incomplete.Clear();
        }
    }
}
