using Aggregator.Execution;
using Aggregator.Execution.Tests;
using Aggregator.Load;
using Aggregator.Planning;
using Aggregator.Redaction;
using Aggregator.Schema;
using Aggregator.Validation;
using BenchmarkDotNet.Attributes;

namespace Aggregator.Benchmarks;

/// <summary>
/// The workloads of the load benchmark without HTTP: planned beforehand, their agencies' answers at hand. Composing
/// requests, reading and merging answers; and projecting what was merged into the client's answer.
/// </summary>
[MemoryDiagnoser]
public class ExecutionBenchmarks
{
    private Runnable _operation = null!;
    private ReplayedAgencies _agencies = null!;
    private FetchedData _data = null!;

    /// <summary>Which operation.</summary>
    [Params("shop", "child")]
    public string Name { get; set; } = "shop";

    /// <summary>Plans and records.</summary>
    [GlobalSetup]
    public void Record()
    {
        var workload = Workload.Of(Name);
        _operation = Plan(workload);
        _agencies = new ReplayedAgencies(workload.Origin);
        _data = _operation.RunAsync(_agencies).GetAwaiter().GetResult();
        Console.WriteLine($"{_agencies.Requests} requests, {_agencies.Bytes} bytes in, {Project()} bytes out");
    }

    /// <summary>Gives the recording back.</summary>
    [GlobalCleanup]
    public void Release() => _data.Dispose();

    /// <summary>Requests composed, answers read and merged.</summary>
    [Benchmark]
    public async Task<int> Merge()
    {
        using var data = await _operation.RunAsync(_agencies);
        return data.FetchCount;
    }

    /// <summary>The answer written.</summary>
    [Benchmark]
    public int Project()
    {
        using var output = new PooledBytes(128 * 1024);
        AnswerWriter.Write(_data, _operation.Response, new AnswerInput(), output);
        return output.Length;
    }

    private static Runnable Plan(Workload workload)
    {
        var supergraph = SupergraphReader.Read(workload.Supergraph(new Uri("http://127.0.0.1/"))).Supergraph!;
        var valid = OperationValidator.Validate(workload.Query, null, supergraph.Api, OperationLimits.Default);
        var planned = Planner.Plan(OpenScreen.Permit(valid.Operation!, supergraph), supergraph);
        var plan = CompiledPlan.Compile(planned.Plan!, supergraph.Types);
        return new Runnable(plan, CompiledResponse.Compile(plan, supergraph.Api));
    }
}
