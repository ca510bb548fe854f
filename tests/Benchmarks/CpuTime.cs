using System.Globalization;

namespace Aggregator.Benchmarks;

/// <summary>Measures processor time for each operation.</summary>
internal static class CpuTime
{
    private const int Warmup = 2_000;
    private const int Rounds = 25;
    private const int Operations = 1_000;

    public static async Task PrintAsync()
    {
        foreach (var name in Load.Workload.Names)
        {
            var benchmarks = new ExecutionBenchmarks { Name = name };
            benchmarks.Record();
            await PrintAsync(name + ", merge", benchmarks.Merge);
            await PrintAsync(name + ", project", () => Task.FromResult(benchmarks.Project()));
            benchmarks.Release();
        }
    }

    private static async Task PrintAsync(string name, Func<Task<int>> operation)
    {
        for (var at = 0; at < Warmup; at++)
        {
            _ = await operation();
        }

        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            for (var at = 0; at < Operations; at++)
            {
                _ = await operation();
            }

            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Operations);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {best:F1} µs of processor time"));
    }
}
