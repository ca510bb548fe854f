using System.Globalization;
using System.Text;

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

        var planning = new PlanningBenchmarks();
        await PrintAsync("parse", () => Task.FromResult(planning.Parse().Operations.Length));
        await PrintAsync("validate", () => Task.FromResult(planning.Validate().UsedVariables.Length));
        await PrintAsync("plan, cold", () => Task.FromResult(planning.PlanCold().Steps.Length), 50, 100);
        await PrintAsync("check the plan", () => Task.FromResult(planning.Check()), 50, 100);
        await PrintAsync("plan, cached", planning.PlanCached);
        await PrintRefusalsAsync();
    }

    /// <summary>What documents cost that are made to be expensive, and what is said to each.</summary>
    public static async Task PrintRefusalsAsync()
    {
        foreach (var name in RefusalBenchmarks.Names)
        {
            var refusals = new RefusalBenchmarks { Name = name };
            var said = Encoding.UTF8.GetString(await refusals.SaidAsync());
            Console.WriteLine(said[..Math.Min(said.Length, 160)]);
            await PrintAsync(name, refusals.Answer, 100, 20);
        }
    }

    private static async Task PrintAsync(
        string name, Func<Task<int>> operation, int warmup = Warmup, int operations = Operations)
    {
        for (var at = 0; at < warmup; at++)
        {
            _ = await operation();
        }

        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            for (var at = 0; at < operations; at++)
            {
                _ = await operation();
            }

            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / operations);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {best:F1} µs of processor time"));
    }
}
