using Aggregator.Execution;
using Aggregator.Execution.Tests;
using Aggregator.Redaction;
using BenchmarkDotNet.Attributes;

namespace Aggregator.Benchmarks;

/// <summary>
/// The deep accounts/products/reviews/inventory operation, planned beforehand, its agencies' answers at hand: an answer
/// of about 90 KB. Composing requests, reading and merging answers, writing the client's.
/// </summary>
[MemoryDiagnoser]
public class ExecutionBenchmarks
{
    private readonly Runnable _deep = ShopWorld.Plan(ShopWorld.DeepQuery);
    private ReplayedAgencies _agencies = null!;
    private FetchedData _data = null!;

    /// <summary>Plans and records.</summary>
    [GlobalSetup]
    public void Record()
    {
        _agencies = new ReplayedAgencies(new ShopWorld(users: 8, products: 8, reviewsOfProduct: 3, bodyLength: 60));
        _data = _deep.RunAsync(_agencies).GetAwaiter().GetResult();
        Console.WriteLine($"{_agencies.Requests} requests, {_agencies.Bytes} bytes in, {Write()} bytes out");
    }

    /// <summary>Gives the recording back.</summary>
    [GlobalCleanup]
    public void Release() => _data.Dispose();

    /// <summary>Requests composed, answers read and merged.</summary>
    [Benchmark]
    public async Task<int> Fetch()
    {
        using var data = await _deep.RunAsync(_agencies);
        return data.FetchCount;
    }

    /// <summary>The answer written.</summary>
    [Benchmark]
    public int Write()
    {
        using var output = new PooledBytes(128 * 1024);
        AnswerWriter.Write(_data, _deep.Response, new AnswerInput(), output);
        return output.Length;
    }
}
