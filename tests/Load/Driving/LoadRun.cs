using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aggregator.Load;

/// <summary>What was measured of one contestant.</summary>
internal sealed record Measured(string Name)
{
    public List<double> CpuMilliseconds { get; } = [];

    public List<double> PerSecond { get; } = [];

    public List<double> P50 { get; } = [];

    public List<double> P99 { get; } = [];

    public List<double> StartSeconds { get; } = [];

    public double ResidentMegabytes { get; set; }

    public int AnswerBytes { get; set; }

    public bool IsSameAnswer { get; set; }

    public int UpstreamRequests { get; set; }
}

/// <summary>Measures every contestant on one workload, round by round in turn.</summary>
/// <param name="options">How long and whom.</param>
internal sealed class LoadRun(LoadOptions options) : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _processes = [];
    private readonly List<(Measured Measured, LoadDriver Driver, RunningProcess Process, int Requests)> _field = [];

    /// <summary>Runs.</summary>
    /// <param name="workload">What is asked.</param>
    /// <param name="skipped">Told of who is not there, and why.</param>
    public async Task<List<Measured>> RunAsync(Workload workload, Action<string> skipped)
    {
        var folder = Directory.CreateTempSubdirectory("aggregator-load-").FullName;
        var upstream = await StartUpstreamAsync(workload, folder);
        var field = new Field(workload, upstream, folder, options);
        await File.WriteAllTextAsync(Path.Combine(folder, "supergraph.graphql"), workload.Supergraph(upstream));

        // Ours first: it says what the floor has to send, and what the answer is.
        var answer = await LearnAsync(field, upstream, workload);
        foreach (var name in options.Contestants)
        {
            var (contestant, reason) = field.Of(name);
            if (contestant is null)
            {
                skipped($"{name}: {reason}");
                continue;
            }

            try
            {
                await EnterAsync(contestant, workload, answer, upstream);
            }
            catch (InvalidOperationException fault)
            {
                skipped(fault.Message);
            }
        }

        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var (measured, driver, _, requests) in _field)
            {
                var burst = await driver.SendAsync(requests, options.Concurrency);
                measured.CpuMilliseconds.Add(burst.CpuMilliseconds);
                measured.PerSecond.Add(burst.PerSecond);
                measured.P50.Add(burst.Percentile(0.5));
                measured.P99.Add(burst.Percentile(0.99));
            }

            Console.WriteLine($"{workload.Name}, round {round + 1}: "
                + string.Join(", ", _field.Select(each =>
                    $"{each.Measured.Name} {each.Measured.CpuMilliseconds[^1]:F2}")));
        }

        foreach (var (measured, _, process, _) in _field)
        {
            measured.ResidentMegabytes = process.ResidentMegabytes();
        }

        return [.. _field.Select(each => each.Measured)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, driver, _, _) in _field)
        {
            driver.Dispose();
        }

        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }
    }

    private async Task<Uri> StartUpstreamAsync(Workload workload, string folder)
    {
        var process = RunningProcess.Start(new Contestant(
            "upstream",
            port => Contestant.Command(
                "dotnet", typeof(LoadRun).Assembly.Location, "upstream", "--workload", workload.Name,
                "--port", port.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            folder));
        _processes.Add(process);
        var upstream = new Uri($"http://127.0.0.1:{process.Port}/");
        using var http = new HttpClient();
        for (var tries = 0; ; tries++)
        {
            try
            {
                _ = await http.GetStringAsync(new Uri(upstream, "_record"));
                return upstream;
            }
            catch (HttpRequestException) when (tries < 3000 && !process.HasEnded)
            {
                await Task.Delay(10);
            }
        }
    }

    private static async Task<JsonNode?> LearnAsync(Field field, Uri upstream, Workload workload)
    {
        var contestant = field.Of("aggregator").Contestant!;
        await using var process = RunningProcess.Start(contestant);
        using var driver = new LoadDriver(contestant, process, workload.Body);
        _ = await driver.FirstAnswerAsync(TimeSpan.FromSeconds(60));
        var (answer, requests) = await RecordAsync(upstream, driver);
        await field.WriteScriptsAsync(requests, answer.Length);
        Console.WriteLine($"{workload.Name}: {requests.Count} requests to subgraphs in "
            + $"{requests.Max(each => each.Wave) + 1} waves, an answer of {answer.Length} bytes");
        return JsonNode.Parse(answer)!["data"];
    }

    private static async Task<(byte[] Answer, List<RecordedRequest> Requests)> RecordAsync(
        Uri upstream, LoadDriver driver)
    {
        using var http = new HttpClient();
        using var begun = await http.PostAsync(new Uri(upstream, "_record"), null);
        var answer = await driver.AskAsync();
        var recorded = await http.GetStringAsync(new Uri(upstream, "_record"));
        return (answer, JsonSerializer.Deserialize<List<RecordedRequest>>(recorded)!);
    }

    private async Task EnterAsync(Contestant contestant, Workload workload, JsonNode? expected, Uri upstream)
    {
        var measured = new Measured(contestant.Name);
        for (var start = 0; start < options.Starts - 1; start++)
        {
            await using var brief = RunningProcess.Start(contestant);
            using var once = new LoadDriver(contestant, brief, workload.Body);
            measured.StartSeconds.Add(await StartAsync(once));
        }

        var process = RunningProcess.Start(contestant);
        _processes.Add(process);
        var driver = new LoadDriver(contestant, process, workload.Body);
        measured.StartSeconds.Add(await StartAsync(driver));
        var (answer, requests) = await RecordAsync(upstream, driver);
        measured.AnswerBytes = answer.Length;
        measured.UpstreamRequests = requests.Count;
        measured.IsSameAnswer = answer[0] == '{' && JsonNode.DeepEquals(JsonNode.Parse(answer)!["data"], expected);
        if (answer[0] == '{' && JsonNode.Parse(answer)!["errors"] is { } errors)
        {
            driver.Dispose();
            throw new InvalidOperationException($"{contestant.Name} answers with errors: {errors.ToJsonString()}");
        }

        var requestsPerRound = await WarmUpAsync(driver);
        _field.Add((measured, driver, process, requestsPerRound));
        Console.WriteLine($"{workload.Name}: {contestant.Name} warm, {requestsPerRound} requests a round");
    }

    private static async Task<double> StartAsync(LoadDriver driver)
    {
        var clock = Stopwatch.StartNew();
        _ = await driver.FirstAnswerAsync(TimeSpan.FromSeconds(90));
        return clock.Elapsed.TotalSeconds;
    }

    private async Task<int> WarmUpAsync(LoadDriver driver)
    {
        var clock = Stopwatch.StartNew();
        var (used, each) = (0.0, 0.0);
        while (used < options.WarmupSeconds && clock.Elapsed < options.MaxWarmup)
        {
            var burst = await driver.SendAsync(200, options.Concurrency);
            used += burst.CpuSeconds;
            each = Math.Max(burst.CpuSeconds, 0.01) / burst.Requests;
        }

        return Math.Clamp((int)(options.CpuSeconds / each), 50, options.MaxRequestsPerRound);
    }
}
