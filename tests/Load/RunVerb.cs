using System.CommandLine;

namespace Aggregator.Load;

/// <summary><c>run</c>: the load benchmark.</summary>
internal static class RunVerb
{
    public static Command Make()
    {
        var workloads = new Option<string[]>("--workload")
        {
            Description = $"Which: {string.Join(", ", Workload.Names)}.",
            DefaultValueFactory = _ => Workload.Names,
            AllowMultipleArgumentsPerToken = true,
        };
        var contestants = new Option<string[]>("--contestants")
        {
            Description = $"Whom: {string.Join(", ", Field.Names)}.",
            DefaultValueFactory = _ => Field.Names,
            AllowMultipleArgumentsPerToken = true,
        };
        var gateway = new Option<string>("--gateway")
        {
            Description = "The gateway: its assembly or program.",
            Required = true,
        };
        var peers = new Option<string>("--peers")
        {
            Description = "The folder with the other gateways.",
            DefaultValueFactory = _ => "eng/load",
        };
        var output = new Option<string?>("--output") { Description = "Where to write the results, without ending." };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 7 };
        var seconds = new Option<double>("--seconds") { DefaultValueFactory = _ => 1.5 };
        var warmup = new Option<double>("--warmup") { DefaultValueFactory = _ => 8 };
        var command = new Command("run", "Measure.")
        {
            workloads, contestants, gateway, peers, output, rounds, seconds, warmup,
        };
        command.SetAction((parsed, _) => RunAsync(
            new LoadOptions
            {
                Contestants = parsed.GetValue(contestants)!,
                Gateway = Path.GetFullPath(parsed.GetValue(gateway)!),
                Peers = Path.GetFullPath(parsed.GetValue(peers)!),
                Rounds = parsed.GetValue(rounds),
                CpuSeconds = parsed.GetValue(seconds),
                WarmupSeconds = parsed.GetValue(warmup),
            },
            parsed.GetValue(workloads)!,
            parsed.GetValue(output)));
        return command;
    }

    private static async Task<int> RunAsync(LoadOptions options, string[] workloads, string? output)
    {
        var results = new Results();
        foreach (var name in workloads)
        {
            await using var run = new LoadRun(options);
            results.Add(name, await run.RunAsync(Workload.Of(name), results.Skip));
        }

        Console.WriteLine(results.Table());
        if (output is not null)
        {
            await results.WriteAsync(output);
        }

        return 0;
    }
}
