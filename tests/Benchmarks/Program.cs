using System.Globalization;
using Aggregator.Benchmarks;
using BenchmarkDotNet.Running;

if (args is ["cpu"])
{
    // Processor time instead of the clock: the only number that holds on a busy machine.
    await CpuTime.PrintAsync();
    return;
}

if (args is ["refusals"])
{
    await CpuTime.PrintRefusalsAsync();
    return;
}

if (args is ["plans", ..])
{
    WorstPlans.Print(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 2_000);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(ExecutionBenchmarks).Assembly).Run(args);
