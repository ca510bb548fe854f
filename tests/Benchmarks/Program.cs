using Aggregator.Benchmarks;
using BenchmarkDotNet.Running;

if (args is ["cpu"])
{
    // Processor time instead of the clock: the only number that holds on a busy machine.
    await CpuTime.PrintAsync();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(ExecutionBenchmarks).Assembly).Run(args);
