using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace Aggregator.Load;

/// <summary>What a number of requests gave.</summary>
/// <param name="Requests">How many.</param>
/// <param name="CpuSeconds">Processor time of the gateway's process, and of those counted beside it.</param>
/// <param name="WallSeconds">How long they took.</param>
/// <param name="Latencies">Of each, in milliseconds, sorted.</param>
internal sealed record Burst(int Requests, double CpuSeconds, double WallSeconds, double[] Latencies)
{
    public double CpuMilliseconds => CpuSeconds * 1000 / Requests;

    public double PerSecond => Requests / WallSeconds;

    public double Percentile(double share) =>
        Latencies[Math.Min(Latencies.Length - 1, (int)(Latencies.Length * share))];
}

/// <summary>Asks one gateway the same over and over.</summary>
internal sealed class LoadDriver : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseCookies = false, UseProxy = false });
    private readonly Contestant _contestant;
    private readonly RunningProcess _process;
    private readonly byte[] _body;
    private long _answerBytes = -1;

    public LoadDriver(Contestant contestant, RunningProcess process, byte[] body)
    {
        _contestant = contestant;
        _process = process;
        _body = body;
    }

    /// <summary>A process whose processor time is counted too; null (default) for none.</summary>
    public RunningProcess? Beside { get; init; }

    /// <summary>Asks until there is an answer; the process was started just now.</summary>
    /// <param name="within">How long to try.</param>
    /// <returns>The answer.</returns>
    public async Task<byte[]> FirstAnswerAsync(TimeSpan within)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await AskAsync();
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException)
            {
                if (clock.Elapsed > within || _process.HasEnded)
                {
                    throw new InvalidOperationException(
                        $"{_contestant.Name} does not answer: {fault.Message}\n{_process.LastLines}");
                }
            }

            await Task.Delay(2);
        }
    }

    /// <summary>Sends requests, several at a time.</summary>
    /// <param name="requests">How many.</param>
    /// <param name="concurrency">How many at a time.</param>
    public async Task<Burst> SendAsync(int requests, int concurrency)
    {
        var latencies = new double[requests];
        var next = -1;
        var cpu = CpuSeconds();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(async () =>
        {
            for (var at = Interlocked.Increment(ref next); at < requests; at = Interlocked.Increment(ref next))
            {
                var began = Stopwatch.GetTimestamp();
                var length = await AskLengthAsync();
                latencies[at] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                if (Interlocked.CompareExchange(ref _answerBytes, length, -1) is var first && first >= 0
                    && Math.Abs(first - length) > first / 50)
                {
                    throw new InvalidOperationException(
                        $"{_contestant.Name} answered {length} bytes where it answered {first} before");
                }
            }
        })));
        var wall = clock.Elapsed.TotalSeconds;
        Array.Sort(latencies);
        return new Burst(requests, CpuSeconds() - cpu, wall, latencies);
    }

    /// <summary>Asks once.</summary>
    public async Task<byte[]> AskAsync()
    {
        using var response = await PostAsync();
        return await response.Content.ReadAsByteArrayAsync();
    }

    public void Dispose() => _http.Dispose();

    private double CpuSeconds() => _process.CpuSeconds() + (Beside?.CpuSeconds() ?? 0);

    private async Task<long> AskLengthAsync()
    {
        using var response = await PostAsync();
        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(64 * 1024);
        var length = 0L;
        for (var read = -1; read != 0; length += read)
        {
            read = await stream.ReadAsync(buffer);
        }

        System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        return length;
    }

    private async Task<HttpResponseMessage> PostAsync()
    {
        using var message = new HttpRequestMessage(
            HttpMethod.Post, new Uri($"http://127.0.0.1:{_process.Port}{_contestant.Path}"))
        {
            Content = new ByteArrayContent(_body),
        };
        message.Content.Headers.ContentType = Json;
        _ = message.Headers.TryAddWithoutValidation("Accept", "application/json");
        foreach (var (name, value) in _contestant.Headers)
        {
            _ = message.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await _http.SendAsync(message, CancellationToken.None);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            var text = await response.Content.ReadAsStringAsync();
            response.Dispose();
            throw new HttpRequestException(
                $"status {(int)response.StatusCode}: {text[..Math.Min(text.Length, 300)]}");
        }

        return response;
    }
}
