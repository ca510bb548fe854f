using System.Diagnostics;
using Aggregator.Hub.Worker;
using Aggregator.Kit;

namespace Aggregator.Host.LocalHub;

/// <summary>What the evaluation of a population came to: numbers only, nobody's id.</summary>
/// <param name="Evaluated">Children whose outcome is stored.</param>
/// <param name="Failed">Children without a usable answer.</param>
/// <param name="Incomplete">Children whose answer lacked a source.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Processor">Processor time of the whole process meanwhile: agencies, gateway and hub.</param>
/// <param name="Alerts">How many alerts stand, by rule.</param>
internal sealed record EvaluationReport(
    int Evaluated,
    int Failed,
    int Incomplete,
    TimeSpan Elapsed,
    TimeSpan Processor,
    IReadOnlyDictionary<string, int> Alerts)
{
    /// <summary>Children a second.</summary>
    public double Rate => (Evaluated + Failed) / Math.Max(Elapsed.TotalSeconds, 0.001);

    /// <summary>Milliseconds of processor time for a child.</summary>
    public double Cost => Processor.TotalMilliseconds / Math.Max(Evaluated + Failed, 1);
}

/// <summary>Evaluates the rules for every child, as the worker does for one: by asking the gateway.</summary>
/// <param name="hub">The hub that runs.</param>
/// <param name="families">How many generated families it has; the demonstration's children come on top.</param>
internal sealed class PopulationEvaluation(LocalHubHost hub, int families)
{
    private const int ReadAtOnce = 500;
    private const int MaxOutcomesPerChild = 500;

    /// <summary>Evaluates everybody once.</summary>
    /// <param name="progress">Told how many are done, and of how many.</param>
    /// <param name="cancellation">Stops it; what is stored stays.</param>
    public async Task<EvaluationReport> RunAsync(Action<int, int> progress, CancellationToken cancellation)
    {
        var worker = hub.Rules.Worker ?? throw new InvalidOperationException("the hub is left out");
        var children = await ChildrenAsync(worker, cancellation);
        var (started, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var done = await worker.EvaluateAsync(
            children, new Done(many => progress(many, children.Count)), cancellation);
        return new EvaluationReport(
            done.Evaluated, done.Failed, done.Incomplete, Stopwatch.GetElapsedTime(started),
            Environment.CpuUsage.TotalTime - used, await CountAsync(children, cancellation));
    }

    private async Task<IReadOnlyCollection<string>> ChildrenAsync(RuleWorker worker, CancellationToken cancellation)
    {
        // A generated population leaves no rows in the outboxes: its children are known by their numbers.
        var children = new HashSet<string>(
            await worker.PopulationAsync(cancellation), StringComparer.Ordinal);
        children.UnionWith(Enumerable.Range(1, families).Select(number => new GeneratedFamily(number).Child));
        return children;
    }

    private async Task<IReadOnlyDictionary<string, int>> CountAsync(
        IReadOnlyCollection<string> children, CancellationToken cancellation)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var register = hub.Agencies.Find("hub")!.Current;
        foreach (var some in children.Chunk(ReadAtOnce))
        {
            var stored = await register.OfPersonsAsync(
                some, ["AlertOutcome"], null, MaxOutcomesPerChild, cancellation);
            foreach (var outcome in stored.SelectMany(each => each).Where(each => each.Text("endedAt") is null))
            {
                var rule = outcome.Text("rule") ?? "";
                counts[rule] = counts.GetValueOrDefault(rule) + 1;
            }
        }

        return counts;
    }

    /// <summary>Passes numbers on at once, in the thread that reports.</summary>
    private sealed class Done(Action<int> told) : IProgress<int>
    {
        public void Report(int value) => told(value);
    }
}
