using System.Diagnostics;
using Aggregator.Host.LocalHub;
using Aggregator.Kit;
using Spectre.Console;

namespace Aggregator.Host.Verbs;

/// <summary>Starts a local hub, with a bar for each agency while a generated population loads.</summary>
internal sealed class PopulationBars : IProgress<PopulationProgress>
{
    private const int Sample = 1_000;

    private readonly Lock _change = new();
    private readonly Dictionary<string, ProgressTask> _bars = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _entries = new(StringComparer.Ordinal);
    private readonly ProgressContext _context;
    private readonly int _families;

    private PopulationBars(ProgressContext context, int families) => (_context, _families) = (context, families);

    /// <summary>Starts it and, when a population was loaded, states how fast.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="cancellation">Stops the start.</param>
    public static async Task<LocalHubHost> StartAsync(LocalHubOptions options, CancellationToken cancellation)
    {
        if (options.Population == 0)
        {
            return await LocalHubHost.StartAsync(options, Ready, cancellation);
        }

        return await AnsiConsole.Progress()
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bars = new PopulationBars(context, options.Population);
                var started = Stopwatch.GetTimestamp();
                var hub = await LocalHubHost.StartAsync(
                    options with { PopulationProgress = bars }, Ready, cancellation);
                bars.Close(Stopwatch.GetElapsedTime(started));
                return hub;
            });
    }

    /// <summary>Moves an agency's bar.</summary>
    public void Report(PopulationProgress value)
    {
        lock (_change)
        {
            if (!_bars.TryGetValue(value.Agency, out var bar))
            {
                bar = _context.AddTask(value.Agency, maxValue: Expected(value.Agency));
                _bars.Add(value.Agency, bar);
            }

            bar.Value = value.Entries;
            _entries[value.Agency] = value.Entries;
        }
    }

    private static void Ready(string part) => AnsiConsole.MarkupLine($"  [green]ready[/]  {Markup.Escape(part)}");

    /// <summary>About how many entries an agency writes: families are alike, so that some stand for all.</summary>
    private double Expected(string agency)
    {
        var some = Math.Min(Sample, _families);
        var entries = LocalAgencies.All.Single(each => each.Name == agency)
            .Population(some, LocalAgencies.FirstDay)
            .LongCount();
        return Math.Max(1, (double)entries * _families / some);
    }

    private void Close(TimeSpan elapsed)
    {
        foreach (var bar in _bars.Values)
        {
            bar.MaxValue = bar.Value;
            bar.StopTask();
        }

        var entries = _entries.Values.Sum();
        AnsiConsole.MarkupLine(entries == 0
            ? "  the population was there already"
            : $"  loaded {_families:N0} families: {entries:N0} entries in {elapsed.TotalSeconds:N1} s, "
                + $"{entries / Math.Max(elapsed.TotalSeconds, 0.001):N0} a second");
    }
}
